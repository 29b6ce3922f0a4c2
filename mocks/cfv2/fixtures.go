package cfv2

import (
	"time"

	"conformance/reference/controller"
)

// Fixtures are what the owner of the reference controller tells the suite, by the keys of --fixture. They fit its
// default fixtures, and the times of its configuration.
func Fixtures(times controller.Config) map[string]string {
	return map[string]string{
		"space_guid":                controller.SpaceGUID,
		"app_guid":                  controller.AppGUID,
		"other_space_guid":          controller.OtherSpaceGUID,
		"reader_token":              controller.AuditorToken,
		"developer_token":           controller.DeveloperToken,
		"stranger_token":            controller.StrangerToken,
		"scopeless_token":           controller.ScopelessToken,
		"poll_interval":             times.PollInterval.String(),
		"polling_duration":          max(10*times.PollInterval, time.Second).String(),
		"cleanup_pause":             times.CleanupPause.String(),
		"broker_timeout":            times.BrokerTimeout.String(),
		"verifies_certificates":     "yes",
		"full_space_guid":           controller.FullSpaceGUID,
		"free_space_guid":           controller.FreeSpaceGUID,
		"suspended_space_guid":      controller.SuspendedSpace,
		"suspended_app_guid":        controller.SuspendedApp,
		"suspended_developer_token": controller.DeveloperToken,
	}
}
