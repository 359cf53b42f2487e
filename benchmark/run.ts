import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lint } from "../linter";
import type { Finding } from "../linter/report/finding";

/** One input with the right verdict. */
interface Case {
  readonly id: string;
  /** What is in it, in a few words. */
  readonly what: string;
  readonly verdict: "clean" | "mistake" | "worth knowing";
  /** The clean case that a tool's checks are compared with: what it reports there is not about the mistake. */
  readonly twin: string;
  /** Where the right verdict comes from. */
  readonly source: string;
  /** `[severity:]rule`, with `*` for any text and ` | ` between alternatives. */
  readonly must: readonly string[];
  readonly mustNot: readonly string[];
}

/** A tool that is compared, and how its output is read. */
interface Tool {
  readonly name: string;
  version(): string;
  /** Failed checks over all cases, each with the path of what it fails on. */
  checks(): readonly (readonly [path: string, check: string])[];
}

/** Ids of failed checks by case, of one tool. */
interface ToolResult {
  readonly name: string;
  readonly version: string;
  readonly day: string;
  readonly checks: { readonly [id: string]: readonly string[] };
}

const here = __dirname;
const FOLDER = join(here, "cases");
const now = new Date("2026-11-28T12:00:00Z");

/** The cases, in the order of the page. */
export const cases: readonly Case[] = JSON.parse(readFileSync(join(here, "cases.json"), "utf8"));

/** What this linter reports of a case. */
export function findingsOf(id: string): readonly Finding[] {
  const options = { cwd: join(here, "cases", id), now, region: "us-east-1", noSettings: true };
  const findings = known.get(id) ?? lint(["plan.json"], options).findings;
  known.set(id, findings);
  return findings;
}

const known = new Map<string, readonly Finding[]>();

/** What is wrong with a result, compared with the right verdict; empty where nothing is. */
export function faultsOf({ must, mustNot }: Case, findings: readonly Finding[]): readonly string[] {
  return [
    ...must.filter((each) => !matches(findings, each)).map((each) => `missed ${each}`),
    ...mustNot.filter((each) => matches(findings, each)).map((each) => `reported ${each}`),
  ];
}

function matches(findings: readonly Finding[], pattern: string): boolean {
  return pattern.split(" | ").some((alternative) => {
    const [, severity, glob = ""] = /^(?:(\w+):)?(.*)$/.exec(alternative) ?? [];
    const rule = new RegExp(`^${glob.replaceAll(".", "\\.").replaceAll("*", ".*")}$`);
    return findings.some((found) => rule.test(found.rule) && (severity === undefined || found.severity === severity));
  });
}

const TOOLS: readonly Tool[] = [
  {
    name: "Checkov",
    version: () => versionIn("checkov", "--version"),
    checks() {
      const frameworks = ["--framework", "terraform", "terraform_plan"];
      const reports = JSON.parse(
        run("checkov", ["--directory", FOLDER, ...frameworks, "--compact", "--quiet", "-o", "json"]),
      ) as readonly {
        readonly results: {
          readonly failed_checks: readonly { readonly check_id: string; readonly file_path: string }[];
        };
      }[];
      return reports.flatMap(({ results }) =>
        results.failed_checks.map(({ file_path, check_id }) => [file_path, check_id] as const),
      );
    },
  },
  {
    name: "Trivy",
    version: () => versionIn("trivy", "--version"),
    checks: () =>
      eachCase((folder) => {
        // Without its cache and with this flag, Trivy runs the checks that its binary contains.
        const kinds = ["--misconfig-scanners", "terraform,terraformplan-json", "--skip-check-update"];
        const { Results = [] } = JSON.parse(
          run("trivy", ["config", "--quiet", "--format", "json", ...kinds, folder]),
        ) as {
          readonly Results?: readonly { readonly Misconfigurations?: readonly { readonly ID: string }[] }[];
        };
        return Results.flatMap(({ Misconfigurations = [] }) => Misconfigurations.map(({ ID }) => ID));
      }),
  },
  {
    name: "KICS",
    version: () => versionIn("kics", "version"),
    checks() {
      const output = mkdtempSync(join(tmpdir(), "kics-"));
      const scan = ["scan", "--path", FOLDER, "--type", "Terraform", "--disable-secrets", "--no-progress"];
      run("kics", [...scan, "--report-formats", "json", "--output-path", output]);
      const { queries } = JSON.parse(readFileSync(join(output, "results.json"), "utf8")) as {
        readonly queries: readonly {
          readonly query_name: string;
          readonly files: readonly { readonly file_name: string }[];
        }[];
      };
      rmSync(output, { recursive: true });
      return queries.flatMap(({ query_name, files }) => files.map(({ file_name }) => [file_name, query_name] as const));
    },
  },
  {
    name: "conftest",
    version: () => versionIn("conftest", "--version"),
    checks: () =>
      eachCase((folder) => {
        const found = JSON.parse(
          run("conftest", ["test", "--policy", join(here, "conftest"), "-o", "json", join(folder, "plan.json")]),
        ) as readonly { readonly failures?: readonly { readonly msg: string }[] }[];
        return found.flatMap(({ failures = [] }) => failures.map(({ msg }) => msg));
      }),
  },
];

/** Failed checks of a tool that is given one case at a time. */
function eachCase(checks: (folder: string) => readonly string[]): readonly (readonly [path: string, check: string])[] {
  return cases.flatMap(({ id }) => {
    const folder = join(FOLDER, id);
    return checks(folder).map((check) => [folder, check] as const);
  });
}

