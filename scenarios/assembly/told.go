package assembly

import (
	"slices"
	"strings"
)

// Heed takes in what the metadata of the target say, nil where there are none: of
// the capabilities that the profile leaves to the target, those that neither the
// metadata nor the file tell of are none. The endpoints that the metadata fill in
// are filled in before.
func (a *Assembly) Heed(metadata map[string]any) {
	a.Untold = slices.DeleteFunc(slices.Clone(a.promised.Told), func(word string) bool {
		return slices.Contains(a.Absent, word) || a.told(word, metadata)
	})
	a.Profile = a.promised.Without(slices.Concat(a.Absent, a.Untold))
}

// told says whether the file or the metadata tell of a capability: of OpenID Connect
// by the scope openid, by an endpoint that is no other protocol's, or by the
// algorithms of ID tokens (OpenID Connect Discovery 1.0 §3), of an endpoint by its
// address.
func (a *Assembly) told(word string, metadata map[string]any) bool {
	at := a.Client.Endpoints.At
	if word != "openid" {
		return at[word] != ""
	}
	scopes, _ := metadata["scopes_supported"].([]any)
	return slices.Contains(strings.Fields(a.Client.Kit.Client.Scope), word) || at["userinfo"] != "" || slices.Contains(scopes, any(word)) ||
		metadata["userinfo_endpoint"] != nil || metadata["id_token_signing_alg_values_supported"] != nil
}
