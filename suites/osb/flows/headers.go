package flows

const (
	RequestIdentity = "X-Broker-API-Request-Identity"
	VersionHeader   = "X-Broker-API-Version"
)
