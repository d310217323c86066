package load

import "time"

// restless is how long a connection may be idle before it is looked at again:
// targets close idle connections after seconds, not less.
const restless = time.Second

// start writes the request that was made ready.
func (c *conn) start() error {
	_, err := c.Write(c.out)
	return err
}

// stale says whether an idle connection was closed by the target.
func (c *conn) stale() bool { return false }
