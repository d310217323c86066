package rules

import "net/http"

// Discovery decides what the metadata and the keys look like (RFC 8414,
// OpenID Connect Discovery 1.0 §4, RFC 7517).
type Discovery struct {
	Refuses     func(header http.Header) bool // who may not read it; nil refuses nobody
	Status      int
	ContentType string
	Issuer      func(issuer string) string      // what becomes of the issuer's name
	Document    func(members []Member) []Member // a last look at the metadata; may be nil
	Keys        func(keys []map[string]any) any // a last look at the keys; may be nil
	KeysStatus  int
}

func honestDiscovery() Discovery {
	return Discovery{
		Status:      http.StatusOK,
		ContentType: "application/json",
		Issuer:      func(issuer string) string { return issuer },
		KeysStatus:  http.StatusOK,
	}
}
