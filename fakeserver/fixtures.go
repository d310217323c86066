package fakeserver

// Fixtures is everything that exists before the first request.
type Fixtures struct {
	Tenants  []string
	Scopes   []string // none where the contract has no scopes
	Clients  []Client
	Users    []User
	Learners []Learner
	APIKeys  []APIKey
	// TokenKeys are the pairs that exist at the endpoint of temporary tokens.
	TokenKeys []TokenKey
}

// Client is a registered integration.
type Client struct {
	ID           string
	Secret       string
	Name         string
	Tenant       string
	RedirectURIs []string
}

// User is a person with an account in a tenant.
type User struct {
	ID            string
	Username      string
	Password      string
	DisplayName   string
	Email         string
	Tenant        string
	Administrator bool // may authorise integrations
}

// Learner is a person who launches content.
type Learner struct {
	Username    string
	Password    string
	DisplayName string
	Email       string
	Tenant      string
}

// APIKey is a pair for HTTP Basic.
type APIKey struct {
	Key    string
	Secret string
	Tenant string
}

// TokenKey is a pair for HTTP Basic at lxHive that is not temporary.
type TokenKey struct {
	Key         string
	Secret      string
	Permissions []string
}

// The tenants of the fixtures.
const (
	OwnTenant   = "acme"
	OtherTenant = "globex"
)

// ContentURL is where a content launch sends the learner's browser.
const ContentURL = "http://127.0.0.1:8765/content"

// DefaultFixtures returns a fresh copy of the fixtures that New starts from. The
// secrets are fixed so that a test can look for them in what it wrote. They open
// nothing but this reference server.
func DefaultFixtures() Fixtures {
	redirects := []string{"http://127.0.0.1:8765/callback", "https://client.example/callback?via=authassay"}
	return Fixtures{
		Tenants: []string{OwnTenant, OtherTenant},
		Clients: []Client{
			{"acme-integration", "Qm7xV2tKp9RzLw4YcD8nHs6BfJ3gTe1uAa5MkXoZ", "Acme Integration", OwnTenant, redirects},
			{"acme-second", "Zt4Wn8LbX1qGy6VdRk3PmC9sJh7FuE2aTo5NiKxQ", "Acme Second", OwnTenant, redirects},
			{"globex-integration", "Hd6Ry1MvK8wTc3ZbQx9LpN5gSj2FaU7eXo4BiGtW", "Globex Integration", OtherTenant, redirects},
		},
		Users: []User{
			{"1001", "ada", "mR7kT2vXq9LzWp4c", "Ada Adeyemi", "ada@acme.example", OwnTenant, true},
			{"1002", "grace", "bN5yG8sHw3JdKx6u", "Grace Gordon", "grace@acme.example", OwnTenant, true},
			{"1003", "max", "fC9tE4zVr7PmQa2j", "Max Moreau", "max@acme.example", OwnTenant, false},
			{"2001", "gwen", "xL6hD3nBk8SgYu5w", "Gwen Garcia", "gwen@globex.example", OtherTenant, true},
		},
		Learners: []Learner{
			{"lena", "vW4pJ7cQy2MxRt9e", "Lena Lindqvist", "lena@acme.example", OwnTenant},
			{"luis", "kZ8gF5bTn3XdHs6a", "Luis Laurent", "luis@acme.example", OwnTenant},
		},
		APIKeys: []APIKey{
			{"acme-key", "Pw3Gx8VnT6yKb1RdMz9LqC4sJf7HtE2uAo5XiNkW", OwnTenant},
			{"acme-key-colons", "Jc5:Tr9Xm2Lk:Wq7VbN4zPy8:Gd1HsK6fRt3EuA", OwnTenant},
			{"globex-key", "Nb7Xk2QwV9tGm4RyLz6PcD1sJh8FaT3eUo5KiWxH", OtherTenant},
		},
		TokenKeys: []TokenKey{
			{"lxhive-administrator", "Vd5Rk9WmX2tYp7LqZc4NbG8sJh3FuT6eAo1KiHxQ", []string{"all", "super"}},
			{"lxhive-ordinary", "Ks8Tn3XvQ6yMw2RdPz9LcB5gJf7HtE4uAo1ViNkW", []string{"all"}},
		},
	}
}
