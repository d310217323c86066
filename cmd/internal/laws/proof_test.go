package laws_test

import (
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// A proof is a tiny house that breaks one law once.
type proof struct {
	law   string
	name  string // what it breaks it with
	files map[string]string
	want  string // the start of the one complaint
}

// TestLawsCanFail feeds each law an offence and expects exactly its complaint:
// a law that has never been seen to fail guards nothing.
func TestLawsCanFail(t *testing.T) {
	for _, p := range slices.Concat(roomProofs, shapeProofs, variableProofs, mannerProofs) {
		t.Run(p.law+"/"+p.name, func(t *testing.T) {
			h := built(t, p.files)
			i := slices.IndexFunc(laws, func(l law) bool { return l.name == p.law })
			if i < 0 {
				t.Fatalf("there is no law %q", p.law)
			}
			got := laws[i].judge(h)
			if len(got) != 1 || !strings.HasPrefix(got[0].String(), p.want) {
				t.Errorf("complaints:\n%v\nwant one that begins:\n%s", got, p.want)
			}
		})
	}
}

func TestEveryLawIsProved(t *testing.T) {
	for _, l := range laws {
		proved := slices.ContainsFunc(slices.Concat(roomProofs, shapeProofs, variableProofs, mannerProofs),
			func(p proof) bool { return p.law == l.name })
		if !proved {
			t.Errorf("no proof shows that the law %q can fail", l.name)
		}
	}
}

// TestLawsPassAnHonestHouse is the control: what is allowed draws no complaint
// from any law.
func TestLawsPassAnHonestHouse(t *testing.T) {
	files := many("suites/catalogue", mostFiles-1)
	maps.Copy(files, withExamples(honestHouse))
	h := built(t, filled(files))
	for _, l := range laws {
		for _, c := range l.judge(h) {
			t.Errorf("%s: %s", l.name, c)
		}
	}
}

// built reads a house of the given files, in the module "m".
func built(t *testing.T, files map[string]string) *house {
	t.Helper()
	tree := fstest.MapFS{"go.mod": {Data: []byte("module m\n\ngo 1.26\n")}}
	for name, text := range files {
		tree[name] = &fstest.MapFile{Data: []byte(text)}
	}
	h, err := readHouse(tree)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// filled makes files as long as the laws want them. Those with a reason to be
// short stay as they are.
func filled(files map[string]string) map[string]string {
	long := map[string]string{}
	for name, text := range files {
		if !strings.Contains(name, "short") && path.Base(name) != "doc.go" {
			text += strings.Repeat("\n", shortestFile)
		}
		long[name] = text
	}
	return long
}

// one is a house of a single file.
func one(name, text string) map[string]string {
	return map[string]string{name: text}
}
