import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readRelease, releases } from "../../formats/releases";
import { policyWasm } from "../../linter/rules/wasm-bundle";
import { readExamples, ruleIds } from "../../test/support/rules/examples";
import { wasmCapabilities } from "./capabilities";
import { closedSetsModule } from "./closed-sets";
import { opa, root } from "./opa";
import { readRules } from "./rule-metadata";

/** What is compiled, as arguments that never change: OPA embeds them in the WASM. */
export const policySources = ["policies/lib", "policies/lint", "policies/rules"];

/** What rules read of `formats/releases.json`, as a Rego module. */
function releasesModule(): string {
  const number = (label: string) => readRelease(label)?.number ?? 0;
  const gates = releases.gates.map(({ feature, from, of6 }) => ({
    feature,
    text: of6 === undefined ? from : `${from} (${of6} of EMR 6)`,
    from_number: number(from),
    of6_number: of6 === undefined ? 0 : number(of6),
  }));
  const defects = releases.defects.map(({ source: _, from, to, ...defect }) => ({
    ...defect,
    from_number: number(from),
    to_number: number(to),
  }));
  const about = "generated from formats/releases.json by npm run generate";
  return `# METADATA
# title: Releases of EMR
# description: Features and defects of releases, ${about}.
package releases

# METADATA
# description: The first release that supports a feature.
gates := ${JSON.stringify(gates, null, "\t")}

# METADATA
# description: Defects with encryption, from a release to a release.
defects := ${JSON.stringify(defects, null, "\t")}
`;
}

/** Writes `policies/dist`: Rego as WASM, METADATA and examples as JSON; the same sources give the same bytes. */
export function buildPolicies(dist = join(root, "policies/dist")): void {
  for (const [file, text] of Object.entries({ "releases.rego": releasesModule(), "sets.rego": closedSetsModule() })) {
    writeFileSync(join(root, "policies/lib", file), text);
    opa(["fmt", "--write", `policies/lib/${file}`]);
  }
  const capabilities = join(root, "policies/capabilities.json");
  writeFileSync(capabilities, `${JSON.stringify(wasmCapabilities(), null, 1)}\n`);
  mkdirSync(dist, { recursive: true });
  writeFileSync(join(dist, "policy.wasm"), compile(capabilities, policySources, root));
  writeFileSync(join(dist, "rules.json"), `${JSON.stringify(readRules(), null, 1)}\n`);
  const examples = Object.fromEntries(ruleIds().map((id) => [id, readExamples(id)]));
  writeFileSync(join(dist, "examples.json"), `${JSON.stringify(examples)}\n`);
}

/** Compiles Rego of a folder to WASM, with the entry point `lint/result`. */
export function compile(capabilities: string, paths: readonly string[], folder: string): Uint8Array {
  const scratch = mkdtempSync(join(tmpdir(), "policies-"));
  try {
    const bundle = join(scratch, "bundle.tar.gz");
    const options = ["-t", "wasm", "-O", "1", "-e", "lint/result", "--capabilities", capabilities, "-o", bundle];
    opa(["build", ...options, ...paths], folder);
    return policyWasm(readFileSync(bundle), bundle);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

if (require.main === module) buildPolicies();
