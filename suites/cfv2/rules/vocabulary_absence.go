package rules

import ()

const notReached = "ServiceBrokerApiUnreachable"
