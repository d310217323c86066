package attestation

import (
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
)

// ErrKey is wrapped by errors about keys that cannot be used.
var ErrKey = errors.New("not an Ed25519 key in PEM")

// The PEM labels of RFC 7468 §10 and §13.
const (
	privateLabel = "PRIVATE KEY"
	publicLabel  = "PUBLIC KEY"
)

// Signer signs a message with an Ed25519 key, wherever that is kept.
type Signer interface {
	Public() ed25519.PublicKey
	// Sign returns the signature of RFC 8032 §5.1.6 over the message itself.
	Sign(message []byte) ([]byte, error)
}

// Key is an Ed25519 key that is held in memory. It is never printed.
type Key struct{ private ed25519.PrivateKey }

// NewKey draws a key.
func NewKey(random io.Reader) (Key, error) {
	seed := make([]byte, ed25519.SeedSize)
	if _, err := io.ReadFull(random, seed); err != nil {
		return Key{}, fmt.Errorf("draw key: %w", err)
	}
	return Key{ed25519.NewKeyFromSeed(seed)}, nil
}

// ReadKey reads a private key: PKCS #8 in PEM (RFC 8410 §7), as openssl genpkey
// writes it. Errors hold nothing of the text.
func ReadKey(text []byte) (Key, error) {
	block, err := blockOf(text, privateLabel)
	if err != nil {
		return Key{}, fmt.Errorf("read key: %w", err)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block)
	private, ok := parsed.(ed25519.PrivateKey)
	if err != nil || !ok {
		return Key{}, fmt.Errorf("read key: %w: another kind of key", ErrKey)
	}
	return Key{private}, nil
}

// ReadPublic reads a public key: SubjectPublicKeyInfo in PEM (RFC 8410 §4).
func ReadPublic(text []byte) (ed25519.PublicKey, error) {
	block, err := blockOf(text, publicLabel)
	if err != nil {
		return nil, fmt.Errorf("read public key: %w", err)
	}
	parsed, err := x509.ParsePKIXPublicKey(block)
	public, ok := parsed.(ed25519.PublicKey)
	if err != nil || !ok {
		return nil, fmt.Errorf("read public key: %w: another kind of key", ErrKey)
	}
	return public, nil
}

// blockOf is what the one block of a PEM text holds.
func blockOf(text []byte, label string) ([]byte, error) {
	block, rest := pem.Decode(text)
	switch {
	case block == nil:
		return nil, fmt.Errorf("%w: there is no PEM block", ErrKey)
	case block.Type != label:
		return nil, fmt.Errorf("%w: the block is a %q, and a %q is needed", ErrKey, block.Type, label)
	}
	if more, _ := pem.Decode(rest); more != nil {
		return nil, fmt.Errorf("%w: there are several blocks, and which one is meant is not said", ErrKey)
	}
	return block.Bytes, nil
}

// PEM writes the private key as PKCS #8.
func (k Key) PEM() ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(k.private)
	if err != nil {
		return nil, fmt.Errorf("write key: %w", err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: privateLabel, Bytes: der}), nil
}

// PublicPEM writes a public key as SubjectPublicKeyInfo.
func PublicPEM(public ed25519.PublicKey) ([]byte, error) {
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return nil, fmt.Errorf("write public key: %w", err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: publicLabel, Bytes: der}), nil
}

// Public is the half of the key that anybody may have.
func (k Key) Public() ed25519.PublicKey { return k.private.Public().(ed25519.PublicKey) }

// Sign implements Signer.
func (k Key) Sign(message []byte) ([]byte, error) {
	return k.private.Sign(nil, message, crypto.Hash(0))
}

// String shows nothing of the private half.
func (k Key) String() string { return "key " + KeyID(k.Public()) }

// GoString shows nothing of the private half either.
func (k Key) GoString() string { return k.String() }

// KeyID names a public key by its OpenSSH fingerprint: SHA256: and the digest, in
// Base64 without padding, of the key as RFC 8709 §4 writes it.
func KeyID(public ed25519.PublicKey) string {
	var wire []byte
	for _, part := range [][]byte{[]byte("ssh-ed25519"), public} {
		wire = binary.BigEndian.AppendUint32(wire, uint32(len(part)))
		wire = append(wire, part...)
	}
	sum := sha256.Sum256(wire)
	return "SHA256:" + base64.RawStdEncoding.EncodeToString(sum[:])
}
