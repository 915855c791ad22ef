package decode

// paasType says what is special to one type of platform service.
type paasType struct {
	noun            string
	tag             string   // service tag of its public endpoints; "" where there is none
	suffixes        []string // of the names of its public endpoints
	filter          string   // property that holds its own filter; "" for the properties themselves
	deniesByDefault bool     // its filter denies what no rule allows
	cosmos          bool
}

// paasTypes are the platform services that the model has, by lower-case type.
var paasTypes = map[string]paasType{
	"microsoft.storage/storageaccounts": {noun: "storage account", tag: "Storage", filter: "networkAcls",
		suffixes: []string{"blob.core.windows.net", "file.core.windows.net", "queue.core.windows.net",
			"table.core.windows.net", "dfs.core.windows.net"}},
	"microsoft.sql/servers":                          {noun: "SQL server", tag: "Sql", deniesByDefault: true, suffixes: []string{"database.windows.net"}},
	"microsoft.dbforpostgresql/servers":              {noun: "PostgreSQL server", tag: "Sql", deniesByDefault: true, suffixes: []string{"postgres.database.azure.com"}},
	"microsoft.dbforpostgresql/flexibleservers":      {noun: "PostgreSQL server", tag: "Sql", deniesByDefault: true, suffixes: []string{"postgres.database.azure.com"}},
	"microsoft.dbforpostgresql/servergroupsv2":       {noun: "PostgreSQL cluster", deniesByDefault: true},
	"microsoft.documentdb/mongoclusters":             {noun: "MongoDB cluster", deniesByDefault: true},
	"microsoft.dbformysql/servers":                   {noun: "MySQL server", tag: "Sql", deniesByDefault: true, suffixes: []string{"mysql.database.azure.com"}},
	"microsoft.dbformysql/flexibleservers":           {noun: "MySQL server", tag: "Sql", deniesByDefault: true, suffixes: []string{"mysql.database.azure.com"}},
	"microsoft.dbformariadb/servers":                 {noun: "MariaDB server", tag: "Sql", deniesByDefault: true, suffixes: []string{"mariadb.database.azure.com"}},
	"microsoft.keyvault/vaults":                      {noun: "key vault", tag: "AzureKeyVault", filter: "networkAcls", suffixes: []string{"vault.azure.net"}},
	"microsoft.keyvault/managedhsms":                 {noun: "managed HSM", filter: "networkAcls", suffixes: []string{"managedhsm.azure.net"}},
	"microsoft.documentdb/databaseaccounts":          {noun: "Cosmos DB account", tag: "AzureCosmosDB", cosmos: true, suffixes: []string{"documents.azure.com"}},
	"microsoft.web/sites":                            {noun: "web app", tag: "AppService", suffixes: []string{"azurewebsites.net"}},
	"microsoft.web/sites/slots":                      {noun: "slot of a web app", tag: "AppService"},
	"microsoft.web/staticsites":                      {noun: "static web app", suffixes: []string{"azurestaticapps.net"}},
	"microsoft.servicebus/namespaces":                {noun: "Service Bus namespace", tag: "ServiceBus", suffixes: []string{"servicebus.windows.net"}},
	"microsoft.eventhub/namespaces":                  {noun: "Event Hubs namespace", tag: "EventHub", suffixes: []string{"servicebus.windows.net"}},
	"microsoft.relay/namespaces":                     {noun: "Relay namespace", suffixes: []string{"servicebus.windows.net"}},
	"microsoft.eventgrid/topics":                     {noun: "Event Grid topic", tag: "AzureEventGrid"},
	"microsoft.eventgrid/domains":                    {noun: "Event Grid domain", tag: "AzureEventGrid"},
	"microsoft.eventgrid/namespaces":                 {noun: "Event Grid namespace", tag: "AzureEventGrid"},
	"microsoft.containerregistry/registries":         {noun: "container registry", tag: "AzureContainerRegistry", filter: "networkRuleSet", suffixes: []string{"azurecr.io"}},
	"microsoft.cognitiveservices/accounts":           {noun: "AI services account", tag: "CognitiveServicesFrontend", filter: "networkAcls", suffixes: []string{"cognitiveservices.azure.com", "openai.azure.com"}},
	"microsoft.search/searchservices":                {noun: "search service", tag: "AzureCognitiveSearch", filter: "networkRuleSet", suffixes: []string{"search.windows.net"}},
	"microsoft.cache/redis":                          {noun: "Redis cache", suffixes: []string{"redis.cache.windows.net"}},
	"microsoft.cache/redisenterprise":                {noun: "Redis cache"},
	"microsoft.appconfiguration/configurationstores": {noun: "App Configuration store", tag: "AppConfiguration", suffixes: []string{"azconfig.io"}},
	"microsoft.signalrservice/signalr":               {noun: "SignalR service", tag: "AzureSignalR", suffixes: []string{"service.signalr.net"}},
	"microsoft.signalrservice/webpubsub":             {noun: "Web PubSub service", suffixes: []string{"webpubsub.azure.com"}},
	"microsoft.synapse/workspaces":                   {noun: "Synapse workspace", suffixes: []string{"sql.azuresynapse.net", "dev.azuresynapse.net"}},
	"microsoft.machinelearningservices/workspaces":   {noun: "machine learning workspace", tag: "AzureMachineLearning"},
	"microsoft.datafactory/factories":                {noun: "data factory", tag: "DataFactory", suffixes: []string{"datafactory.azure.net"}},
	"microsoft.kusto/clusters":                       {noun: "Data Explorer cluster"},
	"microsoft.devices/iothubs":                      {noun: "IoT hub", tag: "AzureIoTHub", suffixes: []string{"azure-devices.net"}},
	"microsoft.devices/provisioningservices":         {noun: "device provisioning service", tag: "AzureIoTHub", suffixes: []string{"azure-devices-provisioning.net"}},
	"microsoft.automation/automationaccounts":        {noun: "Automation account", tag: "GuestAndHybridManagement"},
	"microsoft.recoveryservices/vaults":              {noun: "Recovery Services vault", tag: "AzureBackup"},
	"microsoft.insights/privatelinkscopes":           {noun: "Azure Monitor private link scope", tag: "AzureMonitor"},
	"microsoft.purview/accounts":                     {noun: "Purview account"},
	"microsoft.batch/batchaccounts":                  {noun: "Batch account"},
}
