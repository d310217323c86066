package comparison

import "testing"

// Every careless comparison takes the value itself, and not whatever comes; each is
// careless about something.
func TestComparisonsAreCareless(t *testing.T) {
	const value = "sEcret.Value-0a8b0a8b0a8b0a8b0a8b0a8b0a8b0a8b0a8b0a8b0a8b0a8b0a8b0a8b0a8b0a8b0a8b"
	for name, sent := range map[string]string{
		"trimmed": "\t" + value, "trimmed-at-the-end": value + "\r\n", "padded-with-blanks": value + " ", "cleaned": value + "\u200b",
		"cut-at-nul": value + "\x00x", "cut-at-newline": value + "\nx", "collated": "séCRET" + value[6:], "unaccented": "sEcrét" + value[6:],
		"folded-by-width": "ｓ" + value[1:], "first-8": value[:8], "first-32": value[:32] + "x", "first-72": value[:72] + "x",
		"by-beginning": value + "x", "contained": "x" + value, "by-length": value[:5] + "x" + value[6:], "by-like": "sEcret%",
		"by-pattern": "sEcret.*", "by-glob": "sEcret*", "by-query": "' OR '1'='1", "by-filter": "*)(a=*", "decoded-twice": "%73" + value[1:],
		"unescaped": `\u0073` + value[1:], "unquoted": `"` + value + `"`, "unpadded": value + "==", "case-folded": "SECRET.VALUE" + value[12:],
		"in-a-list": "x, " + value, "cut-at-semicolon": value + ";x",
	} {
		c := Named(name)
		if !c.Equal(value, value) || !c.Equal(value, sent) || c.Equal(value, "something else") {
			t.Errorf("%s: the value %v, its near miss %v, something else %v", name,
				c.Equal(value, value), c.Equal(value, sent), c.Equal(value, "something else"))
		}
	}
	seen := map[string]bool{}
	for _, c := range all {
		if seen[c.Name] {
			t.Errorf("%s: two have the name", c.Name)
		}
		seen[c.Name] = true
		if !c.Equal(value, value) || c.Equal(value, "something else") {
			t.Errorf("%s: the value %v, something else %v", c.Name, c.Equal(value, value), c.Equal(value, "something else"))
		}
	}
}
