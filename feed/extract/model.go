package extract

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sync"

	"tidings/feed/article"
)

// Model judges leaves: two linear models over hashed features (one over a leaf's own words alone, one over everything), then
// boosted trees over numbers and the linear scores around, and a linear model that names the kind of what is left out.
// It is trained by the command feed/extract/train and read-only once made.
type Model struct {
	Linear Linear
	Trees  Trees // over numbers
	Second Trees // over numbers and the first trees' verdicts around
	Kinds  Kinds
}

// Linear holds the weights of both linear models in one table: slot h&mask … holds the tag of a feature's hash and a weight for
// each model, in units of Scale.
type Linear struct {
	Slots               []byte // 4 bytes each: tag (2, little endian; 0 is empty), words weight, full weight (two's complement)
	ScaleWords          float32
	ScaleFull           float32
	BiasWords, BiasFull float32
}

const linearSlot = 4

// probes is how many neighbouring slots a feature may stand in.
const probes = 16

// slotOf returns where, among slots of size bytes, a hash's weights are, or the first empty slot when free is set; -1 when there is
// none. A slot begins with the hash's tag. Both the size and the number of slots are powers of two.
func slotOf(slots []byte, size int, h uint32, free bool) int {
	within := len(slots) - 1
	tag := uint16(h>>16 | 1)
	i := int(h*0x9e3779b1>>8) * size & within
	for range probes {
		switch t := binary.LittleEndian.Uint16(slots[i:]); {
		case t == tag, t == 0 && free:
			return i
		case t == 0:
			return -1
		}
		i = (i + size) & within
	}
	return -1
}

func (l *Linear) slot(h uint32, free bool) int { return slotOf(l.Slots, linearSlot, h, free) }

// Set stores a feature's weights, in units of the scales. It reports whether there was room.
func (l *Linear) Set(h uint32, words, full int8) bool {
	i := l.slot(h, true)
	if i < 0 {
		return false
	}
	tag := h>>16 | 1
	l.Slots[i], l.Slots[i+1], l.Slots[i+2], l.Slots[i+3] = byte(tag), byte(tag>>8), byte(words), byte(full)
	return true
}

// score sums both models over features, of which the first own are the leaf's own words.
func (l *Linear) score(features []uint32, own int) (words, full float32) {
	var w, f int32
	for j, h := range features {
		i := l.slot(h, false)
		if i < 0 {
			continue
		}
		if j < own {
			w += int32(int8(l.Slots[i+2]))
		}
		f += int32(int8(l.Slots[i+3]))
	}
	return l.BiasWords + float32(w)*l.ScaleWords, l.BiasFull + float32(f)*l.ScaleFull
}

// kindNames are the kinds in the order of the model's columns; the last stands for an article's own text.
var kindNames = [...]article.RemovedKind{
	article.Donation, article.Paywall, article.Newsletter, article.Cookie, article.Account, article.App, article.Ad,
	article.Related, article.Share, article.Comments, article.Navigation, article.Rights, article.Media, article.Other,
}

// KindCount is how many columns the kinds' model has.
const KindCount = len(kindNames)

// KindIndex returns the column of a kind, or -1.
func KindIndex(k article.RemovedKind) int {
	for i, n := range kindNames {
		if n == k {
			return i
		}
	}
	return -1
}

// Kinds is a linear model that names the kind of clutter from words and names.
type Kinds struct {
	Slots []byte // 2+KindCount bytes each: tag, weights
	Scale float32
	Bias  [KindCount]float32
}

const kindSlot = 2 + KindCount

func (k *Kinds) slot(h uint32, free bool) int { return slotOf(k.Slots, kindSlot, h, free) }

// Set stores a feature's weights. It reports whether there was room.
func (k *Kinds) Set(h uint32, weights [KindCount]int8) bool {
	i := k.slot(h, true)
	if i < 0 {
		return false
	}
	tag := h>>16 | 1
	k.Slots[i], k.Slots[i+1] = byte(tag), byte(tag>>8)
	for j, w := range weights {
		k.Slots[i+2+j] = byte(w)
	}
	return true
}

// score returns the log odds of each kind, not normalised.
func (k *Kinds) score(features []uint32) (out [KindCount]float32) {
	var sum [KindCount]int32
	if len(k.Slots) > 0 {
		for _, h := range features {
			if i := k.slot(h, false); i >= 0 {
				for j := range sum {
					sum[j] += int32(int8(k.Slots[i+2+j]))
				}
			}
		}
	}
	for j := range out {
		out[j] = k.Bias[j] + float32(sum[j])*k.Scale
	}
	return out
}

