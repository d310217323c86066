package targetfile

// Variables names the secrets of the file as command lines in reports do: each
// secret with the variable that stands for it, such as CLIENT_SECRET. What
// Secrets gives beside them has no name of its own.
func (t *Target) Variables() map[string]string {
	names := map[string]string{}
	name := func(variable, secret string) {
		if _, named := names[secret]; secret != "" && !named {
			names[secret] = variable
		}
	}
	for _, c := range []struct {
		variable string
		client   *Client
	}{{"CLIENT_SECRET", t.Client}, {"OTHER_CLIENT_SECRET", t.OtherClient}} {
		if c.client != nil {
			name(c.variable, c.client.Secret.Reveal())
		}
	}
	for _, b := range []struct {
		variable string
		pair     *Basic
	}{{"ADMINISTRATOR_SECRET", t.Administrator}, {"BASIC_SECRET", t.Basic}, {"BASIC_COLON_SECRET", t.BasicColon}} {
		if b.pair != nil {
			name(b.variable, b.pair.Secret.Reveal())
		}
	}
	people := map[string]string{
		"/login/steps": "PASSWORD", "/login/deny_steps": "PASSWORD", "/member/steps": "MEMBER_PASSWORD",
		"/other_user/steps": "OTHER_PASSWORD", "/launch/steps": "LEARNER_PASSWORD",
	}
	steps := t.allSteps()
	for _, at := range []string{"/login/steps", "/login/deny_steps", "/member/steps", "/other_user/steps", "/launch/steps"} {
		for _, step := range steps[at] {
			name(people[at], step.Fill[t.PasswordField].Reveal())
		}
	}
	return names
}
