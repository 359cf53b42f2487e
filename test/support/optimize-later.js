const { setFlagsFromString } = require("node:v8");

// Most functions run too few times in a test file for V8's optimizing compiler to pay off: with its default, which is a fifteenth of this,
// it takes up to a quarter of the processor time of a test file.
setFlagsFromString("--interrupt-budget=1000000");
