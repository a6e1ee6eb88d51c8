package extract

// cutWeights are the weights of cutNames.
//
// They were fitted by "go run ./feed/extract/train -data ../shared/articles -work DIR -cut", which writes this file: do not edit it.
var cutWeights = [cutCount]float64{
	0.62,  // bias
	-1.08, // length
	-1.33, // notice
	1.24,  // gate
	-0.25, // notice, short
	-2.30, // notice, long
	1.07,  // after
	-1.74, // after, alike
	-1.71, // after, sure
	-1.38, // after, share
	0.77,  // right behind
	-0.26, // far
	0.43,  // beside
	-0.27, // button
	0.88,  // buy
	-0.46, // enter
	-0.18, // go on
	1.14,  // terms
	0.62,  // letter
	2.30,  // ellipsis
	-1.41, // ellipsis, length
	0.75,  // stated
	0.85,  // stated, served
	1.09,  // minutes
}
