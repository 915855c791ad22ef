package decode

import (
	"vnetproof/topology"
)

func wafPolicy(d *Decoder, o *object, r topology.Resource) {
	w := &topology.WAFPolicy{Resource: r}
	if !d.enter(w) {
		return
	}
	d.design.WAFPolicies = append(d.design.WAFPolicies, w)
	p := o.of(&w.Resource)
	settings := p.sub("policySettings")
	w.Mode = settings.oneOf("mode", "Detection", "Prevention")
	w.Enabled = settings.isEnabled("state")
	if w.Enabled.IsAbsent() {
		w.Enabled = settings.isEnabled("enabledState")
	}
	p.rest("policySettings", "managedRules", "customRules", "applicationGateways", "applicationGatewayForContainers", "httpListeners",
		"pathBasedRules", "frontendEndpointLinks", "routingRuleLinks", "securityPolicyLinks", "resourceState")
}
