package controller

// The default fixtures have fixed ids and tokens, so that tests and clients can name them.
const (
	OrganizationGUID = "6e0f7c1a-1d0f-4a55-9c55-000000000001"
	SuspendedGUID    = "6e0f7c1a-1d0f-4a55-9c55-000000000002"
	SpaceGUID        = "9b1d2e3f-2c1e-4b66-8d66-000000000001"
	OtherSpaceGUID   = "9b1d2e3f-2c1e-4b66-8d66-000000000002"
	SuspendedSpace   = "9b1d2e3f-2c1e-4b66-8d66-000000000003"
	FullSpaceGUID    = "9b1d2e3f-2c1e-4b66-8d66-000000000004"
	FreeSpaceGUID    = "9b1d2e3f-2c1e-4b66-8d66-000000000005"
	AppGUID          = "3c2b1a09-3b2d-4c77-9e77-000000000001"
	SecondAppGUID    = "3c2b1a09-3b2d-4c77-9e77-000000000002"
	OtherSpaceApp    = "3c2b1a09-3b2d-4c77-9e77-000000000003"
	SuspendedApp     = "3c2b1a09-3b2d-4c77-9e77-000000000004"

	DeveloperToken = "developer-token"
	AuditorToken   = "auditor-token"
	StrangerToken  = "stranger-token"
	ScopelessToken = "scopeless-token"
)

// Fixtures are what exists from the start.
type Fixtures struct {
	Organizations []Organization
	Spaces        []Space
	Apps          []App
	// Users are those beside the administrator.
	Users []User
}

// Organization is one that exists from the start.
type Organization struct {
	GUID, Name string
	// Suspended keeps everyone but administrators from provisioning, binding and unbinding.
	Suspended bool
	Quota     Quota
}

// Space is one that exists from the start.
type Space struct {
	GUID, Name, OrganizationGUID string
	Quota                        Quota
}

// App is one that exists from the start.
type App struct {
	GUID, Name, SpaceGUID string
	// Environment are the variables that its owner set.
	Environment map[string]any
}

// User is someone who may call the API.
type User struct {
	// Name and Password are what is exchanged for a token; without a password there is no exchange.
	Name, Password string
	GUID           string
	// Token is a bearer token that needs no exchange; empty means that there is none.
	Token string
	// Scopes are those of the tokens: cloud_controller.admin, .read, .write.
	Scopes []string
	// Develops are the spaces that the user is developer of, Audits those that he may only read.
	Develops, Audits []string
}

// DefaultFixtures returns two organizations, one of them suspended, five spaces, of which one may have no instances and
// one none that cost money, four apps, and users with the roles developer, auditor, none, and without any scope.
func DefaultFixtures() *Fixtures {
	scopes := []string{scopeRead, scopeWrite}
	spaces := []string{SpaceGUID, SuspendedSpace}
	return &Fixtures{
		Organizations: []Organization{
			{GUID: OrganizationGUID, Name: "conformance"},
			{GUID: SuspendedGUID, Name: "suspended", Suspended: true},
		},
		Spaces: []Space{
			{GUID: SpaceGUID, Name: "development", OrganizationGUID: OrganizationGUID},
			{GUID: OtherSpaceGUID, Name: "production", OrganizationGUID: OrganizationGUID},
			{GUID: SuspendedSpace, Name: "halted", OrganizationGUID: SuspendedGUID},
			{GUID: FullSpaceGUID, Name: "full", OrganizationGUID: OrganizationGUID, Quota: Quota{Instances: -1}},
			{GUID: FreeSpaceGUID, Name: "free", OrganizationGUID: OrganizationGUID, Quota: Quota{FreePlansOnly: true}},
		},
		Apps: []App{
			{GUID: AppGUID, Name: "first", SpaceGUID: SpaceGUID},
			{GUID: SecondAppGUID, Name: "second", SpaceGUID: SpaceGUID},
			{GUID: OtherSpaceApp, Name: "third", SpaceGUID: OtherSpaceGUID},
			{GUID: SuspendedApp, Name: "fourth", SpaceGUID: SuspendedSpace},
		},
		Users: []User{
			{Name: "developer", GUID: "d0000000-4d3e-4e88-af88-000000000002", Token: DeveloperToken, Scopes: scopes, Develops: spaces},
			{Name: "auditor", GUID: "d0000000-4d3e-4e88-af88-000000000003", Token: AuditorToken, Scopes: scopes, Audits: spaces},
			{Name: "stranger", GUID: "d0000000-4d3e-4e88-af88-000000000004", Token: StrangerToken, Scopes: scopes},
			{Name: "scopeless", GUID: "d0000000-4d3e-4e88-af88-000000000005", Token: ScopelessToken},
		},
	}
}

// seed writes the fixtures into the store, over what an earlier run left of them.
func (s *Server) seed() {
	at := func(guid string) identity {
		i := s.newIdentity()
		i.GUID = guid
		return i
	}
	for _, o := range s.config.Fixtures.Organizations {
		s.state.organizations.put(organization{at(o.GUID), o.Name, o.Suspended, o.Quota})
	}
	for _, p := range s.config.Fixtures.Spaces {
		s.state.spaces.put(space{at(p.GUID), p.Name, p.OrganizationGUID, p.Quota})
	}
	for _, a := range s.config.Fixtures.Apps {
		s.state.apps.put(app{at(a.GUID), a.Name, a.SpaceGUID, a.Environment})
	}
}
