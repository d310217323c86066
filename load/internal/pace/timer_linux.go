package pace

import (
	"context"
	"fmt"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// timerfd waits on a timer of the kernel through the netpoller. The timers of
// the Go runtime sleep in epoll_wait, which counts in milliseconds; a timer
// that is a file wakes it within some ten microseconds.
type timerfd struct {
	file *os.File
	raw  syscall.RawConn
	free func() bool
}

// newTimer returns the most precise waiter of the platform, and a function
// that frees it. It waits for nothing more once ctx has ended.
func newTimer(ctx context.Context) (Waiter, func(), error) {
	fd, err := unix.TimerfdCreate(unix.CLOCK_MONOTONIC, unix.TFD_NONBLOCK|unix.TFD_CLOEXEC)
	if err != nil {
		return nil, nil, fmt.Errorf("make timer: %w", err)
	}
	file := os.NewFile(uintptr(fd), "timerfd")
	raw, err := file.SyscallConn()
	if err == nil {
		err = file.SetReadDeadline(time.Time{}) // fails where the netpoller does not take the file
	}
	if err != nil {
		file.Close()
		return nil, nil, fmt.Errorf("make timer: %w", err)
	}
	t := &timerfd{file: file, raw: raw}
	t.free = context.AfterFunc(ctx, func() { file.SetReadDeadline(time.Unix(1, 0)) })
	return t, func() { t.free(); file.Close() }, nil
}

// Wait implements Waiter. The timer is armed inside the read, after the
// netpoller is ready to notice it, so that it is never waited for in vain;
// arming it again forgets that it ran out before.
func (t *timerfd) Wait(_ context.Context, d time.Duration) {
	armed := false
	_ = t.raw.Read(func(fd uintptr) bool {
		if armed {
			return true
		}
		armed = true
		spec := unix.ItimerSpec{Value: unix.NsecToTimespec(int64(max(d, 1)))}
		return unix.TimerfdSettime(int(fd), 0, &spec, nil) != nil
	})
}
