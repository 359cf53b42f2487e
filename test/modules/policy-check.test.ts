import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformHclModule } from "cdktf";
import { EncryptionStack } from "../../examples/encryption/stack";
import { readBundle } from "../../formats/bundle/read";
import { writeSidecar } from "../../formats/sidecar";
import { lint } from "../../linter";
import { CertificateBundle, EncryptionKey, PolicyCheck, SecurityConfiguration, Waiver } from "../../modules";
import { bundleZip, issue } from "../support/certificates";
import { certificatesFolder } from "./stacks";

const outdir = mkdtempSync(join(tmpdir(), "policy-check-"));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const certificates = certificatesFolder();

/** The example in an app of its own; `name` keeps the outputs apart. */
function example(
  name: string,
  settings: { readonly sharedKey?: boolean; readonly skipValidation?: boolean; readonly hclOutput?: boolean } = {},
) {
  const { skipValidation = false } = settings;
  const app = new App({ outdir: join(outdir, name), skipValidation });
  const stack = new EncryptionStack(app, "emr", {
    region: "us-east-1",
    environment: "development",
    certificates,
    sharedKey: settings.sharedKey ?? false,
  });
  return { app, stack };
}

function synthesis(app: App): string {
  try {
    app.synth();
    return "synthesized";
  } catch (error) {
    return (error as Error).message;
  }
}

describe("PolicyCheck", () => {
  test("lets the example pass", () => {
    const { app } = example("good");
    PolicyCheck.of(app);
    expect(synthesis(app)).toBe("synthesized");
  });

  test("fails the synthesis when S3 and local disks share a key, and names construct, rule and fact", () => {
    const { app } = example("shared", { sharedKey: true });
    PolicyCheck.of(app);
    expect(synthesis(app)).toMatch(
      /\[emr\/encryption\/security-configuration\/.*\] config\.shared_key: S3 and local disks .* aws_kms_key\./,
    );
  });

  test("prints lines like those of the cdktf command, without a hint how to skip it", () => {
    const { app } = example("lines", { sharedKey: true });
    PolicyCheck.of(app);
    const [first, ...lines] = synthesis(app).split("\n");
    expect(first).toBe("the policy check fails:");
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/^ERROR \[emr\/[^\]]+] [a-z]+\.[a-z_]+: .+\. .+/);
  });

  test("is not skipped where the app skips validations", () => {
    const { app } = example("skipping", { sharedKey: true, skipValidation: true });
    PolicyCheck.of(app);
    expect(synthesis(app)).toMatch(/^ERROR \[.*] config\.shared_key: /m);
  });

  test("under the cdktf command, findings are annotations of the manifest, which the command prints before it fails", () => {
    const { app } = example("command", { sharedKey: true });
    PolicyCheck.of(app);
    process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS = "true";
    try {
      expect(synthesis(app)).toBe("synthesized");
    } finally {
      delete process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS;
    }
    const { stacks } = JSON.parse(readFileSync(join(outdir, "command/manifest.json"), "utf8"));
    expect(stacks.emr.annotations).toContainEqual({
      constructPath: expect.stringMatching(/^emr\/encryption\/security-configuration\//),
      level: "@cdktf/error",
      message: expect.stringMatching(/^config\.shared_key: /),
      stacktrace: [],
    });
  });

  test("a stack that it cannot check is an error, never clean", () => {
    process.env.SYNTH_HCL_OUTPUT = "true";
    try {
      const { app } = example("hcl", { sharedKey: true });
      PolicyCheck.of(app);
      expect(synthesis(app)).toMatch(/^emr: the policy check cannot read this stack: this is HCL/);
    } finally {
      delete process.env.SYNTH_HCL_OUTPUT;
    }
  });

  test("a stack of which it can check only a part is an error", () => {
    const { app, stack } = example("module");
    new TerraformHclModule(stack, "labels", { source: "acme/labels/aws" });
    PolicyCheck.of(app);
    expect(synthesis(app)).toMatch(/^emr: the policy check read this stack only in part: module\.labels is missing; /);
  });

  test("checks a bundle that was published elsewhere by its sidecar", () => {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
    const root = issue({ subject: "CN=Root", ca: true });
    const leaf = issue({
      subject: "CN=*.ec2.internal",
      dns: ["*.ec2.internal"],
      by: root,
      keys: { privateKey, publicKey },
    });
    const zip = bundleZip({
      "privateKey.pem": leaf.privateKeyPem,
      "certificateChain.pem": leaf.pem,
      "trustedCertificates.pem": root.pem,
    });
    const sidecar = join(outdir, "weak.bundle.json");
    const object = { bucket: "artifacts", key: "certs/prod.zip", region: "us-east-1" };
    writeFileSync(sidecar, writeSidecar(zip, readBundle(zip), object));
    const { app, stack } = example("published");
    new SecurityConfiguration(stack, "production", {
      inTransit: { provider: "PEM", bundle: CertificateBundle.fromObject(stack, "published", { sidecar }) },
    });
    PolicyCheck.of(app);
    expect(synthesis(app)).toMatch(/ERROR \[emr\/production\/\S+] cert\.weak_rsa: .*1024-bit/);
  });

  test("fails nothing unless a check is requested", () => {
    const { app } = example("unchecked", { sharedKey: true });
    expect(synthesis(app)).toBe("synthesized");
  });

  test("names a place once", () => {
    const { app } = example("places");
    PolicyCheck.of(app, { environment: "production" });
    expect(synthesis(app)).toMatch(/cert\.development_ca: certificateChain\.pem\[0] /);
    expect(synthesis(app)).not.toMatch(/(\S+): \1/);
  });

  test("reports what was not evaluated, and fails if strict", () => {
    const printed = jest.spyOn(console, "warn").mockImplementation(() => {});
    const open = (name: string, strict: boolean) => {
      const { app, stack } = example(name);
      const bundle = { s3Uri: "s3://elsewhere/certs.zip", dependables: [], grantRead: () => undefined };
      new SecurityConfiguration(stack, "elsewhere", {
        atRest: {
          s3: { mode: "SSE-S3" },
          localDisk: { provider: "AwsKms", key: new EncryptionKey(stack, "disk-key") },
        },
        inTransit: { provider: "PEM", bundle },
      });
      PolicyCheck.of(app, { strict });
      return synthesis(app);
    };
    expect(open("open", false)).toBe("synthesized");
    const sentence =
      /\[PolicyCheck] \d+ checks were not evaluated: \d+ × s3:\/\/elsewhere\/certs\.zip is uploaded elsewhere; /;
    expect(String(printed.mock.calls[0])).toMatch(sentence);
    expect(open("strict", true)).toMatch(sentence);
    printed.mockRestore();
  });

  test("prints waivers that do not apply, uses a baseline and writes the requested reports", () => {
    const printed = jest.spyOn(console, "warn").mockImplementation(() => {});
    const { app, stack } = example("reports", { sharedKey: true });
    const expires = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    Waiver.on(stack, { rule: "cert.weak_rsa", reason: "r", expires });
    const baseline = join(outdir, "baseline.json");
    app.synth();
    lint([join(outdir, "reports")], { writeBaseline: baseline });
    const sarif = join(outdir, "out.sarif");
    PolicyCheck.of(app, { baseline, reports: { sarif, markdown: join(outdir, "out.md") } });
    expect(synthesis(app)).toBe("synthesized");
    expect(String(printed.mock.calls[0])).toContain("the waiver of cert.weak_rsa covers nothing; remove it");
    expect(JSON.parse(readFileSync(sarif, "utf8")).version).toBe("2.1.0");
    expect(readFileSync(join(outdir, "out.md"), "utf8")).toContain("environment: development");
    printed.mockRestore();
  });

  test("a waiver of a rule that does not exist fails the synthesis, with the rule that was meant", () => {
    const { app, stack } = example("misspelt");
    Waiver.on(stack, { rule: "config.share_key", reason: "r", expires: "2026-12-31" });
    PolicyCheck.of(app);
    expect(synthesis(app)).toContain(
      "ERROR [PolicyCheck] emr: the waiver of config.share_key names a rule that does not exist; write config.shared_key",
    );
  });

  test("settings that cannot be read are an argument of the check", () => {
    const { app } = example("without-settings");
    PolicyCheck.of(app, { settings: "none.yaml" });
    expect(synthesis(app)).toBe("PolicyCheck: settings 'none.yaml' cannot be read: no such file or folder");
  });

  test("fails nothing below the threshold", () => {
    const { app, stack } = example("never", { sharedKey: true });
    Waiver.on(stack, { rule: "config.share_key", reason: "r", expires: "2026-12-31" });
    PolicyCheck.of(app, { failOn: "never" });
    expect(synthesis(app)).toBe("synthesized");
  });
});

