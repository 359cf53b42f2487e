import { createPrivateKey } from "node:crypto";
import { publishedAt } from "../../../formats/x509/published-keys";
import list from "../../../formats/x509/published-keys.json";
import { publicHashes } from "../../../scripts/fixtures/published-keys";
import { ecKeys } from "../../support/certificates";

describe("publishedAt", () => {
  test.each([
    [
      "an AWS sample for EMR",
      "2a2c0921e2ada3c38e96324f3fc4ca5bf369a3aa61bf2238841695e6bf24958b",
      "aws-samples/emr-tls-security",
    ],
    [
      "the server of OpenSSL's applications",
      "62a472e8bc080412b08ce4c6e57dc7742d029d3dcd8500c92abfdc7bce5d5852",
      "quictls/openssl",
    ],
    ["the key of Vagrant", "bde93142b0780b2a66d27977d35f4f542e71cc538d491fe6609e2380b747a027", "hashicorp/vagrant"],
    [
      "the root of Superfish",
      "4bb8f35ba1e126f8dde1b0c420625ed86dce61a7bddadbdea9aba578ff13145e",
      "chromium/badssl.com",
    ],
  ])("knows the key of %s", (_, hash, repository) => {
    expect(publishedAt(hash)).toMatch(new RegExp(`^${repository}: \\S`));
  });

  test("knows no other, and no built-in name of JavaScript", () => {
    expect(publishedAt("0".repeat(64))).toBeUndefined();
    expect(publishedAt("constructor")).toBeUndefined();
  });

  test("the list is in order, of hashes and places alone", () => {
    const entries = Object.entries(list);
    expect(entries.length).toBeGreaterThan(900);
    expect(
      entries.filter(([hash, place]) => !/^[0-9a-f]{32}$/.test(hash) || !/^[\w.-]+\/[\w.-]+: \S.*$/.test(place)),
    ).toEqual([]);
    expect(Object.keys(list)).toEqual(Object.keys(list).toSorted());
  });
});

describe("publicHashes", () => {
  const { privateKey } = ecKeys();
  const pem = String(privateKey.export({ format: "pem", type: "pkcs8" }));
  const locked = String(privateKey.export({ format: "pem", type: "pkcs8", cipher: "aes-256-cbc", passphrase: "x" }));
  const ours = publicHashes(pem);

  test("finds a private key in whatever surrounds it, as sources write it too", () => {
    expect(ours).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/)]);
    expect(publicHashes(`{"key": ${JSON.stringify(pem)}}`)).toEqual(ours);
    expect(publicHashes(`var k = \`${pem.replaceAll("PRIVATE", "TESTING")}\``)).toEqual(ours);
    expect(publicHashes(String(createPrivateKey(pem).export({ format: "pem", type: "sec1" })))).toEqual(ours);
  });

  test("skips keys that are encrypted, damaged, or of a kind that no node uses", () => {
    expect(publicHashes(locked)).toEqual([]);
    expect(publicHashes(pem.slice(0, 80))).toEqual([]);
    expect(publicHashes(pem.replace(/[A-Z]{2}/, "!!"))).toEqual([]);
  });
});
