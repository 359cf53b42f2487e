import { execFileSync, spawnSync } from "node:child_process";
import { createPublicKey } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundleReport } from "../../scripts/docs/shown-bundle";
import { folderOf } from "../linter/models";
import { CLIENT_AUTH, SERVER_AUTH } from "../support/certificates";
import { bundleCases } from "../support/rules/bundle-cases";
import { authority, bundle, leaf, root, zipOf } from "../support/rules/bundle-kit";

/** The commands of the pages, run by a shell: they lead from the bundle that is reported to one that is not. */

const binary = join(__dirname, "../../bin/emr-encryption.js");

/** What a reader of the page has beside `certs.zip`. */
function workplace(wrong: Uint8Array): string {
  const good = bundle();
  const cwd = folderOf({
    "certs.zip": wrong,
    ...good,
    "root.pem": root.pem,
    "renewed-root.pem": text(bundleCases["cert.signature_invalid"]?.().right?.["trustedCertificates.pem"]),
    "issuing-ca.pem": authority().pem,
    "renewed-issuing-ca.pem": authority().pem,
    "bin/emr-encryption": `#!/bin/sh\nexec node ${binary} "$@"\n`,
  });
  chmodSync(join(cwd, "bin/emr-encryption"), 0o755);
  mkdirSync(join(cwd, "certs"), { recursive: true });
  return cwd;
}

const text = (content: string | Uint8Array | undefined) => `${content}`;

function run(cwd: string, commands: readonly string[]) {
  const env = { ...process.env, PATH: `${join(cwd, "bin")}:${process.env.PATH}` };
  const script = commands.join("\n").replace("pkcs8 -topk8 -nocrypt", "pkcs8 -topk8 -nocrypt -passin pass:changeit");
  return spawnSync("sh", ["-e", "-c", script.replaceAll("unzip ", "unzip -qqo ")], { cwd, env, encoding: "utf8" });
}

/** What the CA answers to the request. */
function answer(cwd: string, names: readonly string[]): void {
  const [publicKey] = [execFileSync("openssl", ["req", "-in", "new/request.csr", "-noout", "-pubkey"], { cwd })];
  const spki = createPublicKey(publicKey).export({ format: "der", type: "spki" });
  const wanted = { subject: `CN=${names[0]}`, dns: names, extendedKeyUsage: [SERVER_AUTH, CLIENT_AUTH] };
  writeFileSync(join(cwd, "answer.pem"), leaf({ ...wanted, spki, signWith: root.keys }).pem);
}

const cases = Object.entries(bundleCases).filter(([rule]) => rule !== "cert.not_yet_valid");

test.each(cases)("%s", (rule, make) => {
  const shown = make();
  const cwd = workplace(zipOf(shown.wrong));
  const asked = shown.repair.findIndex((line) => line.startsWith("# have new/request.csr"));
  if (asked > 0) {
    expect(run(cwd, shown.repair.slice(0, asked))).toMatchObject({ status: 0, stderr: "" });
    const domain = /--vpc-domain (\S+)/.exec(shown.repair[0] ?? "")?.[1] ?? "ec2.internal";
    answer(cwd, [`*.${domain}`, ...(rule === "cert.public_name_missing" ? ["trino.example.com"] : [])]);
  }
  expect(run(cwd, shown.repair.slice(Math.max(0, asked)))).toMatchObject({ status: 0, stderr: "" });
  const repaired = readFileSync(join(cwd, "certs.zip"));
  expect(bundleReport(rule, shown, repaired).findings).toEqual([]);
});
