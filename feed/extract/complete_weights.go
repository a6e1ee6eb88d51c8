package extract

// cutWeights are the weights of cutNames.
//
// They were fitted by "go run ./feed/extract/train -data ../shared/articles -work DIR -cut", which writes this file: do not edit it.
var cutWeights = [cutCount]float64{
	1.18,  // bias
	-1.20, // length
	-1.64, // notice
	1.35,  // gate
	0.01,  // notice, short
	-2.60, // notice, long
	0.63,  // after
	-1.76, // after, alike
	-1.15, // after, sure
	-1.85, // after, share
	0.68,  // right behind
	-0.38, // far
	0.43,  // beside
	-0.42, // button
	1.00,  // buy
	-0.55, // enter
	-0.26, // go on
	1.15,  // terms
	0.87,  // letter
	2.35,  // ellipsis
	-1.24, // ellipsis, length
	0.72,  // stated
	0.78,  // stated, served
	1.00,  // minutes
}
