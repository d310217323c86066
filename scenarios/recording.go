package scenarios

import (
	"context"
	"net/http"
)

// Recorder takes down exchanges, as a transcript does.
type Recorder interface {
	// Record takes down an answer, with the header and the body of its request
	// as they went over the wire. What it returns stays with the reply, as its
	// receipt.
	Record(v Verb, r *Reply, sent http.Header, body []byte) (receipt any)
}

type (
	recorderKey struct{}
	verbKey     struct{}
)

// Recording returns a context under which exchanges are recorded; nil stops the
// recording.
func Recording(ctx context.Context, by Recorder) context.Context {
	return context.WithValue(ctx, recorderKey{}, by)
}

// Recorded says whether the exchanges of a context are recorded.
func Recorded(ctx context.Context) bool { return recorder(ctx) != nil }

// Record has the context's recorder, if it has one, take down an exchange. It is
// for whatever sends requests: nobody else knows what was sent.
func Record(ctx context.Context, r *Reply, sent http.Header, body []byte) {
	by := recorder(ctx)
	if by == nil {
		return
	}
	verb, _ := ctx.Value(verbKey{}).(Verb)
	r.receipt = by.Record(verb, r, sent, body)
}

// Receipt is what the recorder of the exchange has returned for it, nil where
// nobody recorded it.
func (r *Reply) Receipt() any { return r.receipt }

func recorder(ctx context.Context) Recorder {
	by, _ := ctx.Value(recorderKey{}).(Recorder)
	return by
}

// inVerb names the step that the exchanges of a context belong to.
func inVerb(ctx context.Context, v Verb) context.Context {
	if !Recorded(ctx) {
		return ctx
	}
	return context.WithValue(ctx, verbKey{}, v)
}
