package attestation

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

//go:embed recipe.sh
var recipe string // never written

// Recipe is a shell script that verifies a signature without authassay: jq, openssl
// and sha256sum do.
func Recipe() string { return recipe }

// The files that a package has beside those of the run.
const (
	readmeFile = "README.txt"
	recipeFile = "verify.sh"
)

// mostUnpacked bounds what is read of one package, in bytes.
const mostUnpacked = 256 << 20

// Pack writes the folder of a run as a zip that is the same byte for byte whenever
// it is written: names in order, one fixed time. Files that nobody has signed are
// left out. It refuses a folder whose files are not those of its attestation; who
// has signed is for the reader to verify.
func Pack(w io.Writer, e Evidence) error {
	e.Keys, e.Witnesses, e.Demands, e.Since = nil, nil, Demands{}, nil
	for _, l := range Verify(e) {
		if l.Trust == Refused {
			return fmt.Errorf("pack: %s: %s", l.About, l.Said)
		}
	}
	signed, err := Read(e.Files[FileName])
	if err != nil {
		return fmt.Errorf("pack: %w", err)
	}
	s := signed[0].Statement
	content := map[string][]byte{recipeFile: []byte(recipe), readmeFile: []byte(readme(s, signed))}
	for name := range s.Predicate.Details.Files {
		if text, there := e.Files[name]; there {
			content[name] = text
		}
	}
	for _, name := range []string{FileName, ReportFile, TargetFile} {
		content[name] = e.Files[name]
	}
	out := zip.NewWriter(w)
	for _, name := range slices.Sorted(maps.Keys(content)) {
		file, err := out.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = file.Write(content[name])
		}
		if err != nil {
			return fmt.Errorf("pack: %w", err)
		}
	}
	return out.Close()
}

// readme is what whoever opens the package reads first.
func readme(s *Statement, signed []Signed) string {
	var b strings.Builder
	d := s.Predicate.Details
	fmt.Fprintf(&b, "What is in here: one run of authassay %s, which ended at %s.\n", printable(d.Tool.Version), d.Ended.UTC().Format(time.RFC3339))
	fmt.Fprintf(&b, "The statement says %s, %s. It is no certificate: it says what was examined,\nby what, when, and who signs for it.\n\nSigned by\n", s.Predicate.Result, printable(d.Scope))
	for _, one := range signed {
		fmt.Fprintf(&b, "  %s  (%s)\n", printable(one.KeyID), printable(one.Statement.Predicate.Details.Signed))
	}
	b.WriteString("\nAsk the signer for the public key by another way than this package, then\n\n" +
		"  authassay verify FOLDER --key KEY.pub\n  authassay verify FOLDER --key KEY.pub --spot 5 --target YOURS.yaml\n\n" +
		"or, with jq, openssl 3 and sha256sum alone, in this folder\n\n  sh verify.sh KEY.pub\n")
	return b.String()
}

// Unpack returns the files of a package. One that is larger than any run's, or
// names a file twice, is refused.
func Unpack(content []byte) (map[string][]byte, error) {
	in, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	files, left := map[string][]byte{}, int64(mostUnpacked)
	for _, f := range in.File {
		if _, twice := files[f.Name]; twice {
			return nil, fmt.Errorf("unpack: %q is in it twice", f.Name)
		}
		if f.FileInfo().IsDir() {
			continue
		}
		text, err := unpackOne(f, left)
		if err != nil {
			return nil, fmt.Errorf("unpack: %w", err)
		}
		files[f.Name], left = text, left-int64(len(text))
	}
	delete(files, readmeFile)
	delete(files, recipeFile)
	return files, nil
}

func unpackOne(f *zip.File, most int64) ([]byte, error) {
	file, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, most+1))
	if err == nil && int64(len(text)) > most {
		err = errors.New("it holds more than any run's folder")
	}
	return text, err
}