/** The version that a tool prints, or else the one of the module that `go install` built it from. */
function versionIn(command: string, argument: string): string {
  const number = /\d+\.\d+\.\d+/;
  const [own] = number.exec(run(command, [argument]).replace(/^OPA:.*$/m, "")) ?? [];
  if (own !== undefined) return own;
  const path = execFileSync("which", [command], { encoding: "utf8" }).trim();
  const [, built] = /^\s+mod\s+\S+\s+v(\S+)/m.exec(run("go", ["version", "-m", path])) ?? [];
  return built ?? "unknown";
}

/** What a tool prints, whatever its exit code: failed checks are not a failure here. */
function run(command: string, args: readonly string[]): string {
  const { stdout, error } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 64 << 20 });
  if (error) throw error;
  return stdout;
}

function isInstalled(command: string): boolean {
  try {
    execFileSync("which", [command.toLowerCase()], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Runs the tools that are installed, and keeps the results of the others. */
function update(known: readonly ToolResult[]): readonly ToolResult[] {
  return TOOLS.flatMap((tool): readonly ToolResult[] => {
    if (!isInstalled(tool.name)) return known.filter(({ name }) => name === tool.name);
    const found = tool.checks();
    const checks = cases.map(({ id }) => {
      const own = found.filter(([path]) => path.split("/").includes(id));
      return [id, [...new Set(own.map(([, check]) => check))].sort()] as const;
    });
    const day = new Date().toISOString().slice(0, 10);
    return [{ name: tool.name, version: tool.version(), day, checks: Object.fromEntries(checks) }];
  });
}

/** Results of other tools that were kept. */
export function keptResults(): readonly ToolResult[] {
  return JSON.parse(readFileSync(join(here, "results.json"), "utf8"));
}

/** `docs/benchmark.md`: this linter as it is now, the others as they were kept. */
export function page(others: readonly ToolResult[]): string {
  const own = cases.map((each) => ({ each, findings: findingsOf(each.id) }));
  const rows = own.map(({ each, findings }) => {
    const faults = faultsOf(each, findings);
    const cells = others.map((tool) => cellOf(tool, each));
    const named = findings
      .filter(({ rule }) => each.must.some((must) => must.includes(rule)))
      .map(({ rule }) => `\`${rule}\``);
    const ours = faults.length === 0 ? [...new Set(named)].join(", ") || "nothing" : `**${faults.join(", ")}**`;
    return `| [${each.id}](../benchmark/cases/${each.id}/main.tf) | ${each.what} | [${each.verdict}](${each.source}) | ${[ours, ...cells].join(" | ")} |`;
  });
  const right = own.filter(({ each, findings }) => faultsOf(each, findings).length === 0).length;
  const mistakes = cases.filter(({ verdict }) => verdict === "mistake");
  const clean = cases.filter(({ verdict }) => verdict !== "mistake");
  const totals = others.map((tool) => {
    const counted = (kind: readonly Case[]) => {
      const ran = kind.filter(({ id }) => Object.hasOwn(tool.checks, id));
      return `${ran.filter((each) => extra(tool, each).length > 0).length} of ${ran.length}`;
    };
    return `- ${tool.name} ${tool.version} (${tool.day}): reports something of its own on ${counted(mistakes)} mistakes and on ${counted(clean)} others.`;
  });
  return `# Benchmark

Generated by \`npx tsx benchmark/run.ts\`; do not edit. Each case is a small Terraform configuration in \`benchmark/cases/\` with the plan that Terraform made of
it, the right verdict, and where that comes from: a page of AWS, or a public report that the case is modelled on, in our own words.

- This linter: ${right} of ${cases.length} right. It has to name the rule in the last column of \`cases.json\`, and nothing that the case excludes.
${totals.join("\n")}

This linter is given the plan alone; Checkov, Trivy and KICS are given the plan and \`main.tf\`, since some of their checks work on one of the two only, and a
check counts if it fails on either. The table lists the failed checks that they do not report on the case's clean twin (\`twin\` in \`cases.json\`), so checks
about other things do not count, and "–" means that they make no difference between the two. Whether a check is about the mistake is for the reader to decide.
Tools that are not installed keep the results of their last run, and cases that came later are "not run". Trivy runs the checks that its binary contains (in
0.76.0 those of trivy-checks at ac85645895ed), as it does where it cannot download newer ones. conftest has no checks of its own: it runs the five that a team
would write by hand for plans, in [benchmark/conftest](../benchmark/conftest/plan.rego).

| case | what | right | this linter | ${others.map(({ name }) => `${name} |`).join(" ")}
|---|---|---|---|${others.map(() => "---|").join("")}
${rows.join("\n")}
`;
}

function extra({ checks }: ToolResult, { id, twin }: Case): readonly string[] {
  const usual = new Set(checks[twin] ?? []);
  return (checks[id] ?? []).filter((check) => !usual.has(check));
}

function cellOf(tool: ToolResult, each: Case): string {
  if (!Object.hasOwn(tool.checks, each.id)) return "not run";
  const found = extra(tool, each);
  if (found.length === 0) return "–";
  return found.length > 3 ? `${found.slice(0, 3).join(", ")} and ${found.length - 3} more` : found.join(", ");
}

if (require.main === module) {
  const results = update(keptResults());
  writeFileSync(join(here, "results.json"), `${JSON.stringify(results, null, 1)}\n`);
  writeFileSync(join(here, "../docs/benchmark.md"), page(results));
}
