package fakeserver

import (
	"sync"
	"time"
)

// habits are what the server remembers of people rather than of credentials. Its
// size is bounded by the fixtures.
type habits struct {
	mu       sync.Mutex
	consents map[string]bool
	codes    map[string]repeatedCode
	launches map[string]*launchCredentials
}

type repeatedCode struct {
	text  string
	until time.Time
}

// consented says whether the user has allowed the client before.
func (h *habits) consented(user *User, client *Client) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.consents[user.ID+" "+client.ID]
}

func (h *habits) keepConsent(user *User, client *Client) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.consents == nil {
		h.consents = map[string]bool{}
	}
	h.consents[user.ID+" "+client.ID] = true
}

// repeat returns the latest code of the user and client while it is fresh, and
// else makes one.
func (h *habits) repeat(g *grant, now time.Time, life time.Duration, makeCode func() string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.codes == nil {
		h.codes = map[string]repeatedCode{}
	}
	key := g.user.ID + " " + g.client.ID
	if former, ok := h.codes[key]; ok && now.Before(former.until) {
		return former.text
	}
	h.codes[key] = repeatedCode{makeCode(), now.Add(life)}
	return h.codes[key].text
}

// launch returns the credentials kept under a key; "" keeps none.
func (h *habits) launch(key string) *launchCredentials {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.launches[key]
}

func (h *habits) keepLaunch(key string, l *launchCredentials) {
	if key == "" {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.launches == nil {
		h.launches = map[string]*launchCredentials{}
	}
	h.launches[key] = l
}
