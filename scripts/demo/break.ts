/** `npm run demo:break -- weak-rsa | shared-key | self-signed`: makes and lints a variant of the example that is wrong in one way. */
import { mkdirSync } from "node:fs";
import { run, step } from "./console";

interface Variant {
  /** What is wrong with it. */
  readonly wrong: string;
  /** Whether it needs a bundle of its own. */
  readonly bundle: boolean;
  readonly env: { readonly [name: string]: string };
}

const variants: { readonly [name: string]: Variant } = {
  "weak-rsa": { wrong: "the certificate's RSA key has 1024 bits", bundle: true, env: {} },
  "shared-key": { wrong: "one KMS key encrypts S3 and local disk", bundle: false, env: { EMR_SHARED_KEY: "true" } },
  "self-signed": {
    wrong: "the certificate is self-signed, in production",
    bundle: true,
    env: { EMR_ENVIRONMENT: "production" },
  },
};

const name = process.argv[2] ?? "";
const variant = Object.hasOwn(variants, name) ? variants[name] : undefined;
if (variant) {
  breakIt(name, variant);
} else {
  console.error(`break: '${name}' is not one of ${Object.keys(variants).join(", ")}`);
  process.exitCode = 2;
}

function breakIt(name: string, { wrong, bundle, env }: Variant): void {
  const folder = `broken/${name}`;
  const certificates = bundle ? `${folder}/certs` : "certs";
  step(`a variant in which ${wrong}`);
  if (bundle) run("tsx", ["scripts/demo/break-bundle.ts", name, certificates]);
  else run("emr-encryption", ["certs", "development", "--region", "us-east-1", "--out", certificates]);
  mkdirSync(folder, { recursive: true });
  run("cdktf", ["synth", "--output", `${folder}/cdktf.out`], {
    brief: true,
    env: { ...env, EMR_CERTIFICATES: certificates },
  });
  const exitCode = run("emr-encryption", ["lint", `${folder}/cdktf.out`], { allowed: [0, 1] });
  console.log(`exit code ${exitCode}\n`);
  if (exitCode !== 1) process.exitCode = 2;
}
