/** Loads the constructs as users install them: the built package, instead of the sources that the examples import. */
const Module = require("node:module");
const { resolve } = require("node:path");

const built = resolve(__dirname, "../../lib/modules/index.js");
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  return resolveFilename.call(this, /^(\.\.\/)+modules$/.test(request) ? built : request, ...rest);
};
