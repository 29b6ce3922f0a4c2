package rules

const notReached = "ServiceBrokerApiUnreachable"
