import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadPolicySync } from "@open-policy-agent/opa-wasm";
import { policyWasm } from "../../linter/rules/wasm-bundle";
import { opa } from "./opa";

interface Builtin {
  readonly name: string;
  readonly decl: { readonly args?: readonly unknown[]; readonly result?: unknown };
  readonly deprecated?: boolean;
  readonly relation?: boolean;
}

interface Capabilities {
  readonly builtins: readonly Builtin[];
  readonly future_keywords?: readonly string[];
  readonly features?: readonly string[];
}

/** What opa-wasm's own types leave out. */
interface Loaded {
  readonly mem: { readonly buffer: ArrayBuffer };
  readonly wasmInstance: { readonly exports: { builtins(): number; opa_json_dump(value: number): number } };
}

/** What compiles and works, and has no place in a rule: printing, reflection. */
const banned = ["opa.runtime", "print", "trace", "internal.print", "internal.test_case"];

/**
 * The builtins a rule may use: those that WASM brings along. The others need a host that provides them; a policy that calls
 * one compiles, and traps when it is asked. So one policy that calls them all is compiled, and what it imports is left out.
 */
export function wasmCapabilities(): Capabilities {
  const all: Capabilities = JSON.parse(opa(["capabilities", "--current"]));
  const candidates = all.builtins.filter(
    (builtin) => !builtin.deprecated && !banned.includes(builtin.name) && !builtin.name.startsWith("rego."),
  );
  const hosted = hostBuiltins(candidates);
  return { ...all, builtins: candidates.filter((builtin) => !hosted.has(builtin.name)) };
}

/** Names of the builtins that a compiled policy asks its host for. */
function hostBuiltins(builtins: readonly Builtin[]): ReadonlySet<string> {
  const folder = mkdtempSync(join(tmpdir(), "capabilities-"));
  try {
    const calls = builtins
      .filter((builtin) => builtin.decl.result && !builtin.relation && !["eq", "assign"].includes(builtin.name))
      .map(
        ({ name, decl }, row) => `r[${row}] := ${name}(${(decl.args ?? []).map((_, i) => `input.a${i}`).join(", ")})`,
      );
    writeFileSync(join(folder, "calls.rego"), `package calls\n\n${calls.join("\n")}\n`);
    opa(["build", "-t", "wasm", "-e", "calls/r", "-o", "bundle.tar.gz", "calls.rego"], folder);
    const bundle = join(folder, "bundle.tar.gz");
    return importedBuiltins(policyWasm(readFileSync(bundle), bundle));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The names in the export `builtins` of a compiled policy. */
function importedBuiltins(wasm: Uint8Array<ArrayBuffer>): ReadonlySet<string> {
  const { wasmInstance, mem } = loadPolicySync(wasm, { initial: 64 }) as unknown as Loaded;
  const { builtins, opa_json_dump: dump } = wasmInstance.exports;
  const bytes = new Uint8Array(mem.buffer).subarray(dump(builtins()));
  return new Set(Object.keys(JSON.parse(new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0))))));
}
