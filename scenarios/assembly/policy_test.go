package assembly_test

import (
	"maps"
	"slices"
	"testing"
	"time"
)

func TestDeclaredPolicyIsCarriedOver(t *testing.T) {
	a, err := assemble(t, small+`
policy: { refresh_rotation: rotating, refresh_grace: 10s, refresh_reuse: family, expires_in: trusted, pkce: S256, replay_revokes: true }
absent: [denial]
`)
	if err != nil {
		t.Fatal(err)
	}
	p := a.Profile.Policy
	if p.RefreshGrace != 10*time.Second || p.RefreshReuse != "family" || p.ExpiresIn != "trusted" || p.PKCE != "S256" {
		t.Errorf("policy %+v", p)
	}
	if want := []string{"denial", "pkce_plain"}; !slices.Equal(a.Absent, want) {
		t.Errorf("absent %v, want %v", a.Absent, want)
	}
	want := map[string]string{"refresh_rotation": "rotating", "refresh_grace": "10s", "refresh_reuse": "family",
		"expires_in": "trusted", "pkce": "S256", "replay_revokes": "true"}
	said := maps.Clone(a.Target.Policy)
	maps.DeleteFunc(said, func(name, _ string) bool { return want[name] == "" })
	if !maps.Equal(said, want) {
		t.Errorf("reports name it %v, want %v", said, want)
	}
}

func TestAServerThatIgnoresProofLacksIt(t *testing.T) {
	for declared, want := range map[string][]string{"off": {"pkce", "pkce_plain"}, "optional": nil, "required": nil, "plain": nil} {
		a, err := assemble(t, small+"policy: { pkce: "+declared+" }\n")
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(a.Absent, want) {
			t.Errorf("pkce: %s: absent %v, want %v", declared, a.Absent, want)
		}
	}
}
