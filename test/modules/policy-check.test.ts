import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { EncryptionStack } from "../../examples/encryption/stack";
import { lint } from "../../linter";
import { PolicyCheck, Waiver } from "../../modules";
import { certificatesFolder } from "./stacks";

const outdir = mkdtempSync(join(tmpdir(), "policy-check-"));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const certificates = certificatesFolder();

/** The example in an app of its own; `name` keeps the outputs apart. */
function example(name: string, settings: { readonly sharedKey?: boolean } = {}) {
  const app = new App({ outdir: join(outdir, name), skipValidation: false });
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
      /\[emr\/encryption\/security-configuration\/.*\] config\.shared_key: S3 and local disks share the KMS key aws_kms_key\./,
    );
  });

  test("fails nothing where no check is asked for", () => {
    const { app } = example("unchecked", { sharedKey: true });
    expect(synthesis(app)).toBe("synthesized");
  });

  test("fails nothing below the threshold", () => {
    const { app } = example("never", { sharedKey: true });
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

  test("covers its construct and what is below, nothing beside", () => {
    const { app, stack } = example("beside", { sharedKey: true });
    Waiver.on(stack.node.findChild("bucket"), { rule: "config.shared_key", reason: "another one", expires: tomorrow });
    PolicyCheck.of(app);
    expect(synthesis(app)).toMatch("config.shared_key");
  });

  test("fails for a day that is none", () => {
    const { stack } = example("day");
    expect(() => Waiver.on(stack, { rule: "config.shared_key", reason: "r", expires: "2026-02-30" })).toThrow(
      "waiver on 'emr': expires is '2026-02-30'; give a day as YYYY-MM-DD",
    );
  });
});
