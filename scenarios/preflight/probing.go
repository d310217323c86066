package preflight

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/pointer"
)

// call requests the probe.
func (e *Examination) call(ctx context.Context, tenant string, as scenarios.Credentials) (*scenarios.Reply, error) {
	reply, err := e.client.Do(ctx, scenarios.Step{Verb: scenarios.Call, As: as, Tenant: tenant})
	if err != nil {
		return nil, unwritten(err, "see probe: in the target file")
	}
	return reply, nil
}

func (e *Examination) alive(ctx context.Context) (said, error) {
	if e.grant.AccessToken == "" {
		return skip("there is no access token to send")
	}
	reply, err := e.call(ctx, e.kit.Tenant, e.grant.Credentials())
	if err != nil {
		return said{}, err
	}
	if reply.Class == scenarios.Alive {
		e.opened = reply
		return saying(fmt.Sprintf("a fresh access token is answered with %d", reply.Status))
	}
	if fresh := e.afresh(ctx); fresh != nil {
		e.opened = fresh
		return saying(fmt.Sprintf("a fresh access token is answered with %d", fresh.Status))
	}
	if pair := e.standing(); pair != nil {
		if other, err := e.call(ctx, e.kit.Tenant, *pair); err == nil && other.Class == scenarios.Alive {
			return observed("a fresh temporary token is answered with "+scenarios.Describe(reply)+", and a key of the file with "+scenarios.Describe(other),
				"run judges it; temporary.scopes may say which scopes open the probe")
		}
	}
	return said{}, disappointed(ofResource(reply, TokenRefused), "a fresh access token", reply)
}

// afresh is the answer to another access token, which opens the probe: what was asked
// since the first one came, such as a denial or the login of somebody else, may have
// ended it, and that is for checks to find. It is nil where none opens the probe.
func (e *Examination) afresh(ctx context.Context) *scenarios.Reply {
	if !ofClient(e.kit) {
		return nil
	}
	grant, err := e.client.Obtain(scenarios.Recording(ctx, &e.transcript))
	if err != nil {
		return nil
	}
	e.Assembly.Redactor.Learn(grant.AccessToken, grant.RefreshToken)
	reply, err := e.call(ctx, e.kit.Tenant, grant.Credentials())
	if err != nil || reply.Class != scenarios.Alive {
		return nil
	}
	e.grant = grant
	return reply
}

// standing is a pair of the file that opens the probe as a temporary token
// should; nil where tokens are of another kind.
func (e *Examination) standing() *scenarios.Credentials {
	switch {
	case e.grant.Pair.Scheme == scenarios.SchemeNone || e.kit.Administrator == nil:
		return nil
	case e.kit.Basic != nil:
		return e.kit.Basic
	}
	return e.kit.Administrator
}

// ofResource finds the cause of an answer of a protected resource to whoever
// should be let in.
func ofResource(r *scenarios.Reply, refused Cause) Cause {
	switch status := r.Status; {
	case r.Err != nil:
		return causeOf(r.Err)
	case status >= 500:
		return Crashed
	case wantsHTTPS(r):
		return WantsHTTPS
	case status == http.StatusTooManyRequests:
		return Throttled
	case status == http.StatusNotFound, status == http.StatusMethodNotAllowed, status == http.StatusGone:
		return ProbeMissing
	}
	return refused // some redirect to a login whom they do not let in
}

// identity looks for the user and the tenant where the file says that the probe
// names them.
func (e *Examination) identity(context.Context) (said, error) {
	if e.opened == nil {
		return skip("the probe has not been opened")
	}
	doc, _ := pointer.Read(e.opened.Body) // what is no JSON names nobody
	var seen []string
	for _, name := range []struct {
		key string
		scenarios.ProbeName
		expected []string // what would be right, by the rest of the file
	}{{"probe.user", e.kit.ProbeUser, e.kit.Typed}, {"probe.tenant", e.kit.ProbeTenant, []string{e.kit.Tenant}}} {
		if name.Pointer == "" {
			continue
		}
		value, there := pointer.Get(doc, name.Pointer)
		text := clipped(pointer.Text(value), 100)
		switch {
		case !there && name.key == "probe.tenant":
			return observed("nothing stands at "+name.Pointer+" in the answer, where probe.tenant says", "load cannot tell answers about another tenant then")
		case !there:
			return said{}, &trouble{cause: ProbeSilent, said: fmt.Sprintf("nothing stands at %s in the answer, where %s says", name.Pointer, name.key)}
		case name.Is != "" && pointer.Text(value) != name.Is && slices.Contains(name.expected, pointer.Text(value)):
			return said{}, &trouble{cause: ProbeContrary, said: fmt.Sprintf("%s in the answer is %q, as the file says elsewhere, and %s.is says %q", name.Pointer, text, name.key, name.Is)}
		case name.Is != "" && pointer.Text(value) != name.Is:
			return observed(fmt.Sprintf("%s in the answer is %q, and %s.is says %q", name.Pointer, text, name.key, name.Is),
				"if the file is right, the server answers about somebody else: run judges it")
		}
		seen = append(seen, name.Pointer+" is "+text)
	}
	if len(seen) == 0 {
		return skip("the file does not say where the answer names anybody")
	}
	return saying(strings.Join(seen, ", "))
}

