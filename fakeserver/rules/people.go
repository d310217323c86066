package rules

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
