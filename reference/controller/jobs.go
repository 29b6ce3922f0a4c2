package controller

import (
	"context"
	"net/http"
	"time"

	"conformance/reference/dispatch"
)

const (
	queued   = "queued"
	finished = "finished"
	// noJob is the guid of jobs that nobody remembers.
	noJob = "0"
)

func showJob(j job) resource {
	entity := map[string]any{"guid": j.GUID, "status": j.Status}
	if j.Failure != nil {
		entity["error"] = "deprecated: see error_details"
		entity["error_details"] = j.Failure
	}
	return envelope("jobs", j.identity, entity)
}

// queue runs a task in a job and answers with that job. What a job did is forgotten when it went well.
func (s *Server) queue(task func() *failure) dispatch.Reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	j := job{identity: s.newIdentity(), Status: queued}
	s.state.jobs.put(j)
	s.background(func(ctx context.Context) {
		if s.config.Sleep(ctx, s.config.AsyncDelay) != nil {
			return
		}
		refused := task()
		s.mu.Lock()
		defer s.mu.Unlock()
		if refused == nil {
			s.state.jobs.remove(j.GUID)
			return
		}
		j.Status, j.Failure, j.Updated = failed, refused.body(), s.now()
		s.state.jobs.put(j)
	})
	return located(http.StatusAccepted, showJob(j))
}

// finishedJob answers where everything was done at once.
func finishedJob() dispatch.Reply { return located(http.StatusAccepted, showJob(forgotten())) }

func forgotten() job {
	start := time.Unix(0, 0)
	return job{identity: identity{GUID: noJob, Created: start, Updated: start}, Status: finished}
}

// getJob shows a job; one that is unknown or done reads as finished.
func (s *Server) getJob(r *request) (dispatch.Reply, *failure) {
	j, found := s.state.jobs.get(r.Params["guid"])
	if !found {
		j = forgotten()
	}
	return ok(showJob(j)), nil
}
