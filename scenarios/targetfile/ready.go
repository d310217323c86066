package targetfile

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Ready is how a server shows that it is up.
type Ready struct {
	// URL is an address that answers once the server is up: absolute or a path
	// below Target.Auth; empty for Target.Auth itself.
	URL string `json:"url"`
	// Status is the answer that counts; 0 accepts any below 400, and below 500
	// where URL is empty.
	Status int `json:"status"`
	// Within is how long the server may take; 30 s where unset.
	Within Duration `json:"within"`
}

// UnmarshalJSON reads an address alone or the mapping.
func (r *Ready) UnmarshalJSON(text []byte) error {
	var address string
	if json.Unmarshal(text, &address) == nil {
		*r = Ready{URL: address}
		return nil
	}
	type plain Ready
	if err := json.Unmarshal(text, (*plain)(r)); err != nil {
		return fmt.Errorf("read ready: %w", err)
	}
	return nil
}

// Shown says whether the file says how the server shows that it is up.
func (r Ready) Shown() bool { return r.URL != "" || r.Status != 0 }

// Means says in words which answers count as ready.
func (r Ready) Means() string {
	switch {
	case r.Status != 0:
		return fmt.Sprintf("an answer with status %d", r.Status)
	case r.URL != "":
		return "an answer below 400"
	}
	return "any answer below 500"
}

// Is says whether an answer with a status counts as ready.
func (r Ready) Is(status int) bool {
	switch {
	case r.Status != 0:
		return status == r.Status
	case r.URL != "":
		return status < 400
	}
	return status < 500
}

// judgeReady checks an address that stands alone; what a mapping holds is the
// schema's own concern.
func judgeReady(v any) error {
	if text, ok := v.(string); ok {
		return judgeURLOrPath(text)
	}
	if members, ok := v.(map[string]any); ok && len(members) == 0 {
		return errors.New("empty: give url, status or within")
	}
	return nil
}

// judgeHooks finds two words for one time.
func (t *Target) judgeHooks(tell func(pointer, message, hint string)) {
	if t.written("hooks", "within") && t.written("hooks", "ready", "within") {
		tell("/hooks/ready/within", "how long the server may take stands in hooks.within already", "leave one of the two out")
	}
}

// defaultWithin is how long a server may take to be ready where nobody says.
const defaultWithin = Duration(30 * time.Second)
