import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { synthesizeStacks } from "./fixture-stacks";
import { pythonTools } from "./python-tools";
import { terraformInstallation } from "./terraform";

const FIXTURES = resolve(__dirname, "../test/fixtures/plans");

/**
 * Makes every plan, state and stack of `test/fixtures/plans` anew, with Terraform, the AWS provider and moto, below a
 * folder: `<fixture>/plan.json` and so on, as they lie in the fixtures.
 */
export async function remakeFixtures(out: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), "fixtures-"));
  try {
    const { env } = terraformInstallation(work);
    for (const name of [
      "json-syntax",
      "hcl",
      "verdicts/json-syntax",
      "verdicts/hcl",
      "verdicts/company",
      "verdicts/company-hcl",
    ]) {
      const folder = join(work, name);
      cpSync(join(FIXTURES, name), folder, { recursive: true });
      writeFileSync(join(folder, "certs.zip"), "PK");
      const terraform = terraformIn(folder, env);
      terraform("init");
      write(out, name, "plan.json", plan(terraform));
    }
    await withMoto((endpoint) => changed(join(work, "changed"), out, { ...env, AWS_ENDPOINT_URL: endpoint }));
    synthesizeStacks(join(out, "two-stacks"));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Text of a plan or state without what differs from run to run: ids, dates, ports, versions of Terraform, folders. */
export function comparable(json: string): string {
  const ids = new Map<string, string>();
  return json
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
      ids.set(id, ids.get(id) ?? `id-${ids.size}`);
      return ids.get(id) ?? "";
    })
    .replace(/"(terraform_version|format_version)":"[^"]*"/g, '"$1":""')
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z| \+0000 UTC)?/g, "date")
    .replace(/"path": "[^"]*terraform\.(\w+)\.tfstate"/g, '"path": "$1"');
}

/** Applies one configuration, and plans the next one over it. */
function changed(folder: string, out: string, env: NodeJS.ProcessEnv): void {
  mkdirSync(folder, { recursive: true });
  const terraform = terraformIn(folder, env);
  copyFileSync(join(FIXTURES, "changed/before.tf.json"), join(folder, "main.tf.json"));
  terraform("init");
  terraform("apply", "-auto-approve");
  write(out, "changed", "state.json", terraform("show", "-json"));
  copyFileSync(join(FIXTURES, "changed/after.tf.json"), join(folder, "main.tf.json"));
  write(out, "changed", "plan.json", plan(terraform));
}

type Terraform = (...args: readonly string[]) => string;

function terraformIn(folder: string, env: NodeJS.ProcessEnv): Terraform {
  return (...args) =>
    execFileSync("terraform", args, { cwd: folder, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

function plan(terraform: Terraform): string {
  terraform("plan", "-out", "saved");
  return terraform("show", "-json", "saved");
}

function write(out: string, fixture: string, name: string, content: string): void {
  mkdirSync(join(out, fixture), { recursive: true });
  writeFileSync(join(out, fixture, name), content);
}

async function withMoto(use: (endpoint: string) => void): Promise<void> {
  const port = await freePort();
  const server = spawn(join(pythonTools(), "moto_server"), ["-H", "127.0.0.1", "-p", String(port)], {
    stdio: "ignore",
  });
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    await answers(`${endpoint}/moto-api/data.json`);
    use(endpoint);
  } finally {
    const ended = once(server, "exit");
    server.kill();
    await ended;
  }
}

async function answers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 240; attempt++) {
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await new Promise((wait) => setTimeout(wait, 250));
  }
  throw new Error("moto_server does not answer within a minute");
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? done(address.port) : fail(new Error("no free port")),
      );
    });
  });
}

if (require.main === module) {
  remakeFixtures(FIXTURES).catch((error) => {
    process.stderr.write(`${error.stderr ?? error}\n`);
    process.exitCode = 1;
  });
}
