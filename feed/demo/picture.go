package demo

import (
	"bytes"
	"hash/fnv"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
)

// picture draws a landscape (sky, sun, three ridges, water) that its name alone decides: 480×270, a few kilobytes of PNG.
func picture(name string) []byte {
	const w, h = 480, 270
	f := fnv.New64a()
	_, _ = f.Write([]byte(name))
	rnd := rand.New(rand.NewPCG(f.Sum64(), 1))
	hue := rnd.Float64()
	pal := make(color.Palette, 64)
	for i := range pal { // 0–39 sky, 40–43 sun, 44–55 ridges, 56–63 water
		switch t := float64(i); {
		case i < 40:
			pal[i] = hsv(hue+0.08*t/40, 0.55-0.4*t/40, 0.45+0.5*t/40)
		case i < 44:
			pal[i] = hsv(hue+0.45, 0.25, 1)
		case i < 56:
			pal[i] = hsv(hue+0.12, 0.5, 0.62-0.2*math.Floor((t-44)/4))
		default:
			pal[i] = hsv(hue+0.03, 0.5, 0.35+0.04*(t-56))
		}
	}
	img := image.NewPaletted(image.Rect(0, 0, w, h), pal)
	sunX, sunY, sunR := 60+rnd.Float64()*360, 50+rnd.Float64()*60, 14+rnd.Float64()*16
	var ridge [3][4]float64
	for i := range ridge {
		ridge[i] = [4]float64{rnd.Float64() * 6, 1.5 + rnd.Float64()*3, rnd.Float64() * 6, 4 + rnd.Float64()*7}
	}
	shore := 205 + rnd.IntN(40)
	for x := range w {
		var top [3]int
		u := float64(x) / w
		for i, r := range ridge {
			top[i] = 120 + i*32 + int(22*math.Sin(r[0]+u*r[1]*2)+9*math.Sin(r[2]+u*r[3]*2))
		}
		for y := range h {
			c := uint8(y * 39 / h)
			if math.Hypot(float64(x)-sunX, float64(y)-sunY) < sunR {
				c = 40
			}
			for i := range top {
				if y >= top[i] {
					c = uint8(44 + i*4)
				}
			}
			if y >= shore {
				c = uint8(56 + (y-shore)/6%8)
			}
			img.Pix[y*img.Stride+x] = c
		}
	}
	var buf bytes.Buffer
	_ = png.Encode(&buf, img) // a valid picture into a bytes.Buffer cannot fail
	return buf.Bytes()
}

// hsv makes a colour of hue, saturation and value; the hue wraps at 1.
func hsv(h, s, v float64) color.NRGBA {
	h = (h - math.Floor(h)) * 6
	part := func(shift float64) uint8 {
		k := math.Mod(shift+h, 6)
		return uint8(255 * math.Min(1, math.Max(0, v-v*s*math.Max(0, math.Min(math.Min(k, 4-k), 1)))))
	}
	return color.NRGBA{part(5), part(3), part(1), 255}
}
