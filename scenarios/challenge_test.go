package scenarios

import (
	"net/http"
	"reflect"
	"testing"
)

func TestChallenges(t *testing.T) {
	type p = map[string]string
	for _, c := range []struct {
		fields []string
		want   []Challenge
	}{
		{nil, nil},
		{[]string{"", " , ,"}, nil},
		{[]string{"Bearer"}, []Challenge{{"Bearer", p{}, "", nil}}},
		{[]string{`Bearer realm="a, b", error="invalid_token"`}, []Challenge{{"Bearer", p{"realm": "a, b", "error": "invalid_token"}, "", nil}}},
		{[]string{`bearer REALM = "x\"y\\" , Error=invalid_token`}, []Challenge{{"bearer", p{"realm": `x"y\`, "error": "invalid_token"}, "", nil}}},
		{[]string{`Basic realm="a", Bearer realm="b", error="e"`}, []Challenge{{"Basic", p{"realm": "a"}, "", nil}, {"Bearer", p{"realm": "b", "error": "e"}, "", nil}}},
		{[]string{`Basic realm="a"`, `Bearer error="e"`}, []Challenge{{"Basic", p{"realm": "a"}, "", nil}, {"Bearer", p{"error": "e"}, "", nil}}},
		{[]string{`Negotiate, Basic realm=x`}, []Challenge{{"Negotiate", p{}, "", nil}, {"Basic", p{"realm": "x"}, "", nil}}},
		{[]string{`Negotiate YWJj==, Bearer a=b`}, []Challenge{{"Negotiate", p{}, "YWJj==", nil}, {"Bearer", p{"a": "b"}, "", nil}}},
		{[]string{`Negotiate a/b+c~_.-`}, []Challenge{{"Negotiate", p{}, "a/b+c~_.-", nil}}},
		{[]string{`Bearer realm="one", realm="two"`}, []Challenge{{"Bearer", p{"realm": "one"}, "", []string{"realm"}}}},
		{[]string{`Bearer realm="unended`}, []Challenge{{"Bearer", p{"realm": "unended"}, "", nil}}},
		{[]string{`Bearer realm="a" error="b"`}, []Challenge{{"Bearer", p{"realm": "a", "error": "b"}, "", nil}}},
		{[]string{`Bearer,error="e"`}, []Challenge{{"Bearer", p{"error": "e"}, "", nil}}},
		{[]string{`"junk", (, Basic realm=""`}, []Challenge{{"Basic", p{"realm": ""}, "", nil}}},
	} {
		got := Challenges(http.Header{"Www-Authenticate": c.fields})
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q:\ngot  %q\nwant %q", c.fields, got, c.want)
		}
	}
	if c := Challenges(http.Header{"WWW-Authenticate": {"bearer"}}); len(c) != 1 || !c[0].Is(SchemeBearer) || c[0].Is(SchemeBasic) {
		t.Errorf("got %v", c)
	}
}

func FuzzChallenges(f *testing.F) {
	for _, s := range []string{`Bearer realm="a", error=b`, `Basic a==, x="`, `,,=,"\`, "Negotiate \x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, field string) {
		for _, c := range Challenges(http.Header{"Www-Authenticate": {field}}) {
			if c.Scheme == "" || c.Params == nil {
				t.Errorf("%q gave %+v", field, c)
			}
			if c.Token68 != "" && len(c.Token68) > len(field) {
				t.Errorf("%q gave a longer token %q", field, c.Token68)
			}
		}
	})
}
