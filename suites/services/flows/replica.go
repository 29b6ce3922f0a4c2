package flows

import (
	"slices"

	"conformance/suites/record"
	"conformance/suites/scenario"
)

// ReplicaRun is replicas of a database elsewhere: complete requests, and the same with one field dropped.
type ReplicaRun struct {
	Password record.Step `step:"create with a password"`
	TLS      record.Step `step:"create with certificates"`

	WithoutHost       record.Step `step:"without external_host"`
	WithoutPort       record.Step `step:"without external_port"`
	WithoutAuth       record.Step `step:"without auth_type"`
	WithoutUser       record.Step `step:"without replication_username"`
	WithoutPassword   record.Step `step:"without replication_password"`
	WrongPort         record.Step `step:"wrong external_port"`
	WrongAuth         record.Step `step:"wrong auth_type"`
	WrongArchive      record.Step `step:"wrong s3_enabled"`
	WithoutEverything record.Step `step:"without any replica field"`

	WithoutCA   record.Step `step:"without ca_crt"`
	WithoutCert record.Step `step:"without tls_crt"`
	WithoutKey  record.Step `step:"without tls_key"`

	WithoutEndpoint  record.Step `step:"without s3_endpoint"`
	WithoutBucket    record.Step `step:"without s3_bucket"`
	WithoutPath      record.Step `step:"without s3_path"`
	WithoutAccessKey record.Step `step:"without s3_access_key"`
	WithoutSecretKey record.Step `step:"without s3_secret_key"`
	WithoutServer    record.Step `step:"without the archive's server name"`

	ListAfter record.Step `step:"list after the refusals"`
}

// Replica asks for replicas of a database that does not exist: a target may refuse the complete requests, but not for
// what they do not lack.
var Replica = scenario.New(scenario.Scenario{
	Name: "replica", Title: "replicas of an external database, and what is refused for them",
	Operations: []string{"create", "list"},
	Instances:  2,
	Fixtures:   projectAndResource(),
	Needs:      place,
}, recordReplica)

func recordReplica(s *scenario.Session, run *ReplicaRun) {
	c := newCreator(s)
	x := c.post(run.Password, withPassword(s), scenario.Call{})
	if x.Response == nil || x.Is(401, 403) {
		unmade(s, x)
		return
	}
	c.post(run.TLS, withCertificates(s), scenario.Call{})
	c.probe(withPassword, slices.Concat([]probe{without(run.WithoutHost, "external_host"), without(run.WithoutPort, "external_port"), without(run.WithoutAuth, "auth_type"),
		without(run.WithoutUser, "replication_username"), without(run.WithoutPassword, "replication_password")},
		wrong(run.WrongPort, "external_port", 0, 70000, "abc"), wrong(run.WrongAuth, "auth_type", "cert", ""), wrong(run.WrongArchive, "s3_enabled", "yes"))...)
	c.probe(postgres, probe{run.WithoutEverything, "every field of a replica is missing", body{"creation_mode": "external_replica"}})
	c.probe(withCertificates, without(run.WithoutCA, "ca_crt"), without(run.WithoutCert, "tls_crt"), without(run.WithoutKey, "tls_key"))
	archive(s, run, c)
	c.confirm(run.ListAfter)
}

func replica(s *scenario.Session) body {
	return postgres(s).with(body{"creation_mode": "external_replica", "external_host": "db.example.com", "external_port": 5432,
		"replication_username": "replicator"})
}

func withPassword(s *scenario.Session) body {
	return replica(s).with(body{"auth_type": "password", "replication_password": "password-" + s.NewID()})
}

func withCertificates(s *scenario.Session) body {
	return replica(s).with(body{"auth_type": "tls", "ca_crt": pem("CERTIFICATE", s), "tls_crt": pem("CERTIFICATE", s), "tls_key": pem("PRIVATE KEY", s)})
}

func pem(kind string, s *scenario.Session) string {
	return "-----BEGIN " + kind + "-----\n" + s.NewID() + "\n-----END " + kind + "-----\n"
}

// archive drops the fields of the archive one by one, from a request that is complete only if the name of one of its
// fields is known.
func archive(s *scenario.Session, run *ReplicaRun, c *creator) {
	fields := []probe{
		without(run.WithoutEndpoint, "s3_endpoint"), without(run.WithoutBucket, "s3_bucket"), without(run.WithoutPath, "s3_path"),
		without(run.WithoutAccessKey, "s3_access_key"), without(run.WithoutSecretKey, "s3_secret_key"),
	}
	server := s.Fixture("archive_server_field")
	if server == "" {
		for _, field := range fields {
			s.SkipFor(nil, record.Lacking("archive_server_field"), field.step)
		}
		s.SkipFor(nil, record.Lacking("archive_server_field"), run.WithoutServer)
		return
	}
	complete := func(s *scenario.Session) body {
		return withPassword(s).with(body{"s3_enabled": "1", "s3_endpoint": "https://s3.example.com", "s3_bucket": "archive",
			"s3_path": "conformance", "s3_access_key": "access-" + s.NewID(), "s3_secret_key": "secret-" + s.NewID(), server: "conformance"})
	}
	c.probe(complete, fields...)
	c.probe(complete, probe{run.WithoutServer, server + " is missing", body{server: nil}})
}
