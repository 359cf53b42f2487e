import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { GuardedFiles } from "../../../linter/read/guarded-files";
import { readSettings } from "../../../linter/settings";
import type { RuleSeverities } from "../../../linter/settings/settings";

const folders: string[] = [];

/** A folder with these files, removed by {@link removeFolders}. */
export function folderWith(files: { readonly [name: string]: string | object }): string {
  const folder = mkdtempSync(join(tmpdir(), "settings-"));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  return folder;
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

/** Rules that the tests speak of. */
export const rules: RuleSeverities = new Map([
  ["cert.self_signed", { severity: "error" }],
  ["cert.weak_rsa", { severity: "error" }],
  ["cert.expires_soon", { severity: "warning" }],
  ["config.ebs_not_encrypted", { severity: "warning" }],
  ["config.sasl_unprotected", { severity: "info" }],
  ["config.shared_key", { severity: "error" }],
  ["key.rotation_off", { severity: "warning" }],
]);

export const now = Date.parse("2026-11-23T12:00:00Z");

/** The file that settings are read from. */
export const name = "emr-encryption.config.json";
/** The settings of a folder. */
export const read = (cwd: string, file?: string) =>
  readSettings({
    cwd,
    files: new GuardedFiles({ cwd }),
    evaluatedAt: now,
    rules: () => rules,
    ...(file === undefined ? {} : { file }),
  });
/** The settings of a file with a content. */
export const readJson = (content: object) => read(folderWith({ [name]: content }));
/** A valid waiver. */
export const waiver = {
  rule: "config.ebs_not_encrypted",
  address: "module.legacy.*",
  reason: "old image",
  expires: "2027-01-31",
};
