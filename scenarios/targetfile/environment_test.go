package targetfile

import (
	"strings"
	"testing"
)

// TestWhatIsNoTextMayComeFromTheEnvironment holds the keys of the policy that are
// no text to taking a variable as all others do.
func TestWhatIsNoTextMayComeFromTheEnvironment(t *testing.T) {
	const text = "profile: clearxp\nauth: http://127.0.0.1:1\npolicy: { replay_revokes: \"${REPLAY}\", unprivileged: \"${STATUS}\" }\n"
	for replay, want := range map[string]Replay{"true": ReplayRevokes, "false": ReplaySpares, "may": ReplayMay} {
		got, err := Load("t.yaml", []byte(text), env(map[string]string{"REPLAY": replay, "STATUS": "401"}), files(nil))
		if err != nil {
			t.Errorf("%s: %v", replay, err)
			continue
		}
		if got.Policy.ReplayRevokes != want || got.Policy.Unprivileged != 401 {
			t.Errorf("%s: got %q and %d", replay, got.Policy.ReplayRevokes, got.Policy.Unprivileged)
		}
	}
	_, err := Load("t.yaml", []byte(text), env(map[string]string{"REPLAY": "sometimes", "STATUS": "404"}), files(nil))
	if err == nil || !strings.Contains(err.Error(), "is none of true, false, may") || !strings.Contains(err.Error(), "is none of 401, 403") ||
		strings.Contains(err.Error(), "sometimes") {
		t.Errorf("got %v", err)
	}
	plain := mustLoad(t, "profile: clearxp\nauth: http://127.0.0.1:1\npolicy: { replay_revokes: false, unprivileged: 403 }\n")
	if plain.Policy.ReplayRevokes != ReplaySpares || plain.Policy.Unprivileged != 403 {
		t.Errorf("without variables: %+v", plain.Policy)
	}
}

func TestWhatWasMadeBeforehandIsASecret(t *testing.T) {
	got := mustLoad(t, `profile: clearxp
auth: http://127.0.0.1:1
basic: { key: k, secret: "${ONE_PAIR}" }
other_basic: { key: o, secret: "${ANOTHER_PAIR}" }
expired_token: "${OLD}"
reader_token: "${NARROW}"
logout: { redirect_uri: "app:/goodbye" }
`)
	held := strings.Join(got.Secrets(), " ")
	for variable, name := range map[string]string{"ANOTHER_PAIR": "OTHER_BASIC_SECRET", "OLD": "EXPIRED_TOKEN", "NARROW": "READER_TOKEN"} {
		value := "value-of-" + variable
		if !strings.Contains(held, value) || got.Variables()[value] != name {
			t.Errorf("%s is not held as %s", value, name)
		}
	}
	if got.Logout.RedirectURI != "app:/goodbye" {
		t.Errorf("the address after a logout is %q", got.Logout.RedirectURI)
	}
	problems := mustFail(t, "profile: clearxp\nauth: http://127.0.0.1:1\nbasic: { key: k, secret: s }\nother_basic: { key: k, secret: o }\n")
	if !strings.Contains(problems.Error(), "other_basic.key: the same as basic.key") {
		t.Errorf("got %v", problems)
	}
}
