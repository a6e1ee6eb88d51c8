package store

import (
	"encoding/binary"
	"time"

	"tidings/feed"
)

// stateVersion is the first byte of a stored feed.State; the fields follow in their order. The state of all feeds is read
// whenever a list of them is shown: JSON takes ten times as long.
const stateVersion = 1

func appendState(b []byte, s *feed.State) []byte {
	b = append(b, stateVersion)
	b = appendString(b, s.ETag)
	b = appendString(b, s.LastModified)
	b = appendTime(b, s.Polled)
	b = appendTime(b, s.Succeeded)
	b = appendTime(b, s.Next)
	b = appendString(b, s.Why)
	b = binary.AppendVarint(b, int64(s.Failures))
	b = appendString(b, s.Error)
	b = binary.AppendVarint(b, int64(s.Status))
	gone := int64(0)
	if s.Gone {
		gone = 1
	}
	b = binary.AppendVarint(b, gone)
	b = appendString(b, s.MovedTo)
	b = binary.AppendVarint(b, int64(s.MovedSeen))
	b = binary.AppendVarint(b, int64(s.PerDay*1e6)) // items a day, in millionths
	b = binary.AppendVarint(b, int64(s.Hints.TTL))
	b = binary.AppendVarint(b, int64(s.Hints.MaxAge))
	b = binary.AppendUvarint(b, uint64(len(s.Hints.SkipHours)))
	for _, h := range s.Hints.SkipHours {
		b = binary.AppendVarint(b, int64(h))
	}
	b = binary.AppendUvarint(b, uint64(len(s.Hints.SkipDays)))
	for _, d := range s.Hints.SkipDays {
		b = binary.AppendVarint(b, int64(d))
	}
	b = appendTime(b, s.Hints.NotBefore)
	return binary.AppendUvarint(b, s.BodyHash)
}

func readState(b []byte) (s feed.State, err error) {
	r := textReader{b: b}
	if r.byte() != stateVersion {
		return s, errText
	}
	s.ETag, s.LastModified = r.string(), r.string()
	s.Polled, s.Succeeded, s.Next = r.time(), r.time(), r.time()
	s.Why = r.string()
	s.Failures = int(r.varint())
	s.Error = r.string()
	s.Status = int(r.varint())
	s.Gone = r.varint() != 0
	s.MovedTo = r.string()
	s.MovedSeen = int(r.varint())
	s.PerDay = float64(r.varint()) / 1e6
	s.Hints.TTL, s.Hints.MaxAge = time.Duration(r.varint()), time.Duration(r.varint())
	for n := r.count(); n > 0; n-- {
		s.Hints.SkipHours = append(s.Hints.SkipHours, int(r.varint()))
	}
	for n := r.count(); n > 0; n-- {
		s.Hints.SkipDays = append(s.Hints.SkipDays, time.Weekday(r.varint()))
	}
	s.Hints.NotBefore = r.time()
	s.BodyHash = r.uvarint()
	if r.bad || len(r.b) > 0 {
		return s, errText
	}
	return s, nil
}

// appendTime writes a time to the millisecond; 0 is the zero time.
func appendTime(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return binary.AppendVarint(b, 0)
	}
	return binary.AppendVarint(b, t.UnixMilli())
}

func (r *textReader) time() time.Time {
	if ms := r.varint(); ms != 0 {
		return time.UnixMilli(ms)
	}
	return time.Time{}
}