describe("Waiver", () => {
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

  test("is honoured by the policy check and by lint, with its reason", () => {
    const { app, stack } = example("waived", { sharedKey: true });
    Waiver.on(stack, { rule: "config.shared_key", reason: "one key until March", expires: tomorrow });
    PolicyCheck.of(app);
    expect(synthesis(app)).toBe("synthesized");
    const { findings, waived } = lint([join(outdir, "waived")]);
    expect([
      findings.filter(({ severity }) => severity !== "info").map(({ rule, address }) => `${rule} ${address}`),
      waived.map(({ rule, waiver }) => `${rule}: ${waiver.reason}`),
    ]).toEqual([[], ["config.shared_key: one key until March"]]);
  });

  test("covers its construct and what is below, and no neighbours", () => {
    const { app, stack } = example("beside", { sharedKey: true });
    Waiver.on(stack.node.findChild("bucket"), { rule: "config.shared_key", reason: "another one", expires: tomorrow });
    PolicyCheck.of(app);
    expect(synthesis(app)).toMatch("config.shared_key");
  });

  test("fails for an invalid day", () => {
    const { stack } = example("day");
    expect(() => Waiver.on(stack, { rule: "config.shared_key", reason: "r", expires: "2026-02-30" })).toThrow(
      "waiver on 'emr': expires is '2026-02-30'; give a day as YYYY-MM-DD",
    );
  });
});
