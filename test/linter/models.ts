import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Model } from "../../linter/model/terraform/model";
import { Template } from "../../linter/model/values/symbolic";
import { GuardedFiles } from "../../linter/read/guarded-files";
import type { ReadInput, ReadOptions } from "../../linter/read/input";
import { readInputs } from "../../linter/read/read";

/** Where the plans lie that Terraform made. */
export const PLANS = join(__dirname, "..", "fixtures", "plans");

/** Writes files into a new folder, by path, and returns it. */
export function folderOf(files: { readonly [path: string]: string | Uint8Array }): string {
  const folder = mkdtempSync(join(tmpdir(), "read-"));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** Reads inputs from a folder. */
export function read(inputs: readonly string[], cwd: string, options: Partial<ReadOptions> = {}): readonly ReadInput[] {
  return readInputs(inputs, { ...readOptions(cwd), ...options });
}

/** What readers know of a run in a folder. */
export function readOptions(cwd: string): ReadOptions {
  return { cwd, files: new GuardedFiles({ cwd }), stdin: () => new Uint8Array() };
}

/** The only model of an input. */
export function modelOf(input: string, cwd = PLANS, options: Partial<ReadOptions> = {}): Model {
  const [only, ...others] = read([input], cwd, options);
  if (!only?.model || others.length > 0) throw new Error(`expected one model: ${only?.error}`);
  return only.model;
}

/** The model of a folder with one file in Terraform's JSON syntax. */
export function configuration(content: object): Model {
  return modelOf("main.tf.json", folderOf({ "main.tf.json": JSON.stringify(content) }));
}

/** The parts of an argument that is a template. */
export function partsOf(model: Model | undefined, address: string, argument = "configuration"): Template["parts"] {
  const value = model?.at(address)?.values[argument];
  if (!(value instanceof Template)) throw new Error(`${address}.${argument} is no template`);
  return value.parts;
}
