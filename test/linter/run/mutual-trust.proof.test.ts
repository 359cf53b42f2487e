import { X509Certificate } from "node:crypto";
import { readBundleFiles } from "../../../formats/bundle/read";
import { lastDay, mutualTrust } from "../../../linter/run/mutual-trust";
import { DOMAIN, HOSTS } from "../../java/cases";
import { jdks, verdicts } from "../../java/jdk";
import { authorityAndLeaf, type Issued } from "../../support/certificates";

const [old, next] = [authorityAndLeaf(DOMAIN), authorityAndLeaf(DOMAIN)];
const cases: { readonly [name: string]: readonly [former: readonly Issued[], later: readonly Issued[]] } = {
  both: [
    [old.root, next.root],
    [old.root, next.root],
  ],
  "old alone": [[old.root], [old.root, next.root]],
  "new alone": [[old.root, next.root], [next.root]],
  neither: [[old.root], [next.root]],
};

const files = (own: Issued, anchors: readonly Issued[]) => ({
  "privateKey.pem": own.privateKeyPem,
  "certificateChain.pem": own.pem,
  "trustedCertificates.pem": anchors.map(({ pem }) => pem).join(""),
});
const reading = (of: { readonly [file: string]: string }) =>
  readBundleFiles(new Map(Object.entries(of).map(([name, content]) => [name, Buffer.from(content)])));

/** Who serves with one bundle to clients that trust what the other has. */
const crossed = Object.fromEntries(
  Object.entries(cases).flatMap(([name, [former, later]]) => [
    [`${name}: new to old`, files(next.leaf, former)],
    [`${name}: old to new`, files(old.leaf, later)],
  ]),
);

describe.each(jdks().map((jdk) => [jdk.version, jdk] as const))("Java %d", (_, jdk) => {
  const found = verdicts(jdk, crossed, HOSTS);

  test.each(Object.entries(cases))("agrees for %s", (name, [former, later]) => {
    const accepts = (direction: string) => found.get(`${name}: ${direction}`)?.verdict === "yes";
    const words = mutualTrust(reading(files(old.leaf, former)), reading(files(next.leaf, later)), Date.now());
    const [oldTrustsNew, newTrustsOld] = [accepts("new to old"), accepts("old to new")];
    expect(words).toContain(
      oldTrustsNew && newTrustsOld
        ? "new certificate trust each other"
        : oldTrustsNew
          ? "new certificate do not trust the old one"
          : newTrustsOld
            ? "old certificate do not trust the new one"
            : "do not trust each other",
    );
  });
});

test("the last day of the old certificate is the one that OpenSSL reads", () => {
  const day = new Date(new X509Certificate(old.leaf.pem).validTo).toISOString().slice(0, 10);
  expect(lastDay(reading(files(old.leaf, [])))).toEqual([
    `the old certificate expires on ${day}: nodes with it work until then`,
  ]);
});
