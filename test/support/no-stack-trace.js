/**
 * Takes the place of cdktf's capture of the stack behind each token, which nothing here reads: under Jest every frame is looked up in a
 * source map, which is a third of the time of a test that synthesizes.
 */
exports.captureStackTrace = () => [];
