package main

// row is one line of the table.
type row struct {
	id, work   string
	unit       string // after the figures of reach and aim
	reach, aim float64
	better     func(value, limit float64) bool // nil: only reported
	measure    func(*kit) (measured, error)
}

// measured is a figure and how it came about.
type measured struct {
	value float64
	text  string
}

func atMost(value, limit float64) bool  { return value <= limit }
func atLeast(value, limit float64) bool { return value >= limit }

// estate10k is an estate of 10,000 subnets.
var estate10k = []string{"--spokes", "1000", "--subnets", "10", "--rules", "50", "--firewall-rules", "2000", "--ip-groups", "300"}

// with returns the flags of an estate with other ones; the last of a name counts.
func with(flags []string, more ...string) []string {
	return append(append([]string{}, flags...), more...)
}

// hard are the flags that give an estate translation, load balancers, a second
// hub and unknowns.
var hard = []string{"--translated", "--unknown", "1"}

var rows = []row{
	{"pairs", "all pairs of 10,000 subnets, 1,000 NSGs × 50 rules, firewall 2,000 rules over 300 IP groups ÷ typed decode", "",
		5, 2.5, atMost, func(k *kit) (measured, error) { return k.perDecode(estate10k) }},
	{"memory", "peak resident memory of it", " GB", 0.5, 0.15, atMost, func(k *kit) (measured, error) { return k.memory(estate10k) }},
	z3("equal-1000", 100, 170),
	z3("equal-4000", 200, 450),
	z3("diff-1000", 120, 245),
	z3("grid-1000", 15, 30),
	z3("shadow-1000", 40, 90),
	rudd("equal-1000", 10, 18),
	rudd("equal-4000", 20, 38),
	rudd("wide-1000", 4, 8),
	{"growth-subnets", "growth exponent, subnets 2,500 to 20,000", "", 1.2, 1.0, atMost, func(k *kit) (measured, error) {
		return k.growth(estate10k, 8, "--spokes", "250", "500", "1000", "2000")
	}},
	{"growth-rules", "growth exponent, rules per NSG 25 to 200", "", 1.2, 1.0, atMost, func(k *kit) (measured, error) {
		return k.growth(estate10k, 8, "--rules", "25", "50", "100", "200")
	}},
	{"growth-firewall", "growth exponent, firewall rules 500 to 8,000", "", 1.3, 1.2, atMost, func(k *kit) (measured, error) {
		return k.growth(estate10k, 16, "--firewall-rules", "500", "2000", "8000")
	}},
	{"distinct", "300 NSGs × 1,000 distinct rules each, all pairs ÷ decode", "", 6, 2.5, atMost, func(k *kit) (measured, error) {
		return k.perDecode(with(estate10k, "--spokes", "300", "--rules", "1000"))
	}},
	{"dense", "dense firewall: 8,000 rules over 1,200 IP groups, 10,000 subnets ÷ decode", "", 20, 8, atMost, func(k *kit) (measured, error) {
		return k.perDecode(with(estate10k, "--firewall-rules", "8000", "--ip-groups", "1200"))
	}},
	{"ports", "the estate with random port ranges in 5 % of the rules ÷ the plain one", "", 4, 1.5, atMost, func(k *kit) (measured, error) {
		return k.perPlain(with(estate10k, "--port-ranges", "5"))
	}},
	{"hard", "the estate with SNAT to the internet, DNAT, 20 load balancers, two hubs and 1 % unknowns ÷ the plain one", "", 2, 1.3, atMost,
		func(k *kit) (measured, error) { return k.perPlain(with(estate10k, hard...)) }},
	{"trace", "after load: one trace, 10,000 subnets", " ms", 1, 0.1, nil, func(k *kit) (measured, error) { return k.trace(estate10k) }},
	{"reach", "after load: one reach, 10,000 subnets", " ms", 10, 1, nil, func(k *kit) (measured, error) { return k.reach(estate10k) }},
	{"diff", "one changed rule in the 10,000-subnet estate, diff ÷ full proof", "", 0.5, 0.1, atMost,
		func(k *kit) (measured, error) { return k.changedRule(estate10k) }},
}

func z3(name string, reach, aim float64) row {
	return row{"z3-" + name, "z3 ÷ ours: " + name, "", reach, aim, atLeast,
		func(k *kit) (measured, error) { return k.beside(name, "z3") }}
}

func rudd(name string, reach, aim float64) row {
	return row{"rudd-" + name, "rudd ÷ ours: " + name, "", reach, aim, atLeast,
		func(k *kit) (measured, error) { return k.beside(name, "rudd") }}
}
