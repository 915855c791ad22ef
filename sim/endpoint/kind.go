package endpoint

import (
	"strings"

	"vnetproof/topology/source"
)

// Kind is what the word before the colon of a selector says.
type Kind uint8

const (
	// Bare is a name without a kind, understood where only one kind fits.
	Bare Kind = iota
	VM
	ScaleSet
	NIC
	Subnet
	VNet
	ResourceGroup
	Subscription
	Region
	ASG
	Tag
	IP
	CIDR
	Service
	Internet
	OnPremises
	PrivateEndpoint
	PaaS
	Firewall
	LoadBalancer
	Gateway
	Bastion
	FQDN
	Any
	ResourceID
)

// kindWords are the words of the selector language, in the order in which they
// are listed to users.
var kindWords = []struct {
	kind Kind
	word string
	form string // what follows, for hints
	what string // in a sentence
}{
	{VM, "vm", "vm:NAME", "virtual machine"},
	{ScaleSet, "vmss", "vmss:NAME", "scale set"},
	{NIC, "nic", "nic:NAME", "network interface"},
	{Subnet, "subnet", "subnet:VNET/SUBNET", "subnet"},
	{VNet, "vnet", "vnet:NAME", "virtual network"},
	{ResourceGroup, "rg", "rg:NAME", "resource group"},
	{Subscription, "subscription", "subscription:ID", "subscription"},
	{Region, "region", "region:NAME", "region"},
	{ASG, "asg", "asg:NAME", "application security group"},
	{Tag, "tag", "tag:KEY=VALUE", "resource tag"},
	{IP, "ip", "ip:10.1.2.3", "address"},
	{CIDR, "cidr", "cidr:10.0.0.0/8", "prefix"},
	{Service, "service", "service:Storage.WestEurope", "service tag"},
	{Internet, "internet", "internet", "the internet"},
	{OnPremises, "onprem", "onprem:NAME", "on-premises site"},
	{PrivateEndpoint, "pe", "pe:NAME", "private endpoint"},
	{PaaS, "paas", "paas:NAME", "PaaS resource"},
	{Firewall, "fw", "fw:NAME", "firewall"},
	{LoadBalancer, "lb", "lb:NAME", "load balancer, application gateway or Front Door"},
	{Gateway, "gw", "gw:NAME", "gateway"},
	{Bastion, "bastion", "bastion:NAME", "bastion"},
	{FQDN, "fqdn", "fqdn:host.example.com", "name"},
	{Any, "any", "any", "all hosts, sites and the internet"},
}

// String returns the word of the selector language.
func (k Kind) String() string {
	for _, w := range kindWords {
		if w.kind == k {
			return w.word
		}
	}
	return ""
}

// what returns the kind as a noun of a message.
func (k Kind) what() string {
	for _, w := range kindWords {
		if w.kind == k {
			return w.what
		}
	}
	return "resource"
}

// kindOf finds the kind of a word without regard to case.
func kindOf(word string) (Kind, bool) {
	for _, w := range kindWords {
		if strings.EqualFold(w.word, word) {
			return w.kind, true
		}
	}
	return Bare, false
}

// habits are words of other tools and what they are called here.
var habits = map[string]string{
	"virtualmachine": "vm", "machine": "vm", "scaleset": "vmss", "networkinterface": "nic",
	"virtualnetwork": "vnet", "network": "vnet", "resourcegroup": "rg", "group": "rg", "sub": "subscription",
	"location": "region", "applicationsecuritygroup": "asg", "addr": "ip", "address": "ip", "prefix": "cidr",
	"servicetag": "service", "site": "onprem", "onpremises": "onprem", "on-prem": "onprem", "on-premises": "onprem",
	"privateendpoint": "pe", "firewall": "fw", "azurefirewall": "fw", "loadbalancer": "lb", "agw": "lb", "appgw": "lb",
	"gateway": "gw", "vpn": "gw", "host": "fqdn", "dns": "fqdn", "world": "internet", "all": "any", "*": "any",
}

// meantKind returns the hint for a word that is no kind.
func meantKind(word string) string {
	better := habits[strings.ToLower(word)]
	if better == "" {
		var words []string
		for _, w := range kindWords {
			words = append(words, w.word)
		}
		better = source.Suggest(word, words)
	}
	if kind, ok := kindOf(better); ok {
		return "did you mean " + kind.form() + "?"
	}
	var forms []string
	for _, w := range kindWords {
		forms = append(forms, w.form)
	}
	return "known are " + strings.Join(forms, ", ")
}

func (k Kind) form() string {
	for _, w := range kindWords {
		if w.kind == k {
			return w.form
		}
	}
	return ""
}

// Form is one word of the selector language, for manuals.
type Form struct {
	Text string // "subnet:VNET/SUBNET"
	What string // "subnet"
}

// Forms lists the selector language in the order in which it is told.
func Forms() []Form {
	forms := make([]Form, len(kindWords))
	for i, w := range kindWords {
		forms[i] = Form{w.form, w.what}
	}
	return forms
}
