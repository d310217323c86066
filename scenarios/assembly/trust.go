package assembly

import (
	"crypto/tls"
	"crypto/x509"

	"github.com/authassay/authassay/scenarios/targetfile"
)

// trustOf says whom to trust beyond the system's own authorities; nil for
// nobody.
func trustOf(t *targetfile.Target, readFile func(string) ([]byte, error)) (*tls.Config, error) {
	if t.TLS.CAFile == "" && !t.TLS.Insecure {
		return nil, nil
	}
	config := &tls.Config{InsecureSkipVerify: t.TLS.Insecure, MinVersion: tls.VersionTLS12}
	if t.TLS.CAFile == "" {
		return config, nil
	}
	text, err := readFile(t.TLS.CAFile)
	if err != nil {
		return nil, targetfile.Problems{t.Complain("/tls/ca_file", "cannot be read: "+err.Error(), "")}
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(text) {
		return nil, targetfile.Problems{t.Complain("/tls/ca_file", "holds no certificate", "a PEM file is needed")}
	}
	config.RootCAs = pool
	return config, nil
}
