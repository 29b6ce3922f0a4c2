package flows

import "conformance/suites/scenario"

// Fixtures are the keys of --fixture. Those that are tokens are secrets, which their names tell.
func Fixtures() []scenario.Fixture {
	return []scenario.Fixture{
		{Key: "space_guid", Help: "the space in which instances are created; without it all rules about instances and bindings are left out"},
		{Key: "app_guid", Help: "an app of that space, which instances are bound to; it is needed together with space_guid"},
		{Key: "other_space_guid", Help: "a second space in which the suite may create instances"},
		{Key: readerToken, Help: "a token of somebody who may look at what is in space_guid and change nothing, such as its auditor"},
		{Key: DeveloperToken, Help: "a token of a developer of space_guid who has no role elsewhere and is no administrator"},
		{Key: StrangerToken, Help: "a token of somebody who has no role in any space"},
		{Key: ScopelessToken, Help: "a token that has neither cloud_controller.read nor cloud_controller.write (CFV2-ERR-013)"},
		{Key: "full_space_guid", Help: "a space whose quota leaves no room for another service instance (CFV2-INST-036)"},
		{Key: "free_space_guid", Help: "a space whose quota allows free plans only (CFV2-INST-036)"},
		{Key: "suspended_space_guid", Help: "a space of a suspended organization, in which the suite may create an instance (CFV2-ERR-038)"},
		{Key: "suspended_app_guid", Help: "an app of suspended_space_guid, with which it is needed together"},
		{Key: suspendedToken, Help: "a token of a developer of suspended_space_guid who is no administrator"},
	}
}

// spaceAndApp are the fixtures that every scenario with instances needs.
func spaceAndApp() scenario.Told {
	return scenario.Told{For: "it creates instances in a space and binds them to an app of it", Keys: []string{"space_guid", "app_guid"}}
}

// inSpace takes them as the subject.
func inSpace(site *scenario.Site) (scenario.Subject, string) {
	return scenario.Subject{"space_guid": site.Fixtures["space_guid"], "app_guid": site.Fixtures["app_guid"]}, ""
}
