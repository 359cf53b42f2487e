import { dirname, resolve } from "node:path";
import { TerraformModel } from "../model/terraform/terraform-model";
import { type JsonObject, member, members } from "../model/values/json";
import { configurationFiles, configurationModel, readConfiguration, shownFolder } from "./configuration-folder";
import { readModuleOf, unreadableFiles } from "./configurations";
import { FILE_LIMITS } from "./guarded-files";
import { bundleInput, type FoundBundle, type ReadInput, type ReadOptions, rootsOf } from "./input";
import { decode, MAKE_PLAN, peek, placesOf, readJsonText, requireSingleMembers } from "./json-text";
import { planParts, stateParts } from "./plan";
import { readJson } from "./plan-text";
import { NoInput, Refusal } from "./refusal";
import { variablesOf } from "./variable-files";
import { entryNames, isZip } from "./zip-names";

const ERRORED = "Terraform ended with an error before it had planned everything; fix the error, and plan again";
const PARTIAL =
  'Terraform left out a part of the configuration ("complete": false), as with -target; lint a plan of all of it';

/** Members that Terraform's JSON syntax has at its top. */
const CONFIGURATION = new Set(
  "// terraform provider resource data variable locals module output moved removed import check ephemeral".split(" "),
);

/** Reads one file by its content. A file of HCL represents its folder, since a module is all of its files. JSON is read straight as text: bytes beside it would double the memory of large plans. */
export function readFile(input: string, path: string, options: ReadOptions): readonly ReadInput[] {
  const folder = dirname(path);
  const { files } = options;
  if (/\.(?:tf|tofu)$/.test(path)) {
    return readModuleOf(dirname(input), folder, configurationFiles(folder, files), options);
  }
  if (!/^\s*[{[]/.test(peek(path, files).toString("latin1"))) {
    const bytes = files.bytes(path, FILE_LIMITS.input);
    return bytes.length > 0 && isZip(bytes)
      ? [readZip(input, bytes, { place: files.place(path), read: () => files.bytes(path, FILE_LIMITS.bundle) })]
      : readBytes(input, bytes, folder, options);
  }
  return readText(input, readJsonText(path, files), folder, options);
}

/** Reads bytes by their content. `folder` is where their relative paths start. */
export function readBytes(
  input: string,
  bytes: Uint8Array,
  folder: string,
  options: ReadOptions,
): readonly ReadInput[] {
  if (bytes.length === 0) throw new Refusal("the file is empty (0 bytes)");
  if (isZip(bytes)) return [readZip(input, bytes, { read: () => bytes })];
  return readText(input, decode(bytes), folder, options);
}

function readText(input: string, content: string, folder: string, options: ReadOptions): readonly ReadInput[] {
  const read = readJson(content, input);
  const { json } = read;
  if (member(json, "sidecarVersion") !== undefined) {
    const place = input === "-" ? {} : { place: options.files.place(resolve(options.cwd, input)) };
    return [publishedBundle(input, content, place)];
  }
  const roots = rootsOf(folder, options);
  const { files, region } = options;
  if (member(json, "auditVersion") !== undefined) {
    const { readAccount } = require("./account") as typeof import("./account");
    return readAccount(json, { input, roots, files, budget: options.budget });
  }
  const common = { input, stack: "", roots, files, region, budget: options.budget };
  const version = member(json, "format_version");
  if (version !== undefined) {
    if (!/^(?:0\.[12]|1\.\d+)$/.test(String(version))) {
      throw new Refusal(
        `its format_version ${JSON.stringify(version).slice(0, 20)} is not one that this version of emr-encryption reads (0.1, 0.2 and 1.x)`,
      );
    }
    if (member(json, "resource_changes") !== undefined || member(json, "planned_values") !== undefined) {
      return [
        {
          input,
          stack: "",
          kind: "plan",
          model: new TerraformModel({ ...common, kind: "plan", ...planParts(read, roots, options) }),
          ...incompletenessOf(json),
        },
      ];
    }
    return [
      { input, stack: "", kind: "state", model: new TerraformModel({ ...common, kind: "state", ...stateParts(json) }) },
    ];
  }
  refuseState(json);
  const names = members(json).map(([name]) => name);
  if (names.length > 0 && names.every((name) => CONFIGURATION.has(name))) {
    requireSingleMembers(content, json);
    const file =
      input === "-"
        ? { content: json }
        : { file: input, content: json, places: placesOf(resolve(options.cwd, input), files) };
    const read = { files: [file], faults: [] };
    const at = { folder, shown: shownFolder([file]) };
    const module = readConfiguration(read, at, files);
    const variables = variablesOf(at, options);
    const named = { input, stack: "", kind: "configuration" } as const;
    const model = configurationModel({ ...named, folder }, [file], module, variables, options);
    return [{ ...named, model }, ...unreadableFiles([...module.faults, ...variables.faults])];
  }
  throw new NoInput(`this JSON is not a plan, state or configuration of Terraform; create a plan: ${MAKE_PLAN}`);
}

/** Why a plan does not have everything that Terraform would change. Terraform before 1.8 does not write whether it is complete. */
function incompletenessOf(plan: JsonObject): Pick<ReadInput, "incomplete"> {
  if (member(plan, "errored") === true) return { incomplete: ERRORED };
  return member(plan, "complete") === false ? { incomplete: PARTIAL } : {};
}

/** Internal files of Terraform and OpenTofu. */
function refuseState(json: JsonObject): void {
  if (typeof member(json, "encrypted_data") === "string") {
    throw new Refusal(
      "this is encrypted by OpenTofu; lint its JSON, which tofu decrypts: tofu show -json PLAN | emr-encryption lint -",
    );
  }
  if (member(json, "lineage") !== undefined || member(json, "serial") !== undefined) {
    throw new Refusal("this is Terraform's state file; lint its JSON: terraform show -json | emr-encryption lint -");
  }
}

/** The public sidecar of a published bundle. */
function publishedBundle(input: string, content: string, place: Pick<FoundBundle, "place">): ReadInput {
  const { readSidecar } = require("../../formats/sidecar") as typeof import("../../formats/sidecar");
  const sidecar = readSidecar(content);
  if ("problem" in sidecar) {
    throw new Refusal(`this is not a valid sidecar: ${sidecar.problem}; write it again with certs publish`);
  }
  const { bucket, key } = sidecar.object;
  const publishedAs = `${bucket}/${key}`;
  return bundleInput(input, { ...place, isFolder: false, publishedAs, read: () => Buffer.from(content) });
}

function readZip(input: string, bytes: Uint8Array, from: Pick<FoundBundle, "place" | "read">): ReadInput {
  if (entryNames(bytes).includes("tfplan")) {
    const name = input === "-" ? "plan" : input;
    throw new Refusal(
      `this is Terraform's saved plan; lint its JSON: terraform show -json ${name} | emr-encryption lint -`,
    );
  }
  return bundleInput(input, { isFolder: false, ...from });
}
