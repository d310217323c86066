package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/authassay/authassay/scenarios"
	"github.com/authassay/authassay/scenarios/profiles"
)

// handedIn is how a command is told of profiles of one's own.
type handedIn struct {
	Profiles string `help:"A folder with profiles of one's own, as YAML: profile.yaml, or several folders with one. A target file names them as it does the built-in ones." placeholder:"DIR"`
}

// take has the job know the profiles beside the built-in ones.
func (h handedIn) take(j *job) error {
	j.profiles = profiles.BuiltIn()
	if h.Profiles == "" {
		return nil
	}
	mine, err := profiles.Read(os.DirFS(h.Profiles), h.Profiles, j.profiles)
	switch {
	case errors.Is(err, profiles.ErrNone), errors.Is(err, fs.ErrNotExist):
		return wrong(fmt.Errorf("read --profiles: %w", err), "a profile is a folder with a profile.yaml: a name and based_on: oauth2 are enough to begin with")
	case err != nil:
		return err
	}
	j.profiles = append(j.profiles, mine...)
	return nil
}

// spoken says that the reference server does not keep a contract that was handed
// in.
func (h handedIn) spoken(profile string) error {
	_, err := profiles.Find(profiles.BuiltIn(), profile)
	if err == nil || h.Profiles == "" {
		return nil
	}
	return wrong(fmt.Errorf("raise reference: it knows no profile %s", profile), "--target names a server that keeps it")
}

// again is the argument that has another command know the same profiles.
func (h handedIn) again() string {
	switch {
	case h.Profiles == "":
		return ""
	case strings.ContainsAny(h.Profiles, " '\"$\\"):
		return " --profiles DIR"
	}
	return " --profiles " + h.Profiles
}

// known are the profiles that targets can be held to.
func (j *job) known() []scenarios.Profile {
	if j.profiles == nil {
		return profiles.BuiltIn()
	}
	return j.profiles
}
