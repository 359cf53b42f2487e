const { execFileSync } = require("node:child_process");
const { mkdtempSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const useRunFolder = require("../support/run-folder.js");

/** Before the first consumer test: packs this repository as it would be published, once. */
module.exports = () => {
  useRunFolder();
  const folder = mkdtempSync(join(tmpdir(), "emr-encryption-packed-"));
  const json = execFileSync("npm", ["pack", "--json", "--silent", "--pack-destination", folder], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  // The build that precedes packing may print something first.
  const [{ filename, files, size }] = JSON.parse(json.slice(json.indexOf("[\n")));
  process.env.PACKED = JSON.stringify({ tarball: join(folder, filename), size, files: files.map(({ path }) => path) });
};
