package ruleset_test

import (
	"encoding/json"
	"fmt"
	"os"

	"vnetproof/sim/ruleset/flat"
)

// fitsTemplate tells whether an NSG may have the rules: its priorities are 100 to
// 4096, its addresses prefixes.
func fitsTemplate(rules []flat.Rule) bool {
	for _, r := range rules {
		_, okSrc := isPrefix(r.Src)
		_, okDst := isPrefix(r.Dst)
		if !okSrc || !okDst {
			return false
		}
	}
	return len(rules) <= 3997
}

// writeTemplate writes a list as the ARM resource of an NSG.
func writeTemplate(name string, rules []flat.Rule) error {
	list := make([]any, len(rules))
	for i, r := range rules {
		list[i] = map[string]any{"name": fmt.Sprint("r", i), "properties": map[string]any{
			"priority": 100 + i, "direction": "Inbound", "access": map[bool]string{true: "Allow", false: "Deny"}[r.Allow],
			"protocol":            [...]string{flat.AnyProtocol: "*", flat.TCP: "Tcp", flat.UDP: "Udp", flat.ICMP: "Icmp"}[r.Protocol],
			"sourceAddressPrefix": prefixWord(r.Src), "sourcePortRange": portWord(r.SrcPort),
			"destinationAddressPrefix": prefixWord(r.Dst), "destinationPortRange": portWord(r.DstPort),
		}}
	}
	text, err := json.MarshalIndent(map[string]any{"type": "Microsoft.Network/networkSecurityGroups", "name": "nsg",
		"location": "westeurope", "properties": map[string]any{"securityRules": list}}, "", "")
	if err != nil {
		return err
	}
	return os.WriteFile(name, text, 0o666)
}

func prefixWord(s flat.Range) string {
	if s == flat.AnyAddress {
		return "*"
	}
	open, _ := isPrefix(s)
	return fmt.Sprint(flat.Address(s.Lo), "/", 32-open)
}

func portWord(s flat.Range) string {
	switch {
	case s == flat.AnyPort:
		return "*"
	case s.Lo == s.Hi:
		return fmt.Sprint(s.Lo)
	}
	return fmt.Sprint(s.Lo, "-", s.Hi)
}
