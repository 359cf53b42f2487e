import { framework, isInstalled, otherEntry, peers } from "./framework-names";

// Bundlers such as webpack pass a function in place of Node's, which loads only what is in the bundle.
if (require.cache === undefined) {
  throw new Error(
    `the constructs of cdktf-emr-encryption cannot load ${framework} in a bundle; leave packages outside of it, with externals of webpack or --packages=external of esbuild`,
  );
}

const missing = peers.filter((peer) => !isInstalled(peer));

if (missing.length > 0) {
  const entry = otherEntry();
  const hint = entry === undefined ? "" : `; or import them from "${entry}", whose framework is installed`;
  throw new Error(
    `the constructs of cdktf-emr-encryption require ${missing.join(" and ")}; run: npm install ${missing.join(" ")}${hint}`,
  );
}
