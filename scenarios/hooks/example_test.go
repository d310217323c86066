package hooks_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/hooks"
	"github.com/authassay/authassay/scenarios/targetfile"
	"github.com/authassay/authassay/scenarios/wire"
)

// A server that runs already is not taken for the one that the file starts.
func ExampleKeeper_Start() {
	up := httptest.NewServer(http.NotFoundHandler())
	defer up.Close()
	keeper := hooks.New(hooks.Options{
		Hooks: targetfile.Hooks{Start: []string{"./server"}, Ready: targetfile.Ready{Within: targetfile.Duration(30 * time.Second)}},
		Ready: up.URL, Client: &scenarios.Client{Wire: wire.New(wire.Options{})}, Out: io.Discard,
	})
	defer keeper.Close()
	defer keeper.Stop()
	started, err := keeper.Start(context.Background())
	_, occupied := err.(*hooks.Occupied)
	fmt.Println(started, occupied)
	// Output: false true
}
