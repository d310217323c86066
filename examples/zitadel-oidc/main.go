// Command zitadel-oidc is the example server of github.com/zitadel/oidc, with
// two clients, listening on loopback only.
package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"os"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
)

const (
	address  = "127.0.0.1:9531"
	callback = "http://127.0.0.1:8765/callback"
)

func main() {
	issuer := "http://" + address + "/"
	callbacks := []string{callback, callback + "?via=authassay"}
	storage.RegisterClients(
		storage.WebClient("assay", or("INTEROP_CLIENT_SECRET", "interop-secret-of-the-first-client"), callbacks...),
		storage.WebClient("assay-second", or("INTEROP_OTHER_SECRET", "interop-secret-of-the-second-client"), callbacks...),
	)
	logger := slog.New(slog.DiscardHandler)
	server := exampleop.SetupServer(issuer, storage.NewStorage(storage.NewUserStore(issuer)), logger, false)
	if err := http.ListenAndServe(address, server); err != nil {
		fmt.Fprintln(os.Stderr, "serve:", err)
		os.Exit(1)
	}
}

func or(name, fallback string) string {
	if value, set := os.LookupEnv(name); set {
		return value
	}
	return fallback
}
