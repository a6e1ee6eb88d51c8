package extract

// cutWeights are the weights of cutNames.
//
// They were fitted by "go run ./feed/extract/train -data ../shared/articles -work DIR -cut", which writes this file: do not edit it.
var cutWeights = [cutCount]float64{
	-0.31, // bias
	-1.44, // length
	0.22,  // notice
	1.04,  // gate
	0.52,  // notice, short
	-2.35, // notice, long
	1.97,  // after
	-1.98, // after, alike
	-1.77, // after, sure
	-3.34, // after, share
	0.81,  // right behind
	-0.39, // far
	-0.65, // beside
	0.10,  // button
	1.58,  // buy
	-0.45, // enter
	0.46,  // go on
	1.15,  // terms
	0.50,  // letter
	2.91,  // ellipsis
	-1.37, // ellipsis, length
	-0.15, // stated
	2.68,  // stated, served
	1.69,  // minutes
}
