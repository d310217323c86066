package faults_test

import (
	"fmt"

	"github.com/authassay/authassay/fakeserver/faults"
	"github.com/authassay/authassay/fakeserver/lxhive"
	"github.com/authassay/authassay/fakeserver/oauth2"
)

// A fault bends the contracts that it names, and no other.
func ExampleFault_In() {
	fault, _ := faults.Find("code-reusable")
	fmt.Println(fault.Summary, fault.Contracts())
	fmt.Println(fault.In(oauth2.Contract()).Rules().Exchanging.CodeReusable)
	fmt.Println(fault.In(lxhive.Contract()).Rules().Exchanging.CodeReusable)
	// Output:
	// takes a code again and again [clearxp oauth2 xena]
	// true
	// false
}
