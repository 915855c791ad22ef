package packet

import (
	"cmp"
	"slices"
)

// simplify sorts terms by word and joins those of one word that differ in
// source ports only or in destination ports only.
func simplify(terms []term) []term {
	var out []term
	terms = slices.Clone(terms)
	slices.SortStableFunc(terms, func(a, b term) int { return cmp.Compare(a.word, b.word) })
	for len(terms) > 0 {
		n := 1
		for n < len(terms) && terms[n].word == terms[0].word {
			n++
		}
		out = append(out, simplifyWord(terms[:n])...)
		terms = terms[n:]
	}
	return out
}

// simplifyWord joins terms of one word, sorted by destination ports.
func simplifyWord(terms []term) []term {
	if i := slices.IndexFunc(terms, term.isAll); i >= 0 {
		return terms[i : i+1]
	}
	bySrc := func(t term) PortSet { return t.src }
	byDst := func(t term) PortSet { return t.dst }
	terms = joinEqual(terms, bySrc, func(t *term, o term) { t.dst = t.dst.Union(o.dst) })
	terms = joinEqual(terms, byDst, func(t *term, o term) { t.src = t.src.Union(o.src) })
	terms = dropContained(terms)
	slices.SortFunc(terms, func(a, b term) int {
		return cmp.Or(a.dst.Compare(b.dst), a.src.Compare(b.src))
	})
	return terms
}

// joinEqual joins each term into the first one with the same key.
func joinEqual(terms []term, key func(term) PortSet, join func(*term, term)) []term {
	var out []term
	at := map[string]int{}
	for _, t := range terms {
		k := key(t).String()
		if i, seen := at[k]; seen {
			join(&out[i], t)
			continue
		}
		at[k] = len(out)
		out = append(out, t)
	}
	return out
}

// dropContained drops terms that lie in another one. After joinEqual no two
// are equal.
func dropContained(terms []term) []term {
	var out []term
	for i, t := range terms {
		if !containedIn(t, terms[:i]) && !containedIn(t, terms[i+1:]) {
			out = append(out, t)
		}
	}
	return out
}

func containedIn(t term, terms []term) bool {
	return slices.ContainsFunc(terms, func(o term) bool { return o.contains(t) })
}
