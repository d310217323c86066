package faults

import (
	"net/http"

	"github.com/authassay/authassay/fakeserver"
)

// hygieneForms are the faults of nonsense where a body is a form.
func hygieneForms() []Fault {
	return []Fault{
		{Name: "malformed-form-500", Summary: "breaks over a malformed form", Breaks: forms("HYG-01", "HYG-09"),
			Bend: func(r *fakeserver.Rules) { r.Exchanging.MalformedBody.Status = http.StatusInternalServerError }},
		{Name: "undecodable-basic-500", Summary: "breaks over HTTP Basic that is not base64 at the API", Breaks: forms("HYG-02"),
			Bend: func(r *fakeserver.Rules) { r.Basic.Undecodable.Status = http.StatusInternalServerError }},
	}
}
