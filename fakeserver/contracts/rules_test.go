package contracts_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/authassay/authassay/fakeserver"
	"github.com/authassay/authassay/fakeserver/contracts"
)

// A rule that the code does not ask would make its fault break nothing.
func TestEveryRuleIsAsked(t *testing.T) {
	asked := map[string]bool{}
	for _, folder := range []string{"..", "../clearxp", "../lxhive", "../xena"} {
		names, err := filepath.Glob(folder + "/*.go")
		if err != nil || len(names) == 0 {
			t.Fatal(folder, err)
		}
		for _, name := range names {
			if !strings.HasSuffix(name, "_test.go") {
				gather(t, name, asked)
			}
		}
	}
	for _, c := range contracts.All() {
		eachRule(reflect.ValueOf(c.Rules()), func(chapter, rule string) {
			if !asked[rule] {
				t.Errorf("%s: nobody asks %s.%s", c.Name, chapter, rule)
			}
		})
	}
}

// gather notes every name that a file selects, but where it writes rules down.
func gather(t *testing.T, name string, asked map[string]bool) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, declared := range file.Decls {
		f, ok := declared.(*ast.FuncDecl)
		if !ok || strings.HasPrefix(strings.ToLower(f.Name.Name), "honest") || strings.HasPrefix(f.Name.Name, "lay") {
			continue
		}
		ast.Inspect(declared, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				asked[s.Sel.Name] = true
			}
			return true
		})
	}
}

// own is the struct of a contract's own rules where a value points to them, and
// else the value.
func own(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Interface && !v.IsNil() && v.Elem().Kind() == reflect.Pointer {
		return v.Elem().Elem()
	}
	return v
}

// eachRule visits all rules of a struct of rules, those of a contract's own
// included.
func eachRule(v reflect.Value, visit func(chapter, rule string)) {
	for i := range v.NumField() {
		f, value := v.Type().Field(i), own(v.Field(i))
		if value.Kind() == reflect.Struct && value.Type() != reflect.TypeFor[fakeserver.Refusal]() {
			eachRule(value, visit)
			continue
		}
		visit(v.Type().Name(), f.Name)
	}
}

// A refusal that nobody filled in would be answered with status 0.
func TestHonestLeavesNoRefusalEmpty(t *testing.T) {
	var look func(path string, v reflect.Value)
	look = func(path string, v reflect.Value) {
		if refusal, ok := v.Interface().(fakeserver.Refusal); ok {
			if refusal.Status < 400 || refusal.Error == "" || refusal.Description == "" {
				t.Errorf("%s is %+v", path, refusal)
			}
			return
		}
		if v = own(v); v.Kind() == reflect.Struct {
			for i := range v.NumField() {
				look(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		}
	}
	for _, c := range contracts.All() {
		look(c.Name, reflect.ValueOf(c.Rules()))
	}
}

func TestBendsDoNotReachOtherRules(t *testing.T) {
	for _, c := range contracts.All() {
		bent := c.Rules()
		bent.Bearer.ChallengeToAnonymous[0] = "none"
		bent.Exchanging.Methods[0] = "PUT"
		if fresh := c.Rules(); fresh.Bearer.ChallengeToAnonymous[0] == "none" || fresh.Exchanging.Methods[0] == "PUT" ||
			bent.Own != nil && bent.Own == fresh.Own {
			t.Errorf("%s: two calls for rules share memory", c.Name)
		}
	}
}
