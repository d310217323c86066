package h1

import (
	"bytes"
	"errors"
)

// What keeps an answer from being read.
var (
	// ErrOdd says that a request or an answer is right or wrong in a way that is
	// left to net/http: folded lines, repeated lengths, other transfer codings.
	ErrOdd = errors.New("read: an answer for net/http")
	// ErrTooLarge says that an answer was larger than allowed.
	ErrTooLarge = errors.New("read: answer too large")
	// ErrUnreadable says that what came back is not an HTTP answer.
	ErrUnreadable = errors.New("read: not an HTTP answer")
)

// head is what the HTTP/1.1 client needs of an answer's head, RFC 9112 §4 and §5.
type head struct {
	status  int
	length  int // of the body; -1 where none is given
	chunked bool
	closing bool // the connection ends with the answer
	begun   bool // the status line is read
	old     bool // HTTP/1.0
}

// line takes in the next line, without its line feed. It says whether it was
// the empty one that ends the head.
func (h *head) line(line []byte) (end bool, err error) {
	if len(line) == 0 || line[len(line)-1] != '\r' {
		return false, h.oddness(line)
	}
	line = line[:len(line)-1]
	switch {
	case !h.begun:
		h.begun = true
		return false, h.statusLine(line)
	case len(line) == 0:
		return true, nil
	}
	return false, h.field(line)
}

// oddness tells a foreign protocol from an odd answer.
func (h *head) oddness(line []byte) error {
	if !h.begun && !bytes.HasPrefix(line, []byte("HTTP/")) {
		return ErrUnreadable
	}
	return ErrOdd
}

// statusLine reads the version and the status.
func (h *head) statusLine(line []byte) error {
	if len(line) < 12 || string(line[:7]) != "HTTP/1." || line[8] != ' ' ||
		line[7] != '1' && line[7] != '0' || len(line) > 12 && line[12] != ' ' {
		return h.foreign(line)
	}
	h.length, h.old = -1, line[7] == '0'
	h.closing = h.old
	for _, c := range line[9:12] {
		if c < '0' || c > '9' {
			return ErrOdd
		}
		h.status = h.status*10 + int(c-'0')
	}
	if h.status < 100 {
		return ErrOdd
	}
	return nil
}

// foreign says that a first line is none of HTTP/1.
func (h *head) foreign(line []byte) error {
	if bytes.HasPrefix(line, []byte("HTTP/")) {
		return ErrOdd
	}
	return ErrUnreadable
}

// field reads one header field.
func (h *head) field(line []byte) error {
	colon := 0
	for colon < len(line) && isToken(line[colon]) {
		colon++
	}
	if colon == 0 || colon == len(line) || line[colon] != ':' {
		return ErrOdd
	}
	value := line[colon+1:]
	for _, c := range value {
		if !isValue(c) {
			return ErrOdd
		}
	}
	value = bytes.Trim(value, " \t")
	switch colon {
	case len("content-length"):
		if fold(line[:colon], "content-length") {
			return h.contentLength(value)
		}
	case len("connection"):
		if fold(line[:colon], "connection") {
			h.connection(value)
		}
	case len("transfer-encoding"):
		if fold(line[:colon], "transfer-encoding") {
			if h.chunked || h.old || h.length >= 0 || !fold(value, "chunked") {
				return ErrOdd
			}
			h.chunked = true
		}
	case len("trailer"):
		if fold(line[:colon], "trailer") {
			return ErrOdd
		}
	}
	return nil
}

// contentLength reads a Content-Length, RFC 9110 §8.6.
func (h *head) contentLength(value []byte) error {
	if h.length >= 0 || h.chunked || len(value) == 0 || len(value) > 15 {
		return ErrOdd
	}
	h.length = 0
	for _, c := range value {
		if c < '0' || c > '9' {
			return ErrOdd
		}
		h.length = h.length*10 + int(c-'0')
	}
	return nil
}

// connection reads the options of a Connection field, RFC 9110 §7.6.1. An
// HTTP/1.0 connection is never used again, whatever it offers.
func (h *head) connection(value []byte) {
	for option := range bytes.SplitSeq(value, []byte(",")) {
		if fold(bytes.Trim(option, " \t"), "close") {
			h.closing = true
		}
	}
}

// bodiless says that no body follows, RFC 9112 §6.3.
func (h *head) bodiless() bool {
	return h.status < 200 || h.status == 204 || h.status == 304
}

// fold compares text with a word in small letters, whatever its case.
func fold(text []byte, word string) bool {
	if len(text) != len(word) {
		return false
	}
	for i, c := range text {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != word[i] {
			return false
		}
	}
	return true
}

// The characters of field names below and from 64 on, as bits, RFC 9110
// §5.6.2.
const (
	tokenLow uint64 = (1<<10-1)<<'0' | 1<<'!' | 1<<'#' | 1<<'$' | 1<<'%' | 1<<'&' | 1<<'\'' |
		1<<'*' | 1<<'+' | 1<<'-' | 1<<'.'
	tokenHigh uint64 = (1<<26-1)<<('A'-64) | (1<<26-1)<<('a'-64) | 1<<('^'-64) | 1<<('_'-64) |
		1<<('`'-64) | 1<<('|'-64) | 1<<('~'-64)
)

// isToken says whether a character may stand in a field name.
func isToken(c byte) bool {
	if c < 64 {
		return tokenLow>>c&1 == 1
	}
	return c < 128 && tokenHigh>>(c-64)&1 == 1
}

// isValue says whether a character may stand in a field value, RFC 9110 §5.5.
func isValue(c byte) bool { return c >= ' ' && c != 0x7f || c == '\t' }
