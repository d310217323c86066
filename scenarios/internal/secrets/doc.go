// Package secrets knows where an exchange over HTTP holds a secret by its
// structure, what a secret looks like, and in which forms texts write one:
//
//	secrets.Words(nil).InForm("code=SplxlOBeZQQYbYS6WxSbIA&state=x", func(name, value string) (string, bool) {
//		return "hidden", name == "code"
//	})
//
// returns "code=hidden&state=x". It must not know which secrets there are: that
// is for the redactor, which learns them.
package secrets
