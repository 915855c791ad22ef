package arm

import (
	"errors"
	"strings"

	"vnetproof/topology/tree"
)

// deploymentFunctions give what is declared and what is known of the deployment.
func deploymentFunctions() map[string]function {
	return map[string]function{
		"copyIndex":   {min: 0, max: 2, run: copyIndex},
		"deployer":    {min: 0, max: 0, run: deployer},
		"deployment":  {min: 0, max: 0, run: deployment},
		"environment": {min: 0, max: 0, run: environment},
		"parameters":  {min: 1, max: 1, run: parameters},
		"variables":   {min: 1, max: 1, run: variables},
	}
}

func parameters(c *call) (*tree.Node, error) {
	name, err := c.textArg(0)
	if err != nil {
		return nil, err
	}
	return c.parameter(c, name)
}

func variables(c *call) (*tree.Node, error) {
	name, err := c.textArg(0)
	if err != nil {
		return nil, err
	}
	return c.variable(name)
}

// copyIndex is copyIndex([loop], [offset]).
func copyIndex(c *call) (*tree.Node, error) {
	name, offset := "", int64(0)
	for i, a := range c.args {
		var err error
		switch {
		case i == 0 && a.Is(tree.String):
			name = a.Text
		case i == 1 || len(c.args) == 1:
			offset, err = c.intArg(i)
		default:
			err = c.wrong(i, "the name of a loop")
		}
		if err != nil {
			return nil, err
		}
	}
	if offset > 1<<40 || offset < -1<<40 {
		return nil, errors.New("wants a smaller offset")
	}
	return c.copyIndexOf(name, offset)
}

func deployer(c *call) (*tree.Node, error) {
	return c.objectResult([]tree.Member{
		c.notTold("objectId", "who deploys"), c.textMember("tenantId", c.r.opts.Tenant), c.notTold("userPrincipalName", "who deploys"),
	})
}

// deployment gives the name, the location of larger scopes, and a link from
// which the links to other files of the folder follow.
func deployment(c *call) (*tree.Node, error) {
	t := c.t
	members := []tree.Member{c.textMember("name", t.name)}
	if t.scope.resourceGroup == "" {
		members = append(members, c.textMember("location", c.r.location("deployment")))
	}
	link := tree.NewObject(c.src.Pos, c.textMember("uri", linkBase+t.file))
	properties := tree.NewObject(c.src.Pos,
		c.newMember("templateLink", link), c.textMember("mode", "Incremental"), c.textMember("provisioningState", "Accepted"),
		c.newMember("template", tree.NewObject(c.src.Pos,
			c.textMember("$schema", t.root.Get("$schema").Str()), c.textMember("contentVersion", t.root.Get("contentVersion").Str()))))
	return c.objectResult(append(members, c.newMember("properties", properties)))
}

// publicCloud is what environment() answers in the public cloud.
var publicCloud = [][2]string{
	{"name", "AzureCloud"}, {"gallery", "https://gallery.azure.com/"}, {"graph", "https://graph.windows.net/"},
	{"portal", "https://portal.azure.com"}, {"graphAudience", "https://graph.windows.net/"},
	{"activeDirectoryDataLake", "https://datalake.azure.net/"}, {"batch", "https://batch.core.windows.net/"},
	{"media", "https://rest.media.azure.net"}, {"sqlManagement", "https://management.core.windows.net:8443/"},
	{"vmImageAliasDoc", "https://raw.githubusercontent.com/Azure/azure-rest-api-specs/master/arm-compute/quickstart-templates/aliases.json"},
	{"resourceManager", "https://management.azure.com/"},
	{"authentication.loginEndpoint", "https://login.microsoftonline.com/"},
	{"authentication.tenant", "common"}, {"authentication.identityProvider", "AAD"},
	{"suffixes.acrLoginServer", ".azurecr.io"}, {"suffixes.azureDatalakeAnalyticsCatalogAndJob", "azuredatalakeanalytics.net"},
	{"suffixes.azureDatalakeStoreFileSystem", "azuredatalakestore.net"}, {"suffixes.azureFrontDoorEndpointSuffix", "azurefd.net"},
	{"suffixes.keyvaultDns", ".vault.azure.net"}, {"suffixes.sqlServerHostname", ".database.windows.net"},
	{"suffixes.storage", "core.windows.net"},
}

func environment(c *call) (*tree.Node, error) {
	out := tree.NewObject(c.src.Pos)
	inner := map[string]*tree.Node{}
	for _, kv := range publicCloud {
		group, key, nested := strings.Cut(kv[0], ".")
		if !nested {
			out.Members = append(out.Members, c.textMember(kv[0], kv[1]))
			continue
		}
		if inner[group] == nil {
			inner[group] = tree.NewObject(c.src.Pos)
			out.Members = append(out.Members, c.newMember(group, inner[group]))
		}
		inner[group].Members = append(inner[group].Members, c.textMember(key, kv[1]))
	}
	audiences := []*tree.Node{c.newText("https://management.core.windows.net/"), c.newText("https://management.azure.com/")}
	inner["authentication"].Members = append(inner["authentication"].Members, c.newMember("audiences", tree.NewList(c.src.Pos, audiences...)))
	return out, nil
}
