package main

import (
	"bytes"
	"path/filepath"

	"github.com/authassay/authassay/load/histogram"
	"github.com/authassay/authassay/reports"
	"github.com/authassay/authassay/reports/format"
)

// writePercentiles writes the distributions of all classes into the folder of
// the reports, response.hgrm and its like.
func (o *output) writePercentiles(l *reports.Load) error {
	if o.Out == "" || l == nil {
		return nil
	}
	for _, h := range l.Histograms {
		if h.Class != "" {
			continue
		}
		var b bytes.Buffer
		if err := histogram.WritePercentiles(&b, h); err != nil {
			return err
		}
		if err := format.Replace(filepath.Join(o.Out, h.Of+".hgrm"), b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}
