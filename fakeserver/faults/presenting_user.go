package faults

import (
	"slices"

	"github.com/authassay/authassay/fakeserver"
)

// presentingUser are the faults of the userinfo endpoint.
func presentingUser() []Fault {
	return []Fault{
		{Name: "user-without-subject", Summary: "leaves the subject out at the userinfo endpoint", Breaks: xena("PRE-21"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.UserClaims = func(m []fakeserver.Member) []fakeserver.Member { return without(m, "sub") }
			}},
		{Name: "user-of-another", Summary: "names another subject at the userinfo endpoint", Breaks: xena("PRE-21"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.UserClaims = func(m []fakeserver.Member) []fakeserver.Member {
					return append(without(m, "sub"), fakeserver.Member{Name: "sub", Value: "x-999"})
				}
			}},
		{Name: "user-unasked", Summary: "asks for no scope at the userinfo endpoint", Breaks: xena("PRE-22"),
			Bend: func(r *fakeserver.Rules) { r.Scoping.NeededAtUser = "" }},
		{Name: "user-email-always", Summary: "shows the email address to everybody", Breaks: xena("PRE-24"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.UserClaims = func(m []fakeserver.Member) []fakeserver.Member {
					return append(without(m, "email"), fakeserver.Member{Name: "email", Value: "xenia@example.com"})
				}
			}},
		{Name: "user-email-never", Summary: "never shows the email address", Breaks: xena("PRE-24"),
			Bend: func(r *fakeserver.Rules) {
				r.Asserting.UserClaims = func(m []fakeserver.Member) []fakeserver.Member { return without(m, "email") }
			}},
	}
}

// without returns members less one of a name.
func without(members []fakeserver.Member, name string) []fakeserver.Member {
	return slices.DeleteFunc(members, func(m fakeserver.Member) bool { return m.Name == name })
}