func (e *Examination) dead(ctx context.Context) (said, error) {
	if e.kit.Client.ID == "" && e.kit.Administrator == nil {
		return skip("the file names nobody who obtains tokens")
	}
	reply, err := e.call(ctx, e.kit.Tenant, e.client.Stranger("authassay-never-issued"))
	if err != nil {
		return said{}, err
	}
	text := "a token that was never issued is answered with " + scenarios.Describe(reply)
	switch {
	case reply.Err != nil:
		return said{}, disappointed(causeOf(reply.Err), "a token that was never issued", reply)
	case reply.Class == scenarios.Dead:
		return saying(fmt.Sprintf("a token that was never issued is answered with %d", reply.Status))
	case reply.Class == scenarios.Alive:
		return said{}, &trouble{cause: Open, said: text}
	}
	return observed(text, "RFC 6750 §3.1 asks for 401; if this status means it here, name it in probe.dead")
}

// otherTenant sees that the credentials do not open the other tenant, and looks
// for somebody in the file who does: a tenant that nobody has is refused to
// everybody.
func (e *Examination) otherTenant(ctx context.Context) (said, error) {
	other := e.kit.OtherTenant
	if other == "" || e.grant.AccessToken == "" {
		return skip("the file names none, or there is no access token to send")
	}
	reply, err := e.call(ctx, other, e.grant.Credentials())
	if err != nil {
		return said{}, err
	}
	if reply.Class == scenarios.Alive || reply.Class == scenarios.Broken {
		return observed(fmt.Sprintf("a token for %s is answered with %s in %s", e.kit.Tenant, scenarios.Describe(reply), other),
			"tenant.other has to be a tenant that these credentials must not open; if it is, run says the same")
	}
	text := fmt.Sprintf("%s is answered with %d", other, reply.Status)
	for _, grant := range e.others {
		if seen, err := e.call(ctx, other, grant.Credentials()); err == nil && seen.Class == scenarios.Alive {
			return saying(text + ", and somebody else in the file opens it")
		}
	}
	if e.kit.Resident != nil && len(e.others) > 0 && e.opened != nil {
		return said{}, &trouble{cause: OtherShut, said: text + ", to tenant.resident, too"}
	}
	return saying(text, "nobody in the file opens it: whether there is such a tenant cannot be seen from here")
}

func (e *Examination) basic(ctx context.Context) (said, error) {
	e.keyless = true
	if e.kit.Basic == nil {
		return skip("the file names no key")
	}
	out, err := e.present(ctx, *e.kit.Basic)
	e.keyless = err != nil
	return out, err
}

func (e *Examination) basicColon(ctx context.Context) (said, error) {
	return e.present(ctx, *e.kit.BasicColon)
}

func (e *Examination) otherBasic(ctx context.Context) (said, error) {
	pair := *e.kit.OtherBasic
	out, err := e.present(ctx, pair)
	if narrow, ok := narrowed(pair.Secret); err != nil && ok {
		if reply, failed := e.call(ctx, "", scenarios.Basic(pair.User, narrow)); failed == nil && reply.Class == scenarios.Alive {
			return observed("the pair is taken in ISO 8859-1, and refused in UTF-8", "the file is right; run judges the encoding")
		}
	}
	return out, err
}

// narrowed is a text in ISO 8859-1, where that holds all of its characters and is
// another text.
func narrowed(text string) (string, bool) {
	var narrow []byte
	for _, r := range text {
		if r > 0xff {
			return "", false
		}
		narrow = append(narrow, byte(r))
	}
	return string(narrow), string(narrow) != text
}

// present sees that a pair opens what pairs open.
func (e *Examination) present(ctx context.Context, pair scenarios.Credentials) (said, error) {
	reply, err := e.call(ctx, "", pair)
	if err != nil {
		return said{}, err
	}
	if reply.Class != scenarios.Alive {
		err := disappointed(ofResource(reply, PairRefused), "the pair", reply)
		if t := new(trouble); errors.As(err, &t) && t.cause == ProbeMissing && ofClient(e.kit) {
			t.hint = asking("does basic_probe name a resource that is there?")
		}
		return said{}, err
	}
	return saying(fmt.Sprintf("the pair is answered with %d", reply.Status))
}
