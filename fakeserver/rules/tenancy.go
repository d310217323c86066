package rules

import "net/http"

// Tenancy decides how a request is bound to the tenant of its credentials. No RFC
// knows tenants: a contract names them in a header or in a path, if at all.
type Tenancy struct {
	Header             string                                        // names the tenant, as net/http spells it; "" for none
	PathValue          string                                        // name of the part of a route that names the tenant; "" for none
	Required           bool                                          // a bearer token needs the header
	PickHeader         func(values []string) (value string, ok bool) // of one or more tenant headers
	FromQuery          string                                        // query parameter that stands in for the header; "" is none
	Matches            func(own, sent string) bool                   // whether the named tenant is the token's
	UnknownAdmitted    func(sent string) bool                        // asked of a tenant that does not exist; may be nil
	Elsewhere          func(r *http.Request) string                  // a tenant that comes before the header's, "" for none; nil looks nowhere else
	OfToken            func(r *http.Request, own string) string      // the tenant of a token that is handed out; nil is the client's own
	RefreshKeepsTenant bool                                          // else a refreshed access token opens every tenant
	JudgedFirst        bool                                          // the tenant has to exist before the token is looked at
	Vouches            func(tenant, token string) bool               // a known tenant saves a bad token; may be nil
	RefusalLeaks       bool                                          // a refusal shows the user that would have been served

	Missing Refusal
	Several Refusal
	Other   Refusal // a tenant that is not the token's
	Unknown Refusal // a tenant that does not exist
}

func honestTenancy() Tenancy {
	other := Refusal{http.StatusForbidden, PermissionError, "the tenant is not open to these credentials"}
	return Tenancy{
		PickHeader:         onlyOne,
		Matches:            func(own, sent string) bool { return own == sent },
		RefreshKeepsTenant: true,
		Missing:            Refusal{http.StatusBadRequest, ValidationError, "the tenant has to be named"},
		Several:            Refusal{http.StatusBadRequest, ValidationError, "the tenant was named more than once"},
		Other:              other,
		Unknown:            other,
	}
}
