// Package hooks brings a target's server up, back and down with the programs
// that its file names.
//
//	keeper := hooks.New(hooks.Options{Hooks: t.Hooks, Ready: ready, Client: client, Dir: dir, Out: os.Stderr})
//	defer keeper.Close()
//	defer keeper.Stop()
//	if _, err := keeper.Start(ctx); err != nil {
//		return err // an *Occupied, an *Unready, or how the program ended
//	}
//	health := keeper.Tend(ctx) // between two checks
//
// It ends no program but those that it has started itself. It must not know
// what is tried on the server, nor how a command tells its user about it.
package hooks
