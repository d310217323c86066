package attestation

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// FileName is where the attestation of a run stands, beside its reports: an
// envelope a line, the first by who made the run.
const FileName = "report.intoto.jsonl"

// PayloadType is the payload type of envelopes that hold in-toto statements.
const PayloadType = "application/vnd.in-toto+json"

// ErrEnvelope is wrapped by errors about lines that are no envelope as Seal
// writes it.
var ErrEnvelope = errors.New("not an envelope of an attestation")

// envelope is a DSSE envelope 1.0.0 as JSON.
type envelope struct {
	Payload     string      `json:"payload"` // Base64
	PayloadType string      `json:"payloadType"`
	Signatures  []signature `json:"signatures"`
}

// signature is one signature of an envelope.
type signature struct {
	KeyID string `json:"keyid"`
	Sig   string `json:"sig"` // Base64
}

// Signed is one line of an attestation, read and not believed yet.
type Signed struct {
	Statement *Statement
	KeyID     string // of the key that is said to have signed
	Digest    string // SHA-256 of the line, in hex, by which another one refers to it

	payload, signature []byte
}

// encoded is the pre-authentication encoding of DSSE: what is signed.
func encoded(payload []byte) []byte {
	return fmt.Appendf(nil, "DSSEv1 %d %s %d %s", len(PayloadType), PayloadType, len(payload), payload)
}

// Seal signs a statement and returns the envelope as a line without its end. What
// a signer answers is tried with its public key before it is believed.
func Seal(s *Statement, by Signer) ([]byte, error) {
	payload, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	sig, err := by.Sign(encoded(payload))
	if err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	if !ed25519.Verify(by.Public(), encoded(payload), sig) {
		return nil, fmt.Errorf("sign: %s did not sign this: its answer is no signature over the message that it was given", KeyID(by.Public()))
	}
	b64 := base64.StdEncoding.EncodeToString
	return json.Marshal(envelope{b64(payload), PayloadType, []signature{{KeyID(by.Public()), b64(sig)}}})
}

// Read reads an attestation: one envelope a line, each line ended. An envelope has
// one signature and is written byte for byte as Seal writes it, so that nothing
// can be changed outside what is signed either. No signature is verified here.
func Read(text []byte) ([]Signed, error) {
	if len(text) == 0 || text[len(text)-1] != '\n' {
		return nil, fmt.Errorf("read attestation: %w: the last line has no end", ErrEnvelope)
	}
	var all []Signed
	for i, line := range bytes.Split(text[:len(text)-1], []byte("\n")) {
		one, err := readLine(line)
		if err != nil {
			return nil, fmt.Errorf("read attestation: line %d: %w", i+1, err)
		}
		all = append(all, one)
	}
	return all, nil
}

func readLine(line []byte) (Signed, error) {
	var e envelope
	if err := json.Unmarshal(line, &e); err != nil {
		return Signed{}, fmt.Errorf("%w: no JSON of one", ErrEnvelope)
	}
	again, err := json.Marshal(e)
	switch {
	case err != nil || !bytes.Equal(again, line):
		return Signed{}, fmt.Errorf("%w: not written as authassay writes one", ErrEnvelope)
	case e.PayloadType != PayloadType:
		return Signed{}, fmt.Errorf("%w: the payload type is not %s", ErrEnvelope, PayloadType)
	case len(e.Signatures) != 1:
		return Signed{}, fmt.Errorf("%w: it has %d signatures, and one is needed", ErrEnvelope, len(e.Signatures))
	}
	payload, err := unpacked(e.Payload)
	if err != nil {
		return Signed{}, fmt.Errorf("%w: the payload is no Base64", ErrEnvelope)
	}
	sig, err := unpacked(e.Signatures[0].Sig)
	if err != nil {
		return Signed{}, fmt.Errorf("%w: the signature is no Base64", ErrEnvelope)
	}
	s := new(Statement)
	if err := json.Unmarshal(payload, s); err != nil {
		return Signed{}, fmt.Errorf("%w: the payload is no statement", ErrEnvelope)
	}
	return Signed{Statement: s, KeyID: e.Signatures[0].KeyID, Digest: digest(line), payload: payload, signature: sig}, nil
}

// unpacked reads Base64 that is written in the one way that there is: the decoder
// alone would pass over the ends of lines.
func unpacked(text string) ([]byte, error) {
	out, err := base64.StdEncoding.Strict().DecodeString(text)
	if err == nil && base64.StdEncoding.EncodeToString(out) != text {
		err = ErrEnvelope
	}
	return out, err
}

// By says whether the key has signed the line, and is the one that it names.
func (s Signed) By(key ed25519.PublicKey) bool {
	return s.KeyID == KeyID(key) && ed25519.Verify(key, encoded(s.payload), s.signature)
}

// digest is the SHA-256 of a content, in hex.
func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}
