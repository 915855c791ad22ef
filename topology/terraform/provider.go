package terraform

import (
	"strings"

	"vnetproof/topology"
	"vnetproof/topology/tree"
)

// zeroSubscription stands for a subscription that is not told.
const zeroSubscription = "00000000-0000-0000-0000-000000000000"

// readProviders finds out which subscription each provider configuration and
// most of the resources are in.
func (r *reader) readProviders(root *tree.Node) {
	r.providers = map[string]string{}
	if configs := root.At("configuration", "provider_config"); configs.Is(tree.Object) {
		for _, c := range configs.Members {
			if s := argument(root, c.Value.At("expressions", "subscription_id")); s != "" {
				r.providers[c.Key] = s
			}
		}
	}
	r.commonest = mostOf(r.knownSubscriptions())
	if r.commonest == "" {
		r.commonest = zeroSubscription
	}
}

// argument returns the value of an expression that is a constant or names a
// variable of the root module.
func argument(root, expression *tree.Node) string {
	if s := expression.Get("constant_value").Str(); s != "" {
		return s
	}
	refs := references(expression)
	if len(refs) != 1 || !strings.HasPrefix(refs[0], "var.") {
		return ""
	}
	return root.At("variables", strings.TrimPrefix(refs[0], "var."), "value").Str()
}

// knownSubscriptions lists the subscriptions of all IDs that instances have or name.
func (r *reader) knownSubscriptions() []string {
	var list []string
	for _, i := range r.instances {
		if !i.values.Is(tree.Object) {
			continue
		}
		for _, m := range i.values.Members {
			if id := m.Value.Str(); strings.HasPrefix(id, "/subscriptions/") {
				list = append(list, topology.ID(id).Subscription())
			}
		}
	}
	return list
}

// mostOf returns the most frequent text, the first of equally frequent ones.
func mostOf(list []string) string {
	count := map[string]int{}
	for _, s := range list {
		count[s]++
	}
	best := ""
	for _, s := range list {
		if count[s] > count[best] {
			best = s
		}
	}
	return best
}

// subscription returns the subscription of an instance: its provider's, else
// the one that most others have.
func (r *reader) subscription(i *instance) string {
	key := i.config.Get("provider_config_key").Str()
	key = key[strings.LastIndexByte(key, ':')+1:]
	if s := r.providers[key]; s != "" {
		return s
	}
	return r.commonest
}
