package secrets

import "strings"

// variables name what stands for a secret in a command line, by the name under
// which a server hands it out. Every name in it is a secret's wherever it stands.
var variables = map[string]string{
	"code": "FRESH_CODE", "state": "STATE", "token": "TOKEN", "access_token": "FRESH_TOKEN",
	"refresh_token": "REFRESH_TOKEN", "id_token": "ID_TOKEN", "client_secret": "CLIENT_SECRET",
	"secret": "FRESH_SECRET", "password": "PASSWORD", "passwd": "PASSWORD", "pwd": "PASSWORD",
	"code_verifier": "CODE_VERIFIER", "auth": "LAUNCH_CREDENTIALS", "assertion": "ASSERTION",
	"client_assertion": "CLIENT_ASSERTION", "session_state": "SESSION_STATE",
	"cookie": "COOKIE", "authorization": "CREDENTIALS", "bearer": "FRESH_TOKEN", "basic": "BASIC_CREDENTIALS",
}

// Variable names what stands for a secret of the place.
func Variable(place string) string {
	switch v, ok := variables[strings.ToLower(place)]; {
	case ok:
		return v
	case csrfName.MatchString(place):
		return "FORM_TOKEN"
	}
	return "SECRET"
}
