package attestation_test

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/authassay/authassay/reports/attestation"
)

func TestKeysComeBack(t *testing.T) {
	k := key(t, 9)
	text, err := k.PEM()
	if err != nil {
		t.Fatal(err)
	}
	again, err := attestation.ReadKey(text)
	if err != nil || !again.Public().Equal(k.Public()) {
		t.Errorf("another key comes back: %v", err)
	}
	text, err = attestation.PublicPEM(k.Public())
	if err != nil {
		t.Fatal(err)
	}
	public, err := attestation.ReadPublic(text)
	if err != nil || !public.Equal(k.Public()) {
		t.Errorf("another public key comes back: %v", err)
	}
}

// TestKeyID holds the name of a key to what ssh-keygen -l says of the same one.
func TestKeyID(t *testing.T) {
	const line = "AAAAC3NzaC1lZDI1NTE5AAAAIBMRFBUWFxgZGhscHR4fICEiIyQlJicoKSorLC0uLzAx"
	wire, err := base64.StdEncoding.DecodeString(line)
	if err != nil {
		t.Fatal(err)
	}
	const want = "SHA256:Hz+7E6jGXHUkeQlm1vsFbGIPPgJEBqVxSFMoC3e7OAY"
	if id := attestation.KeyID(ed25519.PublicKey(wire[len(wire)-32:])); id != want {
		t.Errorf("key id %s, want %s", id, want)
	}
}

func TestOtherKeysAreRefused(t *testing.T) {
	k := key(t, 9)
	own, _ := k.PEM()
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(other)
	if err != nil {
		t.Fatal(err)
	}
	public, _ := attestation.PublicPEM(k.Public())
	for what, text := range map[string][]byte{
		"nothing": nil, "words": []byte("hunter2"), "a public key": public, "two keys": append(own, own...),
		"another kind": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}),
		"half a key":   pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der[:20]}),
	} {
		_, err := attestation.ReadKey(text)
		if !errors.Is(err, attestation.ErrKey) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := attestation.ReadPublic(own); !errors.Is(err, attestation.ErrKey) {
		t.Errorf("a private key is taken for a public one: %v", err)
	}
}

// TestKeysAreNotPrinted tries every verb that errors and logs use.
func TestKeysAreNotPrinted(t *testing.T) {
	k := key(t, 9)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		for _, text := range []string{fmt.Sprintf(verb, k), fmt.Sprintf(verb, &k)} {
			if !strings.HasPrefix(text, "key SHA256:") {
				t.Errorf("%s prints %s", verb, text)
			}
		}
	}
}

// liar is a signer that signs something else.
type liar struct{ attestation.Key }

func (l liar) Sign([]byte) ([]byte, error) { return l.Key.Sign([]byte("something else")) }

func TestSignersAreTried(t *testing.T) {
	s, err := attestation.State(attestation.Matter{Files: folder(t, clean()), Exam: exam()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := attestation.Seal(s, liar{key(t, 1)}); err == nil {
		t.Error("a signature over something else is taken")
	}
}
