/** Packages that the constructs stand on. They are optional peers, so that users of the linter alone need not install them. */
const peers = ["cdktf", "constructs", "@cdktf/provider-aws"];

const missing = peers.filter((peer) => {
  try {
    require.resolve(`${peer}/package.json`);
    return false;
  } catch {
    return true;
  }
});

if (missing.length > 0) {
  throw new Error(
    `the constructs of cdktf-emr-encryption need ${missing.join(" and ")}; run: npm install ${missing.join(" ")}`,
  );
}
