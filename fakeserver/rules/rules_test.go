package fakeserver

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"strings"
	"testing"
)

// A rule that the code does not ask would make its fault break nothing.
func TestEveryRuleIsAsked(t *testing.T) {
	asked := map[string]bool{}
	names, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if !strings.HasSuffix(name.Name(), ".go") || strings.HasSuffix(name.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name.Name(), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, declared := range file.Decls {
			if f, ok := declared.(*ast.FuncDecl); !ok || strings.HasPrefix(f.Name.Name, "honest") {
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
	eachRule(reflect.TypeFor[Rules](), func(chapter, rule string) {
		if !asked[rule] {
			t.Errorf("nobody asks %s.%s", chapter, rule)
		}
	})
}

// A refusal that nobody filled in would be answered with status 0.
func TestHonestLeavesNoRefusalEmpty(t *testing.T) {
	rules := reflect.ValueOf(Honest())
	var look func(path string, v reflect.Value)
	look = func(path string, v reflect.Value) {
		if refusal, ok := v.Interface().(Refusal); ok {
			if refusal.Status < 400 || refusal.Error == "" || refusal.Description == "" {
				t.Errorf("%s is %+v", path, refusal)
			}
			return
		}
		if v.Kind() == reflect.Struct {
			for i := range v.NumField() {
				look(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		}
	}
	look("Rules", rules)
}

func eachRule(t reflect.Type, visit func(chapter, rule string)) {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type.Kind() == reflect.Struct && f.Type != reflect.TypeFor[Refusal]() {
			eachRule(f.Type, visit)
			continue
		}
		visit(t.Name(), f.Name)
	}
}

func TestBendsDoNotReachOtherRules(t *testing.T) {
	bent := Honest()
	bent.Presenting.ChallengeToAnonymous[0] = "none"
	bent.Exchanging.Methods[0] = "PUT"
	if fresh := Honest(); fresh.Presenting.ChallengeToAnonymous[0] == "none" || fresh.Exchanging.Methods[0] == "PUT" {
		t.Error("two calls of Honest share memory")
	}
}
