/** One step of a path: a name, or the key of an instance or element. */
export type PathStep = { readonly name: string } | { readonly key: string | number };

/** A resource's address in parts. */
export interface Address {
  /** Address of the module instance, empty for the root. */
  readonly module: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly key?: string | number;
  /** What follows the resource: its attributes. */
  readonly rest: readonly PathStep[];
}

const STEP = /\.?([^.[\]"]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/y;

/** Splits `module.a["x"].aws_kms_key.k[0].arn` into steps; undefined if the text is not a path. */
export function parsePath(text: string): readonly PathStep[] | undefined {
  const steps: PathStep[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const match = STEP.exec(text);
    if (!match) return undefined;
    const [, name, index, key] = match;
    if (name !== undefined) steps.push({ name });
    else if (index !== undefined) steps.push({ key: Number(index) });
    else steps.push({ key: unquote(key ?? "") });
  }
  return steps;
}

/** Writes steps as Terraform does. */
export function formatPath(steps: readonly PathStep[]): string {
  return steps
    .map((step, at) => ("key" in step ? formatKey(step.key) : at === 0 ? step.name : `.${step.name}`))
    .join("");
}

/** Writes an instance key as Terraform does: `["a"]`, `[0]`; empty for none. */
export function formatKey(key: string | number | undefined): string {
  if (key === undefined) return "";
  return typeof key === "number" ? `[${key}]` : `["${key.replace(/["\\]|[$%](?=\{)/g, escapeCharacter)}"]`;
}

/** An address without the keys of instances. */
export function withoutKeys(address: string): string {
  return address.replace(/\["(?:[^"\\]|\\.)*"\]|\[\d+\]/g, "");
}

/** Reads the address of a resource, with attributes behind it or not; undefined for anything else. */
export function parseAddress(text: string): Address | undefined {
  const steps = parsePath(text);
  return steps && addressOf(steps);
}

/** {@link parseAddress} for steps. */
export function addressOf(steps: readonly PathStep[]): Address | undefined {
  let at = 0;
  while (nameAt(steps, at) === "module" && nameAt(steps, at + 1) !== undefined) at += keyAt(steps, at + 2) ? 3 : 2;
  const module = formatPath(steps.slice(0, at));
  const mode = nameAt(steps, at) === "data" ? "data" : "managed";
  if (mode === "data") at++;
  const type = nameAt(steps, at);
  const name = nameAt(steps, at + 1);
  if (type === undefined || name === undefined) return undefined;
  const key = keyAt(steps, at + 2);
  return { module, mode, type, name, key: key?.key, rest: steps.slice(at + (key ? 3 : 2)) };
}

/** Writes the address of a resource without what follows it. */
export function formatAddress({ module, mode, type, name, key }: Omit<Address, "rest">): string {
  return inModule(module, `${mode === "data" ? "data." : ""}${type}.${name}${formatKey(key)}`);
}

/** Address of a module that another one calls. */
export function calledModule(caller: string, call: string, key: string | number | undefined): string {
  return inModule(caller, `module.${call}${formatKey(key)}`);
}

/** Names of the calls that lead to a module, from the root. */
export function callsOf(module: string): readonly string[] {
  const names = (parsePath(module) ?? []).flatMap((step) => ("name" in step ? [step.name] : []));
  return names.filter((_, at) => at % 2 === 1);
}

function inModule(module: string, address: string): string {
  return module === "" ? address : `${module}.${address}`;
}

function nameAt(steps: readonly PathStep[], at: number): string | undefined {
  const step = steps[at];
  return step && "name" in step ? step.name : undefined;
}

function keyAt(steps: readonly PathStep[], at: number): { readonly key: string | number } | undefined {
  const step = steps[at];
  return step && "key" in step ? step : undefined;
}

function escapeCharacter(character: string): string {
  return character === '"' || character === "\\" ? `\\${character}` : character + character;
}

function unquote(text: string): string {
  return text.replace(/\\(.)|([$%])\2(?=\{)/g, (_, escaped, marker) => escaped ?? marker);
}
