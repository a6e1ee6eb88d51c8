package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// How texts are stored: a first byte that says how, then the bytes. Zstandard (RFC 8878) at its fastest level packs the
// text of a news item to half in a few microseconds, its checksum tells a damaged one; DEFLATE takes six times as long.
// What does not get smaller is sealed: it stands behind its CRC-32C. The bytes are several bits apart, so that no single
// damaged bit makes one of the other. Stores before format 3 have the first two.
const (
	packOldRaw  = 0
	packOldZstd = 1
	packZstd    = 0x47
	packSealed  = 0xf8
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

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
	return seal(b)
}

// seal puts a checksum before data.
func seal(b []byte) []byte {
	out := append(make([]byte, 0, len(b)+5), packSealed)
	return append(binary.LittleEndian.AppendUint32(out, crc32.Checksum(b, castagnoli)), b...)
}

// unseal takes the checksum off, and fails when it is not that of the data. What has none is returned as it is.
func unseal(b []byte) ([]byte, error) {
	if len(b) == 0 || b[0] != packSealed {
		return b, nil
	}
	if len(b) < 5 || binary.LittleEndian.Uint32(b[1:]) != crc32.Checksum(b[5:], castagnoli) {
		return nil, errPacked
	}
	return b[5:], nil
}

// unpackedLength is about how many bytes unpack gives, found without unpacking.
func unpackedLength(b []byte) uint64 {
	var h zstd.Header
	if len(b) > 0 && (b[0] == packZstd || b[0] == packOldZstd) && h.Decode(b[1:]) == nil && h.HasFCS {
		return h.FrameContentSize
	}
	return uint64(len(b))
}

func unpack(b []byte) ([]byte, error) { return unpackInto(nil, b) }

// unpackInto is unpack that may use the room of dst.
func unpackInto(dst, b []byte) ([]byte, error) {
	if len(b) == 0 {
		return nil, errPacked
	}
	switch b[0] {
	case packOldRaw:
		return append(dst, b[1:]...), nil
	case packSealed:
		raw, err := unseal(b)
		return append(dst, raw...), err
	case packZstd, packOldZstd:
		if len(b) == 1 {
			return nil, errPacked
		}
		raw, err := unpacker().DecodeAll(b[1:], dst)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errPacked, err)
		}
		return raw, nil
	}
	return nil, fmt.Errorf("%w: way %d", errPacked, b[0])
}
