package list

// cacheLimit is how many rows a Cache keeps: some thirty screens of them.
const cacheLimit = 2048

// Cache keeps drawn rows by what they depend on (id, width, state). The zero value is ready.
type Cache[K comparable] struct {
	rows map[K][]string
}

// Get returns the row's lines, made by draw when they are not known. The lines must not be changed.
func (c *Cache[K]) Get(k K, draw func() []string) []string {
	if s, ok := c.rows[k]; ok {
		return s
	}
	if c.rows == nil || len(c.rows) >= cacheLimit {
		c.rows = make(map[K][]string, 256)
	}
	s := draw()
	c.rows[k] = s
	return s
}

// Clear forgets all rows, as after a change of theme.
func (c *Cache[K]) Clear() { c.rows = nil }
