package store

import (
	"errors"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// How texts are stored: a first byte that says how, then the bytes. Zstandard (RFC 8878) at its fastest level packs the
// text of a news item to half in a few microseconds, its checksum tells a damaged one; DEFLATE takes six times as long.
const (
	packRaw  = 0
	packZstd = 1
)

// packFrom is the length from which packing pays.
const packFrom = 120

// maxUnpacked bounds what one text may unpack to: far more than a document may hold.
const maxUnpacked = 64 << 20

var errPacked = errors.New("stored data are damaged")

// packers are made when first used: most runs of the program need one or none.
var (
	packer = sync.OnceValue(func() *zstd.Encoder {
		e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(2), zstd.WithWindowSize(64<<10), zstd.WithEncoderCRC(true))
		if err != nil {
			panic(err) // only for an option that does not exist
		}
		return e
	})
	unpacker = sync.OnceValue(func() *zstd.Decoder {
		d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(maxUnpacked))
		if err != nil {
			panic(err)
		}
		return d
	})
)

func pack(b []byte) []byte {
	if len(b) >= packFrom {
		if z := packer().EncodeAll(b, append(make([]byte, 0, len(b)*3/4+16), packZstd)); len(z) <= len(b) {
			return z
		}
	}
	return append([]byte{packRaw}, b...)
}

func unpack(b []byte) ([]byte, error) {
	if len(b) == 0 {
		return nil, errPacked
	}
	switch b[0] {
	case packRaw:
		return b[1:], nil
	case packZstd:
		raw, err := unpacker().DecodeAll(b[1:], nil)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errPacked, err)
		}
		return raw, nil
	}
	return nil, fmt.Errorf("%w: way %d", errPacked, b[0])
}
