package decode

import "strings"

// networkWords tell the properties of a platform service that may bear on who
// reaches it, or where its own traffic leaves. Its other properties, of which
// each service has dozens, say what it does behind its door.
var networkWords = []string{"network", "vnet", "subnet", "firewall", "acl", "perimeter", "inject", "ipfilter", "iprule", "iprange",
	"iprestriction", "hostingenvironment"}

// serviceHarmless are those of them that change nobody's way, with the reason.
var serviceHarmless = setOf(`
	networkaclbypassresourceids restrictoutboundnetworkaccess managedresourcespublicnetworkaccess managedvirtualnetwork
	managedvirtualnetworksettings managednetwork vnetimagepullenabled vnetcontentshareenabled vnetbackuprestoreenabled
	vnetrouteallenabled scmiprestrictions scmipsecurityrestrictions scmipsecurityrestrictionsdefaultaction
	scmipsecurityrestrictionsusemain virtualnetworkrules vnetname vnetprivateportscount
	mirrorendpoints defaulttoauthauthentication oauthacls
`)

// restOfService is rest for a platform service: of what nobody asked for, it
// notes what may concern the network.
func (o *object) restOfService() {
	if o == nil {
		return
	}
	for i := range o.node.Members {
		m := &o.node.Members[i]
		key := strings.ToLower(m.Key)
		if !o.wasAsked(i) && !saysNothing(m.Value) && !serviceHarmless[key] && concernsNetwork(key) {
			o.ignored(m.Key, "the simulation does not know this property")
		}
	}
}

func concernsNetwork(key string) bool {
	for _, word := range networkWords {
		if strings.Contains(key, word) {
			return true
		}
	}
	return false
}
