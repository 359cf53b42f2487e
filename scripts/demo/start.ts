/** `npm start`: the main job as a user would type it. Makes a development bundle once, synthesizes the example, lints it. */
import { next, run, step } from "./console";

step("a development CA, a certificate for the VPC domain, and the zip that EMR downloads (made once)");
run("emr-encryption", ["certs", "development", "--region", "us-east-1", "--out", "certs"]);

step("the example: two KMS keys with their policies, a private bucket, the bundle, the security configuration");
run("cdktf", ["synth"], { brief: true });

step("the linter: opens what was synthesized, the zip included, before anything is applied");
const exitCode = run("emr-encryption", ["lint", "cdktf.out"], { allowed: [0, 1] });

next("Break it, and see what the linter says:", [
  ["npm run demo:break -- weak-rsa", "a 1024-bit RSA key, as in AWS's own older example"],
  ["npm run demo:break -- shared-key", "one KMS key for S3 and for local disk"],
  ["npm run demo:break -- self-signed", "a self-signed certificate in production"],
]);
process.exitCode = exitCode;
