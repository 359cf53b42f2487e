import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openssl } from "../certificates/openssl";
import { run } from "../cli/certs/run";
import { jdks, verdicts } from "../java/jdk";

const page = readFileSync(join(__dirname, "../../docs/bundles.md"), "utf8");
const [, recipe = ""] = /<!-- tested: this block is run as it stands -->\n```sh\n(.*?)```/s.exec(page) ?? [];
const cwd = mkdtempSync(join(tmpdir(), "recipe-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const hosts = ["ip-10-0-0-1.us-west-2.compute.internal", "ip-10-0-0-2.us-west-2.compute.internal"];

test("the recipe for openssl, run as written, creates a bundle that openssl, the linter and Java accept", async () => {
  execFileSync("bash", ["-euc", recipe], { cwd, stdio: "ignore" });
  const file = (name: string) => join(cwd, name);
  const verdict = openssl(
    ...["verify", "-x509_strict", "-auth_level", "3", "-purpose", "sslserver", "-verify_hostname", hosts[0] ?? ""],
    ...["-CAfile", file("trustedCertificates.pem"), file("certificateChain.pem")],
  );
  expect(verdict).toEqual({ code: 0, output: expect.stringContaining(": OK") });
  const { code, out, err } = await run(
    [
      ...["certs", "bundle", "--private-key", "privateKey.pem", "--certificate-chain", "certificateChain.pem"],
      ...["--trusted-certificates", "trustedCertificates.pem", "--region", "us-west-2", "--out", "bundle.zip"],
    ],
    cwd,
  );
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain("wrote bundle.zip for *.us-west-2.compute.internal");
  const names = ["privateKey.pem", "certificateChain.pem", "trustedCertificates.pem"];
  const files = Object.fromEntries(names.map((name) => [name, readFileSync(file(name), "utf8")]));
  for (const jdk of jdks()) expect(verdicts(jdk, { recipe: files }, hosts).get("recipe")?.verdict).toBe("yes");
});
