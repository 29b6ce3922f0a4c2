package cfv2

import "conformance/reference/controller"

// Fixtures are what the owner of the reference controller tells the suite, by the keys of --fixture. They fit its
// default fixtures.
func Fixtures() map[string]string {
	return map[string]string{
		"space_guid":       controller.SpaceGUID,
		"app_guid":         controller.AppGUID,
		"other_space_guid": controller.OtherSpaceGUID,
		"reader_token":     controller.AuditorToken,
		"developer_token":  controller.DeveloperToken,
		"stranger_token":   controller.StrangerToken,
		"scopeless_token":  controller.ScopelessToken,
	}
}
