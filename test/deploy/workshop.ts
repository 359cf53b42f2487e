import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { terraformInstallation } from "../../scripts/fixtures/terraform";

/** Throws if a command failed, with its output. */
export function succeeded({ code, output }: Outcome): void {
  if (code !== 0) throw new Error(`ended with ${code}: ${output}`);
}

/** Exit code and output of a command. */
export interface Outcome {
  readonly code: number | null;
  readonly output: string;
  /** Standard output alone. */
  readonly stdout: string;
}

type PlannedValues = { readonly name?: string; readonly [argument: string]: unknown };

/** What Terraform plans to do with one resource. */
export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before?: PlannedValues | null;
    readonly after?: PlannedValues | null;
  };
}

/** A plan: what it changes, and whether Terraform calls it empty, outputs included. */
export interface Plan {
  readonly empty: boolean;
  readonly changed: readonly PlannedChange[];
  /** What it changes as "ACTIONS TYPE", sorted. */
  readonly actions: readonly string[];
}

/** A resource that Terraform has made. */
export interface StateResource {
  readonly address: string;
  readonly type: string;
  readonly values: { readonly [name: string]: unknown };
}

/** A folder in which the example app is at work: its sources are this repository's, everything made stays inside. */
export class Workshop {
  readonly folder = mkdtempSync(join(tmpdir(), "emr-encryption-deploy-"));
  private readonly env: NodeJS.ProcessEnv;
  private readonly transcript: string[] = [];

  constructor(
    /** Stack of the example app. */
    private readonly stack: string,
    env: NodeJS.ProcessEnv,
    /** Files of this repository that the app consists of. */
    files: readonly string[] = ["main.ts", "cdktf.json", "tsconfig.json", "package.json", "node_modules"],
  ) {
    for (const name of files) {
      symlinkSync(resolve(name), join(this.folder, name));
    }
    const terraform = terraformInstallation(this.folder);
    this.env = {
      ...process.env,
      ...terraform.env,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      CI: "true",
      NO_COLOR: "1",
      FORCE_COLOR: "0",
      ...env,
    };
  }

  /** Folder in which cdktf runs Terraform for the stack. */
  get stackFolder(): string {
    return join(this.folder, "cdktf.out", "stacks", this.stack);
  }

  /** The output of all commands so far. */
  get said(): string {
    return this.transcript.join("");
  }

  run(command: string, args: readonly string[], cwd = this.folder, env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    const child = spawn(command, args, { cwd, env: { ...this.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    const chunks: { readonly from: "stdout" | "stderr"; readonly text: string }[] = [];
    for (const from of ["stdout", "stderr"] as const) {
      child[from].setEncoding("utf8").on("data", (text: string) => chunks.push({ from, text }));
    }
    return new Promise((done, failed) => {
      child.on("error", failed);
      child.on("close", (code) => {
        const text = (of: typeof chunks) => of.map((chunk) => chunk.text).join("");
        this.transcript.push(text(chunks));
        done({ code, output: text(chunks), stdout: text(chunks.filter(({ from }) => from === "stdout")) });
      });
    });
  }

  /** `npx cdktf COMMAND`. */
  async cdktf(command: string, env: NodeJS.ProcessEnv = {}, ...args: readonly string[]): Promise<Outcome> {
    return this.run("npx", ["cdktf", command, ...args], this.folder, env);
  }

  terraform(...args: readonly string[]): Promise<Outcome> {
    return this.run("terraform", args, this.stackFolder);
  }

  /** Saves a plan in the stack's folder, and as NAME.json here. */
  async plan(name: string, ...options: readonly string[]): Promise<Plan> {
    const file = `${name}.tfplan`;
    const outcome = await this.terraform("plan", "-input=false", "-detailed-exitcode", `-out=${file}`, ...options);
    if (outcome.code === 1) throw new Error(outcome.output);
    const { stdout } = await this.terraform("show", "-json", file);
    writeFileSync(join(this.folder, `${name}.json`), stdout);
    const all: readonly PlannedChange[] = JSON.parse(stdout).resource_changes;
    const changed = all.filter(({ change }) => !["no-op", "read"].includes(change.actions.join()));
    const actions = changed.map(({ type, change }) => `${change.actions.join("+")} ${type}`).sort();
    return { empty: outcome.code === 0, changed, actions };
  }

  /** What a plan would change, as "ACTION TYPE"; half as long as a plan that is saved and shown. */
  async actions(...options: readonly string[]): Promise<readonly string[]> {
    const outcome = await this.terraform("plan", "-input=false", "-json", ...options);
    succeeded(outcome);
    const messages = outcome.stdout.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
    return messages
      .filter(({ type, change }) => type === "planned_change" && change.action !== "read")
      .map(({ change }) => `${change.action} ${change.resource.resource_type}`);
  }

  /** What Terraform has made, as it is in the state; saved here as state.json. */
  async state(): Promise<readonly StateResource[]> {
    const { stdout } = await this.terraform("show", "-json");
    writeFileSync(join(this.folder, "state.json"), stdout);
    return JSON.parse(stdout).values?.root_module.resources ?? [];
  }

  /** Runs a Node program in this folder; fails where it does. */
  async node(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
    succeeded(await this.run(process.execPath, args, this.folder, env));
  }

  /** `emr-encryption certs development` for a Region. */
  certificates(region: string, ...args: readonly string[]): Promise<void> {
    return this.node([resolve("bin/emr-encryption.js"), "certs", "development", "--region", region, ...args]);
  }

  /** The linter's findings about a file made here, those for information left out, and its exit code. */
  async findings(input: string): Promise<{
    readonly code: number | null;
    readonly findings: readonly string[];
    readonly checked: unknown;
  }> {
    const { code, stdout } = await this.lint(input, "--format", "json");
    const { findings, inputs } = JSON.parse(stdout);
    const told: readonly { rule: string; severity: string; address: string }[] = findings;
    return {
      code,
      findings: told
        .filter(({ severity }) => severity !== "info")
        .map(({ severity, rule, address }) => `${severity} ${rule} ${address}`),
      checked: inputs[0],
    };
  }

  /** The linter as users start it. */
  lint(...args: readonly string[]): Promise<Outcome> {
    return this.emrEncryption("lint", ...args);
  }

  /** Any command of the linter. */
  emrEncryption(...args: readonly string[]): Promise<Outcome> {
    return this.run(process.execPath, [resolve("bin/emr-encryption.js"), ...args]);
  }

  /** Every file made here, with its bytes; the content of saved plans (zips) unpacked. */
  *files(): Iterable<readonly [path: string, content: Buffer]> {
    for (const name of readdirSync(this.folder, { recursive: true, encoding: "utf8" })) {
      const path = join(this.folder, name);
      if (name.startsWith("node_modules") || name.includes(".terraform/") || !statSync(path).isFile()) continue;
      const content = readFileSync(path);
      yield [name, content];
      if (name.endsWith(".tfplan"))
        yield [`${name} unpacked`, spawnSync("unzip", ["-p", path], { maxBuffer: 1e8 }).stdout];
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
