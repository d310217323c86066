// Package contracts is the list of the contracts that come with the reference
// server, and the server of them all:
//
//	server := contracts.Bent(nil)
//
// It must not know what a contract holds.
package contracts

import (
	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/clearxp"
	"github.com/authassay/authassay/fakeserver/lxhive"
	"github.com/authassay/authassay/fakeserver/oauth2"
	"github.com/authassay/authassay/fakeserver/xena"
)

// All returns the honest contracts.
func All() []fakeserver.Contract {
	return []fakeserver.Contract{clearxp.Contract(), lxhive.Contract(), oauth2.Contract(), xena.Contract()}
}

// Bent returns a server of all contracts, whose rules are bent alike; nil bends
// none. The options are those of each.
func Bent(bend func(*fakeserver.Rules), options ...fakeserver.Option) *fakeserver.Server {
	return Host(func(c fakeserver.Contract) fakeserver.Contract { return c.Bent(bend) }, options...)
}

// Host returns a server of all contracts, each as change leaves it. The options
// are those of each.
func Host(change func(fakeserver.Contract) fakeserver.Contract, options ...fakeserver.Option) *fakeserver.Server {
	var servers []*fakeserver.Server
	for _, c := range All() {
		servers = append(servers, fakeserver.New(change(c), options...))
	}
	return fakeserver.Host(servers...)
}
