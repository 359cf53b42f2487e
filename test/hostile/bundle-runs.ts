import { runLint } from "../../linter/run/lint";
import type { LintOptions } from "../../linter/run/options";
import { folderOf } from "../linter/models";
import { authorityAndLeaf, bundleZip } from "../support/certificates";

const now = new Date("2026-11-23T12:00:00Z");
export const { root, leaf } = authorityAndLeaf();
export const good = {
  "privateKey.pem": leaf.privateKeyPem,
  "certificateChain.pem": leaf.pem + root.pem,
  "trustedCertificates.pem": root.pem,
};

/** What a run finds, and how it ends. */
export function checked(cwd: string, input: string, options: LintOptions = {}) {
  const { report, exitCode } = runLint([input], { cwd, now, region: "us-east-1", ...options });
  const [status] = report.inputs;
  return { rules: report.findings.map(({ rule }) => rule), error: status?.error, exitCode, report };
}

/** What a run finds in a zip of some files. */
export const ofZip = (files: { readonly [name: string]: string | Buffer }, options: LintOptions = {}) =>
  checked(folderOf({ "b.zip": bundleZip(files) }), "b.zip", options);
