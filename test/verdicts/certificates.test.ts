import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lint } from "../../linter/run/lint";
import { folderOf, PLANS } from "../linter/models";

const made = new Date("2026-11-24T12:00:00Z");
const rules = ["bundle.*", "cert.*"];

/** A plan as a pipeline hands it over: without its sources, and without the zips. */
function checked(syntax: string, file: string, now = made) {
  const cwd = folderOf({});
  copyFileSync(join(PLANS, "certificates", syntax, file), join(cwd, file));
  return lint([file], { cwd, now, rules });
}

const found = (...given: Parameters<typeof checked>) =>
  checked(...given).findings.map(({ rule, address }) => `${rule} ${address}`);

/** Five bundles: a good one, and four of which each has one thing wrong with it, or two. */
const WRONG = [
  "bundle.key_mismatch aws_s3_object.swapped",
  "cert.long_validity tls_locally_signed_cert.foreign",
  "cert.wrong_region tls_locally_signed_cert.foreign",
  "cert.weak_rsa tls_private_key.weak",
  "cert.self_signed tls_self_signed_cert.alone",
];

describe.each(["hcl", "json-syntax"])(
  "bundles that Terraform zips from what the provider tls makes, in %s",
  (syntax) => {
    test.each([
      ["before they are made", "plan.json"],
      ["once they are made", "again.json"],
    ])("%s, each mistake is found once, and the good one is left alone", (_, file) => {
      expect(found(syntax, file)).toEqual(WRONG);
    });

    test.each(["plan.json", "again.json"])("%s leaves nothing open", (file) => {
      expect(checked(syntax, file).notEvaluated).toEqual([]);
    });

    test("a created certificate has its real dates; one that is not created yet begins today", () => {
      const later = new Date("2027-11-10T12:00:00Z");
      const ending = ["good", "weak"].map((name) => `cert.expires_soon tls_locally_signed_cert.${name}`);
      expect(found(syntax, "again.json", later)).toEqual(
        expect.arrayContaining([...ending, "cert.expires_soon tls_self_signed_cert.alone"]),
      );
      expect(found(syntax, "plan.json", later)).toEqual(WRONG);
    });

    test("names of another Region are wrong if the VPC's domain is given", () => {
      const cwd = join(PLANS, "certificates", syntax);
      const { findings } = lint(["again.json"], { cwd, now: made, rules: ["cert.*"], region: "us-east-1" });
      expect(findings.map(({ rule, address }) => `${rule} ${address}`)).toContain(
        "cert.wrong_region tls_locally_signed_cert.foreign",
      );
    });

    test("a private key in the plan is not printed", () => {
      const plan = readFileSync(join(PLANS, "certificates", syntax, "again.json"), "utf8");
      const blocks = plan.match(/-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END/g) ?? [];
      const lines = blocks.flatMap((block) => block.split("\\n").slice(1, -1)).filter((line) => line.length > 20);
      expect(new Set(lines).size).toBeGreaterThan(30);
      const told = JSON.stringify(checked(syntax, "again.json"));
      expect(lines.filter((line) => told.includes(line))).toEqual([]);
    });
  },
);

test("a state does not show the content of a zip, so its rules are not evaluated, bundle by bundle", () => {
  const { findings, notEvaluated } = checked("hcl", "state.json");
  expect(findings).toEqual([]);
  expect(notEvaluated.map(({ reason }) => reason)).toEqual(
    expect.arrayContaining(["the file good.zip does not exist here", "the file weak.zip does not exist here"]),
  );
});
