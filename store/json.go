package store

import "strconv"

// jsonInts writes a JSON array for json_each: one argument in place of thousands.
func jsonInts[T ~int64](list []T) string {
	b := make([]byte, 0, 2+12*len(list))
	b = append(b, '[')
	for i, v := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(v), 10)
	}
	return string(append(b, ']'))
}
