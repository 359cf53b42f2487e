import { basename, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { ExpressionError, parseTemplate } from "../model/expressions/expression";
import type { VariablePlace } from "../model/expressions/source";
import { isObject, type Json, type JsonObject } from "../model/values/json";
import type { FileFault } from "./configuration-folder";
import { type FilePlaces, findPlace, type PlacedFile, VALUES } from "./file-places";
import { FILE_LIMITS, type GuardedFiles } from "./guarded-files";
import type { ReadOptions, VariableFile } from "./input";
import { jsonPlaces, parseConfiguration, readJsonText } from "./json-text";
import { explainFileError, Refusal } from "./refusal";

/** Values of the root module's variables. */
export interface GivenVariables {
  readonly values: ReadonlyMap<string, Json>;
  readonly faults: readonly FileFault[];
  /** Where a path in the value of a variable leads to. */
  readonly place: VariablePlace;
}

interface VariableValues {
  readonly values: JsonObject;
  readonly places: () => FilePlaces;
}

const AUTOMATIC = /^(?:terraform\.tfvars|.*\.auto\.tfvars)(?:\.json)?$/;

/**
 * The files of variable values that Terraform reads by default, in its order: `terraform.tfvars`, `terraform.tfvars.json`, then
 * `*.auto.tfvars` and `*.auto.tfvars.json` by name.
 */
function automaticVariableFiles(folder: string, shown: string, files: GuardedFiles): readonly VariableFile[] {
  if (!files.isFolder(folder)) return [];
  const names = files.entries(folder).flatMap(({ name }) => (AUTOMATIC.test(name) ? [name] : []));
  const rank = (name: string) => (name.startsWith("terraform.tfvars") ? 0 : 1);
  return names
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map((name) => ({ path: join(folder, name), shown: join(shown, name) }));
}

/**
 * Values of the variables of a root module: by the files in its folder, then by those that the user names. If several give a
 * variable, the last one counts.
 */
export function variablesOf(
  { folder, shown }: { readonly folder: string; readonly shown: string },
  { files, variableFiles = [] }: Pick<ReadOptions, "files" | "variableFiles">,
): GivenVariables {
  const values = new Map<string, Json>();
  const faults: FileFault[] = [];
  const givenBy = new Map<string, PlacedFile>();
  for (const { path, shown: file } of [...automaticVariableFiles(folder, shown, files), ...variableFiles]) {
    try {
      const read = readVariables(path, files);
      for (const [name, value] of Object.entries(read.values)) {
        values.set(name, value);
        givenBy.set(name, { file, places: read.places });
      }
    } catch (error) {
      faults.push({ file, problem: explainFileError(error) });
    }
  }
  const place: VariablePlace = (name, path, search) => {
    const file = givenBy.get(name);
    return file && findPlace([file], { files: [] }, VALUES, [name, ...path], search);
  };
  return { values, faults, place };
}

function readVariables(path: string, files: GuardedFiles): VariableValues {
  // In JSON, a string is itself; there are no expressions in it.
  if (path.endsWith(".json")) {
    const text = readJsonText(path, files);
    return { values: parseConfiguration(text, basename(path)), places: () => jsonPlaces(text) };
  }
  const { readHcl } = require("./hcl") as typeof import("./hcl");
  const { content, places } = readHcl(Buffer.from(files.bytes(path, FILE_LIMITS.document)));
  const values = Object.entries(content).map(([name, value]) => [name, constant(value, name)]);
  return { values: Object.fromEntries(values), places };
}

/** Where values are written that are the same as those of a run: a plan does not name the files that gave them. */
export function placeOfSame(given: GivenVariables, values: ReadonlyMap<string, Json>): VariablePlace {
  return (name, path, search) =>
    isDeepStrictEqual(given.values.get(name), values.get(name)) ? given.place(name, path, search) : undefined;
}

/** A value without its escapes; files of variable values contain constants alone. */
function constant(value: Json, variable: string): Json {
  if (typeof value === "string") return value.includes("{") ? constantText(value, variable) : value;
  if (Array.isArray(value)) return value.map((item) => constant(item, variable));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, constant(item, variable)]));
}

function constantText(text: string, variable: string): Json {
  try {
    const expression = parseTemplate(text);
    if (expression.kind === "literal") return expression.value;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
  }
  throw new Refusal(`the value of ${variable} is an expression; a file of variable values can contain only constants`);
}
