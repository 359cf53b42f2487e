import { isInstalled, otherEntry, peers } from "./framework-names";

const missing = peers.filter((peer) => !isInstalled(peer));

if (missing.length > 0) {
  const entry = otherEntry();
  const hint = entry === undefined ? "" : `; or import them from "${entry}", whose framework is installed`;
  throw new Error(
    `the constructs of cdktf-emr-encryption require ${missing.join(" and ")}; run: npm install ${missing.join(" ")}${hint}`,
  );
}
