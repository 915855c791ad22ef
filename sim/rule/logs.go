package rule

// logRules are formats of logs.
var logRules = []Rule{
	{ID: "LOG-1", Status: OutOfScope, Why: "logs are not read yet", Source: learn + "network-watcher/nsg-flow-logs-overview", Sentence: "NSG flow logs tell flows by rule."},
	{ID: "LOG-2", Status: OutOfScope, Why: "logs are not read yet", Source: learn + "network-watcher/vnet-flow-logs-overview", Sentence: "VNet flow logs tell flows by rule, encryption and state."},
	{ID: "LOG-3", Status: OutOfScope, Why: "logs are not read yet", Source: learn + "firewall/firewall-structured-logs", Sentence: "Structured firewall logs tell what each kind of rule decided."},
}
