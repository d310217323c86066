package assembly_test

import (
	"slices"
	"testing"
)

// What the profile leaves to the target is there where the file or the metadata tell
// of it, and nowhere else; what is told later is heeded.
func TestWhatIsLeftToTheTargetHasToBeTold(t *testing.T) {
	list := func(names ...any) []any { return names }
	for name, test := range map[string]struct {
		file     string
		metadata map[string]any
		untold   []string
	}{
		"nothing":                  {untold: []string{"openid", "userinfo"}},
		"plain metadata":           {metadata: map[string]any{"scopes_supported": list("read")}, untold: []string{"openid", "userinfo"}},
		"the scope of the client":  {file: "client: { id: a, secret: s-e-c-r-e-t, redirect_uri: http://127.0.0.1/cb, scope: read openid }\n", untold: []string{"userinfo"}},
		"an endpoint of the file":  {file: "endpoints: { userinfo: /me }\n"},
		"scopes of the metadata":   {metadata: map[string]any{"scopes_supported": list("read", "openid")}, untold: []string{"userinfo"}},
		"algorithms of ID tokens":  {metadata: map[string]any{"id_token_signing_alg_values_supported": list("ES256")}, untold: []string{"userinfo"}},
		"the file has it declared": {file: "absent: [openid]\n", metadata: map[string]any{"scopes_supported": list("openid")}, untold: []string{"userinfo"}},
	} {
		a, err := assemble(t, "profile: oauth2\nauth: http://a.example\n"+test.file)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		a.Heed(nil)
		a.Heed(test.metadata)
		if !slices.Equal(a.Untold, test.untold) {
			t.Errorf("%s: untold %v, want %v", name, a.Untold, test.untold)
		}
		lacks := append(slices.Clone(a.Absent), a.Untold...)
		if d, _ := a.Profile.Duty("PRE-21"); slices.Contains(lacks, d.Needs) != (len(lacks) > 0) {
			t.Errorf("%s: PRE-21 needs %s, lacking %v", name, d.Needs, lacks)
		}
	}
}
