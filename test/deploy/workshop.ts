import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { terraformInstallation } from "../../scripts/terraform";

/** How a command ended, and all that it said. */
export interface Outcome {
  readonly code: number | null;
  readonly output: string;
  /** Standard output alone. */
  readonly stdout: string;
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
  ) {
    for (const name of ["main.ts", "cdktf.json", "tsconfig.json", "package.json", "node_modules"]) {
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

  /** Everything that every command has said so far. */
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

  /** The linter as users start it. */
  lint(...args: readonly string[]): Promise<Outcome> {
    return this.run(process.execPath, [resolve("bin/emr-encryption.js"), "lint", ...args]);
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
