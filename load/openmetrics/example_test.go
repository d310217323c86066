package openmetrics_test

import (
	"fmt"
	"net/http/httptest"
	"strings"

	"github.com/authassay/authassay/load"
	"github.com/authassay/authassay/load/openmetrics"
)

// A load tells how it stands, and whoever scrapes it reads that.
func Example() {
	figures := openmetrics.New("clearxp")
	figures.Set(0, load.Live{Requests: 1200, Wrong: 3})
	answer := httptest.NewRecorder()
	figures.ServeHTTP(answer, httptest.NewRequest("GET", "/metrics", nil))
	for line := range strings.Lines(answer.Body.String()) {
		if strings.HasPrefix(line, "authassay_load_wrong_answers") {
			fmt.Print(line)
		}
	}
	// Output: authassay_load_wrong_answers_total{profile="clearxp"} 3
}
