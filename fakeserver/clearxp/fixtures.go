package clearxp

import "github.com/authassay/authassay/fakeserver"

// The tenants of the fixtures.
const (
	OwnTenant   = "acme"
	OtherTenant = "globex"
)

// ContentURL is where a content launch sends the learner's browser.
const ContentURL = "http://127.0.0.1:8765/content"

// Fixtures returns a fresh copy of who exists before the first request. The
// secrets are fixed so that a test can look for them in what it wrote. They open
// nothing but this reference server.
func Fixtures() fakeserver.Fixtures {
	redirects := []string{"http://127.0.0.1:8765/callback", "https://client.example/callback?via=authassay"}
	return fakeserver.Fixtures{
		Tenants: []string{OwnTenant, OtherTenant},
		Clients: []fakeserver.Client{
			{ID: "acme-integration", Secret: "Qm7xV2tKp9RzLw4YcD8nHs6BfJ3gTe1uAa5MkXoZ", Name: "Acme Integration", Tenant: OwnTenant, RedirectURIs: redirects},
			{ID: "acme-second", Secret: "Zt4Wn8LbX1qGy6VdRk3PmC9sJh7FuE2aTo5NiKxQ", Name: "Acme Second", Tenant: OwnTenant, RedirectURIs: redirects},
			{ID: "globex-integration", Secret: "Hd6Ry1MvK8wTc3ZbQx9LpN5gSj2FaU7eXo4BiGtW", Name: "Globex Integration", Tenant: OtherTenant, RedirectURIs: redirects},
		},
		Users: []fakeserver.User{
			{ID: "1001", Username: "ada", Password: "mR7kT2vXq9LzWp4c", DisplayName: "Ada Adeyemi", Email: "ada@acme.example", Tenant: OwnTenant, Administrator: true},
			{ID: "1002", Username: "grace", Password: "bN5yG8sHw3JdKx6u", DisplayName: "Grace Gordon", Email: "grace@acme.example", Tenant: OwnTenant, Administrator: true},
			{ID: "1003", Username: "max", Password: "fC9tE4zVr7PmQa2j", DisplayName: "Max Moreau", Email: "max@acme.example", Tenant: OwnTenant, Administrator: false},
			{ID: "2001", Username: "gwen", Password: "xL6hD3nBk8SgYu5w", DisplayName: "Gwen Garcia", Email: "gwen@globex.example", Tenant: OtherTenant, Administrator: true},
		},
		Learners: []fakeserver.Learner{
			{Username: "lena", Password: "vW4pJ7cQy2MxRt9e", DisplayName: "Lena Lindqvist", Email: "lena@acme.example", Tenant: OwnTenant},
			{Username: "luis", Password: "kZ8gF5bTn3XdHs6a", DisplayName: "Luis Laurent", Email: "luis@acme.example", Tenant: OwnTenant},
		},
		APIKeys: []fakeserver.APIKey{
			{Key: "acme-key", Secret: "Pw3Gx8VnT6yKb1RdMz9LqC4sJf7HtE2uAo5XiNkW", Tenant: OwnTenant, Permissions: nil},
			{Key: "acme-key-colons", Secret: "Jc5:Tr9Xm2Lk:Wq7VbN4zPy8:Gd1HsK6fRt3EuA", Tenant: OwnTenant, Permissions: nil},
			{Key: "acme-key-unicode", Secret: "Grüße-Ñandú-7Kp2Xv9QmLé4", Tenant: OwnTenant, Permissions: nil},
			{Key: "globex-key", Secret: "Nb7Xk2QwV9tGm4RyLz6PcD1sJh8FaT3eUo5KiWxH", Tenant: OtherTenant, Permissions: nil},
		},
	}
}
