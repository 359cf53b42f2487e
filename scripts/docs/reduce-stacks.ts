import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { globSync } from "tinyglobby";
import { readCatalogue } from "../../linter/rules/catalogue";
import { runLint } from "../../linter/run/lint";
import { type Stack, type StackCase, stackText } from "../../test/support/rules/stacks";
import { breaks, broken, document } from "../../test/verdicts/broken-documents";
import { root } from "../policies/opa";

/**
 * Writes `stack.json` into the folder of each rule that has none: the smallest stack of the fixtures on which the rule fires, and for
 * documents the same stack without the mistake. The result is read by people: look at it, and shorten it by hand where it helps.
 */

const folder = mkdtempSync(join(tmpdir(), "emr-encryption-stacks-"));
const now = new Date("2026-11-23T12:00:00Z");
type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

function rulesOf(stack: Stack, rule: string): readonly string[] {
  writeFileSync(join(folder, "main.tf.json"), stackText(stack));
  const { report } = runLint(["main.tf.json"], { cwd: folder, now, rules: [rule], allKeys: true });
  return report.findings.map((finding) => finding.rule);
}

/** Whether anything but a note is reported: the repair of one mistake must not show another. */
function isWrong(stack: Stack): boolean {
  writeFileSync(join(folder, "main.tf.json"), stackText(stack));
  const { report } = runLint(["main.tf.json"], { cwd: folder, now, skip: ["key.*", "cluster.*", "object.*"] });
  return report.findings.some(({ severity }) => severity !== "info");
}

/** Every path to something that could be left out, outermost first. */
function paths(value: Json, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [];
  const entries = Array.isArray(value) ? [...value.entries()].reverse() : Object.entries(value);
  return entries.flatMap(([name, member]) => [[...path, name], ...paths(member, [...path, name])]);
}

function without<T>(value: T, path: readonly (string | number)[]): T {
  const copy = structuredClone(value) as Json;
  let part: Json = copy;
  for (const step of path.slice(0, -1)) {
    if (typeof part !== "object" || part === null) return copy as T;
    part = (part as { [name: string]: Json })[step as string] ?? null;
  }
  const last = path.at(-1) as string;
  if (Array.isArray(part)) part.splice(Number(last), 1);
  else if (typeof part === "object" && part !== null) delete part[last];
  return copy as T;
}

/** Leaves out whatever the case holds without. */
function reduced(given: StackCase, holds: (candidate: StackCase) => boolean): StackCase {
  let current = given;
  const tried = new Set<string>();
  for (let progress = true; progress; ) {
    progress = false;
    for (const path of paths(current.wrong as unknown as Json)) {
      const key = path.join("/");
      if (tried.has(key) || path.length < 2) continue;
      const candidate: StackCase = {
        wrong: without(current.wrong, path),
        ...(current.right ? { right: without(current.right, path) } : {}),
      };
      if (holds(candidate)) {
        current = candidate;
        progress = true;
        break;
      }
      tried.add(key);
    }
  }
  return current;
}

function documentCase(rule: string): StackCase {
  const stack = (configuration: object): Stack => ({
    resource: {
      aws_kms_key: { s3: {}, disk: {}, logs: {} },
      aws_kms_alias: {
        disk: { name: "alias/disk", target_key_id: "${aws_kms_key.disk.key_id}" },
        s3: { name: "alias/s3", target_key_id: "${aws_kms_key.s3.key_id}" },
      },
      aws_s3_bucket: { certs: { bucket_prefix: "certs-" } },
      aws_emr_security_configuration: { emr: { configuration } },
    },
  });
  return { wrong: stack(broken(rule)), right: stack(document()) };
}

/** Documents inside texts as objects, as `stack.json` writes them. */
function opened(value: Json, name = ""): Json {
  if (
    typeof value === "string" &&
    ["configuration", "policy", "assume_role_policy"].includes(name) &&
    value.startsWith("{")
  ) {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }
  if (Array.isArray(value)) return value.map((item) => opened(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, opened(member, key)]));
}

/** The stack cut to the resources that lead from an address, in any direction, within two steps. */
function closure({ resource, data = {} }: Stack, address: string): Stack {
  const all = Object.entries({ ...resource }).flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]) => ({ type, name, id: `${type}.${name}`, text: JSON.stringify(body) })),
  );
  const kept = new Set([address]);
  for (let step = 0; step < 3; step += 1) {
    for (const each of all) {
      const touches = [...kept].some(
        (id) => each.text.includes(`${id}.`) || all.find((one) => one.id === id)?.text.includes(`${each.id}.`),
      );
      if (touches) kept.add(each.id);
    }
  }
  const picked = Object.fromEntries(
    Object.entries(resource).flatMap(([type, named]) => {
      const some = Object.fromEntries(Object.entries(named).filter(([name]) => kept.has(`${type}.${name}`)));
      return Object.keys(some).length > 0 ? [[type, some]] : [];
    }),
  );
  return { resource: picked, data };
}

function main(): void {
  const wanted = [...readCatalogue().keys()].filter((rule) => !rule.startsWith("cert.") && !rule.startsWith("bundle."));
  const sources = globSync(["test/fixtures/**/main.tf.json", "test/fixtures/**/cdk.tf.json"], {
    cwd: root,
    ignore: ["**/opentofu/**", "**/modules/**"],
  }).sort();
  const places = new Map<string, { stack: Stack; address: string }[]>();
  for (const source of sources) {
    const parsed = opened(JSON.parse(readFileSync(join(root, source), "utf8"))) as unknown as Stack;
    for (const { rule, address } of runLint([source], { cwd: root, now, allKeys: true }).report.findings) {
      const stack = {
        resource: parsed.resource,
        ...(parsed.data ? { data: parsed.data } : {}),
        ...(parsed.provider ? { provider: { aws: { region: "us-east-1" } } } : {}),
      };
      places.set(rule, [...(places.get(rule) ?? []), { stack: stack as Stack, address }]);
    }
  }
  for (const rule of wanted) {
    const [area = "", name = ""] = rule.split(".");
    const file = join(root, "policies/rules", area, name, "stack.json");
    const isDocument = Object.hasOwn(breaks, rule);
    const candidates = isDocument
      ? [documentCase(rule)]
      : (places.get(rule) ?? []).slice(0, 6).map(({ stack, address }) => ({
          wrong: { ...closure(stack, address), ...(stack.provider ? { provider: stack.provider } : {}) },
        }));
    const holds = ({ wrong, right }: StackCase) => {
      try {
        return rulesOf(wrong, rule).includes(rule) && !(right && (rulesOf(right, rule).length > 0 || isWrong(right)));
      } catch {
        return false;
      }
    };
    const found = candidates
      .filter((each) => holds(each))
      .sort((a, b) => JSON.stringify(a).length - JSON.stringify(b).length)[0];
    if (!found) {
      process.stdout.write(`${rule}: no stack of the fixtures\n`);
      continue;
    }
    const smallest = reduced(found, holds);
    writeFileSync(file, `${JSON.stringify(smallest, null, 2)}\n`);
    process.stdout.write(`${rule}: ${JSON.stringify(smallest).length}\n`);
  }
  rmSync(folder, { recursive: true, force: true });
}

main();