// modelMagic begins a model's file; the digit is the version of its form and of the features.
const modelMagic = "tidings block model 2\n"

// MarshalBinary returns the model's file: the magic line, then every part as a length and its bytes, numbers little endian.
func (m *Model) MarshalBinary() ([]byte, error) {
	b := []byte(modelMagic)
	part := func(p []byte) {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(p)))
		b = append(b, p...)
	}
	floats := func(fs ...float32) {
		p := make([]byte, 0, 4*len(fs))
		for _, f := range fs {
			p = binary.LittleEndian.AppendUint32(p, math.Float32bits(f))
		}
		part(p)
	}
	floats(float32(rowCount), m.Linear.ScaleWords, m.Linear.ScaleFull, m.Linear.BiasWords, m.Linear.BiasFull, m.Kinds.Scale)
	part(m.Linear.Slots)
	for _, t := range []*Trees{&m.Trees, &m.Second} {
		floats(float32(t.Depth), t.Bias, t.Scale)
		for _, e := range t.Edges {
			floats(e...)
		}
		part(t.Splits)
		leaves := make([]byte, 0, 2*len(t.Leaves))
		for _, v := range t.Leaves {
			leaves = binary.LittleEndian.AppendUint16(leaves, uint16(v))
		}
		part(leaves)
	}
	floats(m.Kinds.Bias[:]...)
	part(m.Kinds.Slots)
	return b, nil
}

// LoadModel reads a model's file, as the training command writes it. The model keeps b.
func LoadModel(b []byte) (*Model, error) {
	if len(b) < len(modelMagic) || string(b[:len(modelMagic)]) != modelMagic {
		return nil, errors.New("block model: not a model of this version")
	}
	b = b[len(modelMagic):]
	short := false
	part := func() []byte {
		if len(b) < 4 {
			short = true
			return nil
		}
		n := int(binary.LittleEndian.Uint32(b))
		if n < 0 || n > len(b)-4 {
			short = true
			return nil
		}
		p := b[4 : 4+n : 4+n]
		b = b[4+n:]
		return p
	}
	floats := func() []float32 {
		p := part()
		fs := make([]float32, len(p)/4)
		for i := range fs {
			fs[i] = math.Float32frombits(binary.LittleEndian.Uint32(p[4*i:]))
		}
		return fs
	}
	m := &Model{}
	head := floats()
	if len(head) != 6 || int(head[0]) != rowCount {
		return nil, errors.New("block model: made for other features")
	}
	m.Linear.ScaleWords, m.Linear.ScaleFull, m.Linear.BiasWords, m.Linear.BiasFull = head[1], head[2], head[3], head[4]
	m.Kinds.Scale = head[5]
	m.Linear.Slots = part()
	for i, t := range []*Trees{&m.Trees, &m.Second} {
		form := floats()
		if len(form) != 3 {
			return nil, errors.New("block model: cut short")
		}
		t.Depth, t.Bias, t.Scale = int(form[0]), form[1], form[2]
		for range []int{numberCount, rowCount}[i] {
			t.Edges = append(t.Edges, floats())
		}
		t.Splits = append([]byte(nil), part()...)
		leaves := part()
		for j := 0; j+1 < len(leaves); j += 2 {
			t.Leaves = append(t.Leaves, int16(binary.LittleEndian.Uint16(leaves[j:])))
		}
	}
	copy(m.Kinds.Bias[:], floats())
	m.Kinds.Slots = part()
	powerOfTwo := func(n int) bool { return n > 0 && n&(n-1) == 0 }
	if short || !powerOfTwo(len(m.Linear.Slots)/linearSlot) || len(m.Kinds.Slots)%kindSlot != 0 || len(m.Kinds.Slots) > 0 && !powerOfTwo(len(m.Kinds.Slots)/kindSlot) {
		return nil, errors.New("block model: cut short")
	}
	if err := errors.Join(m.Trees.Prepare(numberCount), m.Second.Prepare(rowCount)); err != nil {
		return nil, fmt.Errorf("block model: %w", err)
	}
	return m, nil
}

//go:embed model.bin
var shipped []byte

// shippedModel reads the embedded model once, when the first page needs it.
var shippedModel = sync.OnceValues(func() (*Model, error) { return LoadModel(shipped) })
