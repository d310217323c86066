package redact

import (
	"strings"
	"testing"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/transcript"
)

// TestRenderHidesWhatAProductCallsOtherwise renders an exchange in a product's
// own words, by a fork that was made before they were taken in.
func TestRenderHidesWhatAProductCallsOtherwise(t *testing.T) {
	const granted, renewal = "Vb2Xk9QwT7mRzL4yPc6DhN8sJf3GtE5u", "Kp7Zt4Wq8Lb1eXs6Vd3Nm5Rc9Yj2Hf0a"
	x := transcript.Entry{
		Verb: scenarios.Refresh, Method: "POST", URL: "https://a.test/token?renewed=" + renewal,
		Body: []byte("renewed=" + renewal), Status: 200, Reply: []byte(`{"grant":"` + granted + `","ttl":3600}`),
	}
	first := redactor(t)
	fork := first.Fork()
	if shown := fork.Render(x); !strings.Contains(shown.Reply, granted) {
		t.Fatal("the words are known before they are told, so that this shows nothing")
	}
	first.Words(map[string][]string{"grant": {"access_token"}, "renewed": {"error", "refresh_token"}})
	shown := fork.Render(x)
	for _, text := range []string{shown.URL, shown.Body, shown.Reply} {
		if strings.Contains(text, granted) || strings.Contains(text, renewal) || !strings.Contains(text, "«fp:") {
			t.Errorf("%s", text)
		}
	}
	if !strings.Contains(shown.Reply, `"ttl":3600`) {
		t.Errorf("hides what is no secret: %s", shown.Reply)
	}
}
