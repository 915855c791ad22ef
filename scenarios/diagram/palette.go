package diagram

// Colours of the picture. Whatever they say is also said in words.
const (
	inkColor    = "#1f2933"
	mutedColor  = "#52606d"
	fadedColor  = "#a3adb8"
	lineColor   = "#7b8794"
	fadedLine   = "#d5dbe1"
	paperColor  = "#ffffff"
	fadedFill   = "#fafbfc"
	vnetFill    = "#f3f7fb"
	vnetLine    = "#5b7ba6"
	subnetFill  = "#dbe6f3"
	routesFill  = "#f7f7f4"
	firewall    = "#f9d9cf"
	gateway     = "#d6ead9"
	bastion     = "#e6dcf3"
	balancer    = "#d3ecee"
	privateLink = "#fbeec4"
	siteFill    = "#efe7da"
	brokenColor = "#b45309"
	badColor    = "#c1121f"
	goodColor   = "#1a7a3c"
	backColor   = "#1d5fbf"
	unsureColor = "#b7791f"
)

const fontName = "Helvetica"
