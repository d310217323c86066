package targetfile

// judgePolicy finds declarations that cannot all be true of one server.
func (t *Target) judgePolicy(tell func(pointer, message, hint string)) {
	p := t.Policy
	kept := p.RefreshRotation == "same" || p.RefreshRotation == "none"
	switch {
	case kept && p.RefreshReuse != "":
		tell("/policy/refresh_reuse", "speaks of rotated refresh tokens, and refresh_rotation says that there are none", "")
	case p.RefreshRotation == "rotating" && p.RefreshReuse == "nothing":
		tell("/policy/refresh_reuse", "nothing contradicts refresh_rotation: rotating, with which the used token dies",
			"say refresh_rotation: optional, or refresh_reuse: token")
	}
	switch {
	case p.RefreshGrace == 0:
	case kept:
		tell("/policy/refresh_grace", "speaks of rotated refresh tokens, and refresh_rotation says that there are none", "")
	case p.RefreshReuse == "nothing":
		tell("/policy/refresh_grace", "has no end where refresh_reuse is nothing", "leave one of the two out")
	}
	t.judgeProof(tell)
}

// judgeProof compares what the server is declared to do about proof keys with
// what the clients are to send.
func (t *Target) judgeProof(tell func(pointer, message, hint string)) {
	for at, c := range t.clients() {
		switch declared := t.Policy.PKCE; {
		case declared == "off" && c.PKCE != "off":
			tell(at+"/pkce", "sends a proof key, and policy.pkce says that the server ignores them", "")
		case declared == "required" && c.PKCE == "off":
			tell(at+"/pkce", "sends no proof key, and policy.pkce says that the server insists on one", "say S256, or leave it out")
		case declared == "S256" && c.PKCE == "plain":
			tell(at+"/pkce", "sends a plain challenge, and policy.pkce says that the server takes S256 alone", "")
		}
	}
}
