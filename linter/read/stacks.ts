import { dirname, join } from "node:path";
import type { TerraformModel } from "../model/terraform/terraform-model";
import { isObject, type Json, list, member, members, text } from "../model/values/json";
import { isRecord, type Symbolic } from "../model/values/symbolic";
import { isKnown } from "../model/values/unknowns";
import { configurationModel, readConfiguration } from "./configuration-folder";
import { unreadableFiles } from "./configurations";
import type { GuardedFiles } from "./guarded-files";
import { guarded, type ReadInput, type ReadOptions } from "./input";
import { parseConfiguration, parseJson, placesOf, readJsonText } from "./json-text";
import { explainFileError, type FileFault, MissingFile, Refusal } from "./refusal";
import { variablesOf } from "./variable-files";

/** Prefix of the names that CDKTF gives to data sources that read outputs of another stack. */
const CROSS_STACK = /^cross-stack-reference-input-(.+)$/;

interface ManifestStack {
  readonly name: string;
  /** Path of `cdk.tf.json` inside the folder. */
  readonly path: string;
}

/** Reads all stacks of a `cdktf.out`; undefined where the folder's manifest is of something else. */
export function readStacks(input: string, folder: string, options: ReadOptions): readonly ReadInput[] | undefined {
  const stacks = manifestStacks(folder, options.files);
  if (!stacks) return undefined;
  const models = new Map<string, TerraformModel>();
  return stacks.flatMap((stack) =>
    guarded(input, () => {
      const { model, faults } = stackModel(input, folder, stack, options, models);
      models.set(stack.name, model);
      return [{ input, stack: stack.name, kind: "stack", model }, ...unreadableFiles(faults)];
    }).map((read) => ({ ...read, stack: stack.name, kind: "stack" })),
  );
}

/** Stacks by name; undefined for another kind of file. */
export function manifestStacks(folder: string, files: GuardedFiles): readonly ManifestStack[] | undefined {
  let manifest: Json;
  try {
    manifest = parseJson(readJsonText(join(folder, "manifest.json"), files), "manifest.json");
  } catch (error) {
    // A damaged manifest beside stacks is a damaged cdktf.out, not a folder of something else.
    if (error instanceof Refusal && files.isFolder(join(folder, "stacks"))) {
      throw new Refusal(`manifest.json: ${error.message}; run cdktf synth again`);
    }
    return undefined;
  }
  const stacks = member(manifest, "stacks");
  if (!isObject(stacks)) return undefined;
  return members(stacks)
    .map(([name, stack]) => ({
      name,
      path: text(member(stack, "synthesizedStackPath")) || `stacks/${name}/cdk.tf.json`,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function stackModel(
  input: string,
  folder: string,
  stack: ManifestStack,
  options: ReadOptions,
  models: ReadonlyMap<string, TerraformModel>,
): { readonly model: TerraformModel; readonly faults: readonly FileFault[] } {
  const file = join(folder, stack.path);
  const content = parseConfiguration(readStack(file, stack, options.files), stack.path);
  const home = join(file, "..");
  const shown = join(input, stack.path);
  const at = { folder: home, shown: dirname(shown) };
  const variables = variablesOf(at, options);
  const parts = {
    input,
    stack: stack.name,
    kind: "stack",
    folder: home,
    stacks: () => [...models.values()],
    remote: (data: { readonly name: string; attribute(name: string): Symbolic | undefined }) =>
      models.get(CROSS_STACK.exec(data.name)?.[1] ?? "") ??
      [...models.values()].find((model) => readsStateOf(data, model)),
  } as const;
  const files = [{ file: shown, content, places: placesOf(file, options.files) }];
  const read = readConfiguration({ files, faults: [] }, at, options.files);
  const model = configurationModel(parts, files, read, variables, options);
  return { model, faults: [...read.faults, ...variables.faults] };
}

function readStack(file: string, { path }: ManifestStack, files: GuardedFiles): string {
  try {
    return readJsonText(file, files);
  } catch (error) {
    if (error instanceof MissingFile) throw new Refusal(`${path} is missing; run cdktf synth again`);
    throw new Refusal(`${path}: ${explainFileError(error)}`);
  }
}

/** Whether a data source `terraform_remote_state` names the backend of a stack: every setting of it, but for credentials. */
function readsStateOf(
  data: { attribute(name: string): Symbolic | undefined },
  model: Pick<TerraformModel, "backend">,
): boolean {
  const [[type, settings] = []] = members(Array.isArray(model.backend) ? model.backend[0] : model.backend);
  const config = data.attribute("config");
  if (type === undefined || data.attribute("backend") !== type || !isRecord(config)) return false;
  const [body] = Array.isArray(settings) ? list(settings) : [settings];
  const named = ["path", "bucket", "key", "prefix", "organization", "workspaces", "container_name"];
  const same = (name: string) => JSON.stringify(config[name]) === JSON.stringify(member(body, name));
  return isKnown(config) && named.some((name) => config[name] !== undefined) && named.every(same);
}
