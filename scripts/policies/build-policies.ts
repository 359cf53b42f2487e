import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { certificateLimits, publicCaSchedule } from "../../formats/certificate-limits";
import { readRelease, releases } from "../../formats/releases";
import { policyWasm } from "../../linter/rules/wasm-bundle";
import { readExamples, ruleIds } from "../../test/support/rules/examples";
import { wasmCapabilities } from "./capabilities";
import { closedSetsModule } from "./closed-sets";
import { opa, root, runScript } from "./opa";
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
gates := ${table(gates)}

# METADATA
# description: Defects with encryption, from a release to a release.
defects := ${JSON.stringify(defects, null, "\t")}
`;
}

/** What rules read of `formats/certificate-limits.json`, as a Rego module. */
function certificateLimitsModule(): string {
  const limits = certificateLimits.publicCa.validity.map(({ from, days }, index, all) => ({
    from,
    days,
    start: Date.parse(from),
    end: Date.parse(all[index + 1]?.from ?? "9999-12-31"),
  }));
  const schedules = [Number.MIN_SAFE_INTEGER, ...limits.map(({ start }) => start)].map((start, index) => ({
    start,
    end: limits[index]?.start ?? Number.MAX_SAFE_INTEGER,
    text: publicCaSchedule(start),
  }));
  return `# METADATA
# title: Limits on certificates
# description: Longest validity of what public CAs issue, generated from formats/certificate-limits.json by npm run generate.
package certificate_limits

# METADATA
# description: Periods, and the longest validity in days of what is issued in each.
limits := ${table(limits)}

# METADATA
# description: What public CAs issue at a time and later, in words.
schedule_at(instant) := schedule.text if {
	some schedule in _schedules
	schedule.start <= instant
	instant < schedule.end
}

_schedules := ${table(schedules)}
`;
}

/** A list of records in Rego, one on each line. */
function table(records: readonly object[]): string {
  return `[\n${records.map((record) => `${JSON.stringify(record)},\n`).join("")}]`;
}

/** Writes `policies/dist`: Rego as WASM, METADATA and examples as JSON; the same sources give the same bytes. */
export function buildPolicies(dist = join(root, "policies/dist")): void {
  const modules = {
    "releases.rego": releasesModule(),
    "certificate_limits.rego": certificateLimitsModule(),
    "sets.rego": closedSetsModule(),
  };
  for (const [file, text] of Object.entries(modules)) {
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

if (require.main === module) runScript(buildPolicies);
