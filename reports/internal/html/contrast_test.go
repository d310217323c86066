package html

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var declared = regexp.MustCompile(`--(\w+): #([0-9a-f]{6})`)

// Text on every ground of the page keeps the contrast that WCAG 2.2 §1.4.3
// asks for, light and dark.
func TestColoursKeepTheirContrast(t *testing.T) {
	css, err := files.ReadFile("page/page.css")
	if err != nil {
		t.Fatal(err)
	}
	light, dark, found := strings.Cut(string(css), "@media (prefers-color-scheme: dark)")
	if !found {
		t.Fatal("no dark scheme")
	}
	for name, text := range map[string]string{"light": light, "dark": dark} {
		colours := map[string]float64{}
		for _, m := range declared.FindAllStringSubmatch(text, -1) {
			colours[m[1]] = luminance(t, m[2])
		}
		for _, ink := range []string{"ink", "soft", "red", "yellow", "magenta", "grey", "blue", "cyan", "green"} {
			for _, ground := range []string{"paper", "card", "sunk"} {
				if c := contrast(colours[ink], colours[ground]); c < 4.5 {
					t.Errorf("%s: %s on %s has a contrast of %.2f", name, ink, ground, c)
				}
			}
		}
	}
}

func contrast(a, b float64) float64 { return (max(a, b) + 0.05) / (min(a, b) + 0.05) }

// luminance is the relative luminance of WCAG 2.2.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	n, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		t.Fatal(err)
	}
	channel := func(shift int, weight float64) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= 0.04045 {
			return weight * c / 12.92
		}
		return weight * math.Pow((c+0.055)/1.055, 2.4)
	}
	return channel(16, 0.2126) + channel(8, 0.7152) + channel(0, 0.0722)
}
