const { rmSync } = require("node:fs");

/** After the last consumer test. */
module.exports = () => rmSync(process.env.PACKED_FOLDER, { recursive: true, force: true });
