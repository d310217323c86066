package load

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"github.com/authassay/authassay/reports"
)

// Resident reads a process's resident size in bytes from the text of
// /proc/self/statm, proc(5): its second number, in pages.
func Resident(statm []byte, pageSize int) (uint64, error) {
	fields := bytes.Fields(statm)
	if len(fields) < 2 {
		return 0, fmt.Errorf("read resident size: %d fields, want at least 2", len(fields))
	}
	pages, err := strconv.ParseUint(string(fields[1]), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read resident size: %w", err)
	}
	return pages * uint64(pageSize), nil
}

// remember samples the resident size of the generator.
func (a *attack) remember(at time.Duration) {
	if a.plan.Resident == nil {
		return
	}
	if bytes, err := a.plan.Resident(); err == nil {
		a.resident = append(a.resident, reports.Memory{At: at.Seconds(), Bytes: bytes})
	}
}
