package osb

import "conformance/mocks"

func evolutionMutants() []mutant {
	newer := mocks.On("catalog").When(browsing).When(func(s *mocks.Seen) bool { return s.Header.Get("X-Broker-API-Version") != "2.11" }).Answered(200)
	return []mutant{
		fault("version-drops-bindable", "newer platforms are not told what can be bound", newer.Remove(offering+"/bindable").Remove(offering+"/plans/*/bindable")).
			breaks("OSB-META-004", "OSB-CAT-030"),
		fault("version-renames-member", "newer platforms read plan_updatable", newer.Remove(offering+"/plan_updateable").Remove(offering+"/plans/*/plan_updateable").
			Set(offering+"/plan_updatable", true)).breaks("OSB-META-004"),
		fault("version-drops-price", "newer platforms are not told that a plan has a price", newer.Remove(offering+"/plans/4/free")).breaks("OSB-META-004"),
		fault("version-drops-dashboard", "newer platforms are not told of the dashboard", newer.Remove(offering+"/dashboard_client")).breaks("OSB-META-004"),
		fault("version-drops-permission", "newer platforms are not told of a permission", newer.Remove("/services/2/requires")).breaks("OSB-META-004"),
		fault("catalog-bare-member", "a plan has a member of the vendor's own without prefix",
			mocks.On("catalog").When(browsing).Answered(200).Set(firstPlan+"/region", "eu")).breaks("OSB-META-010"),
		fault("provision-bare-member", "an answer has a member of the vendor's own without prefix",
			lives("provision").Answered(200, 201).Set("/status", "ready")).breaks("OSB-META-010"),
		fault("empty-text-2.12", "a text in the catalog is empty", mocks.On("catalog").When(browsing).Answered(200).
			Set(offering+"/dashboard_client/redirect_uri", "")).in("2.12").breaks("OSB-META-016"),
	}
}
