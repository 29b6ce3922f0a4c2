//go:build pact

package pact

import (
	"crypto/rand"
	"errors"

	"github.com/pact-foundation/pact-go/v2/models"
)

// states returns the provider states of the contract. They are made through the API itself, and return what the
// requests of the contract are filled in with.
func (p platform) states() models.StateHandlers {
	return models.StateHandlers{
		// Nothing is read here, so that a faulty catalog fails as the answer that it is.
		stateCatalog: onSetup(func() (models.ProviderStateResponse, error) { return nil, nil }),
		statePlan:    onSetup(p.choose),
		stateInstance: onSetup(func() (models.ProviderStateResponse, error) {
			chosen, err := p.choose()
			if err != nil {
				return nil, err
			}
			wanted := order{ServiceID: chosen["service_id"].(string), PlanID: chosen["plan_id"].(string)}
			return chosen, p.provision(chosen["instance_id"].(string), wanted)
		}),
	}
}

// onSetup makes a state before the interaction; after it there is nothing to do, as the broker is thrown away.
func onSetup(prepare func() (models.ProviderStateResponse, error)) models.StateHandler {
	return func(setup bool, _ models.ProviderState) (models.ProviderStateResponse, error) {
		if !setup {
			return nil, nil
		}
		return prepare()
	}
}

// choose reads the catalog and chooses a bindable plan with another beside it, and ids that are not in use.
func (p platform) choose() (models.ProviderStateResponse, error) {
	offerings, err := p.catalog()
	if err != nil {
		return nil, err
	}
	for _, offering := range offerings {
		for i, plan := range offering.Plans {
			bindable := offering.Bindable
			if plan.Bindable != nil {
				bindable = *plan.Bindable
			}
			if !bindable || len(offering.Plans) == 1 {
				continue
			}
			return models.ProviderStateResponse{
				"service_id": offering.ID, "plan_id": plan.ID,
				"other_plan_id": offering.Plans[(i+1)%len(offering.Plans)].ID,
				"instance_id":   rand.Text(), "binding_id": rand.Text(),
			}, nil
		}
	}
	return nil, errors.New("choose a plan: the catalog has no bindable plan with another beside it")
}
