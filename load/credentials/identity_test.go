package credentials

import (
	"strings"
	"testing"
)

func TestIdentityNamesWhatIsMixedUp(t *testing.T) {
	read := func(body []byte) ([]string, error) { return strings.Fields(string(body)), nil }
	judge := Identity(read, []Named{{"user", "ada"}, {"tenant", "acme"}}, strings.ToUpper)
	for _, test := range []struct {
		body string
		want []string // none where the answer is right
	}{
		{"ada acme", nil},
		{"ada acme", nil}, // from memory
		{"grace acme", []string{"another user: GRACE, and the credentials are those of ADA"}},
		{"ada globex", []string{"another tenant: GLOBEX, and the credentials are those of ACME"}},
		{"gwen globex", []string{"another user: GWEN", "another tenant: GLOBEX"}},
	} {
		wrong := judge(200, []byte(test.body))
		if (wrong == nil) != (test.want == nil) {
			t.Errorf("%s: %+v", test.body, wrong)
			continue
		}
		for _, text := range test.want {
			if why := wrong.Words(); !strings.Contains(why, text) {
				t.Errorf("%s: %q does not say %q", test.body, why, text)
			}
		}
	}
}
