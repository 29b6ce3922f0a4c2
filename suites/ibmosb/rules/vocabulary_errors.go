package rules

// brokerCalls are the calls whose answers all have a JSON object as body.
var brokerCalls = []string{"provision", "update", "deprovision", "bind", "unbind", "instance-last-operation"}
