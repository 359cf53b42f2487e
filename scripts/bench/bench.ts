/** `npm run bench`: what speed is claimed, as ratios within one run. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { auditAccount } from "./audit-account";
import { factsSize } from "./facts-size";
import { planOfSize } from "./large-plan";
import { manyBundles } from "./many-bundles";
import { manyConfigurations } from "./many-configurations";
import { CONTENTS, writeManyFolders, writeManyPlans } from "./many-plans";
import { type Comparison, compare, type Run, runCommand, runNode } from "./measure";
import { zipBombs } from "./zip-bombs";

const root = resolve(__dirname, "../..");
const binary = join(root, "bin/emr-encryption.js");
const plan = join(root, "test/fixtures/plans/json-syntax/plan.json");
const folder = mkdtempSync(join(tmpdir(), "emr-encryption-bench-"));

const lint = (file: string) => () => runNode([binary, "lint", file, "--fail-on", "never", "--format", "json"]);
const lintText = (file: string) => () => runNode([binary, "lint", file, "--fail-on", "never"]);
const parse = (file: string) => () => runNode(["-e", `JSON.parse(fs.readFileSync(${JSON.stringify(file)}, "utf8"))`]);
const conftest = (file: string) => () =>
  runCommand(process.env.CONFTEST ?? "", ["test", "--policy", join(root, "scripts/bench/conftest"), file], [0, 1]);

async function main(): Promise<void> {
  tell(
    "cold lint of a small plan, against node -e 0",
    compare(lint(plan), () => runNode(["-e", "0"]), 15),
  );
  const large = join(folder, "large.json");
  const { text, resources } = planOfSize(JSON.parse(readFileSync(plan, "utf8")), 50_000_000);
  writeFileSync(large, text);
  const what = `lint of a plan of 50 MB and ${resources.toLocaleString("en")} resources, against`;
  tell(`${what} JSON.parse of it`, compare(lint(large), parse(large), 7));
  // go install github.com/open-policy-agent/conftest@latest, then CONFTEST=$(go env GOPATH)/bin/conftest npm run bench
  if (process.env.CONFTEST) tell(`${what} conftest with three rules`, compare(lint(large), conftest(large), 5));
  const [, , hundred = "", thousand = ""] = [1, 10, 100, 1000].map((count) => {
    const file = join(folder, `${count}.tf.json`);
    writeFileSync(file, JSON.stringify(manyConfigurations(count)));
    console.log(`facts of ${count} security configurations with their keys: ${Math.ceil(factsSize(file) / 1024)} KiB`);
    return file;
  });
  tell("1,000 security configurations with their keys, against 100", compare(lint(thousand), lint(hundred), 3));
  const [one, many] = [1, 1000].map((count) => bundleFolder(count)) as [string, string];
  tellEach("1,000 bundles with RSA keys of 2048 bits, against 1", compare(lint(many), lint(one), 3), 999);
  for (const content of CONTENTS) {
    const [plans, one] = [500, 1].map((count) => {
      const made = join(folder, `${count} plans, ${content}`);
      writeManyPlans(made, count, content);
      return made;
    }) as [string, string];
    tellEach(`500 plans of 100 kB, ${content}, against 1`, compare(lint(plans), lint(one), 3), 499);
  }
  const [twoThousand, twoHundred] = [2000, 200].map((count) => {
    const made = join(folder, `${count} folders`);
    writeManyFolders(made, count);
    return made;
  }) as [string, string];
  tell("2,000 folders of Terraform, against 200", compare(lintText(twoThousand), lintText(twoHundred), 3));
  await auditAccount();
  for (const [what, zip] of zipBombs()) {
    const file = join(folder, "bomb.zip");
    writeFileSync(file, zip);
    const bomb = compare(lint(file), lint(one), 5);
    tell(`a zip bomb (${what}), against a good bundle`, bomb);
  }
  certificates(folder);
  tell(
    "synth of the example, against an empty stack with the same provider",
    compare(synth("main.ts"), synth("scripts/bench/empty-stack.ts"), 7),
  );
  tell(
    "1,000 EmrEncryptions in one app, against 100",
    compare(synth("scripts/bench/many-encryptions.ts", "1000"), synth("scripts/bench/many-encryptions.ts", "100"), 3),
  );
  const imported = compare(load(join(root, "lib/modules/index.js")), load("cdktf"), 11);
  tell("importing cdktf-emr-encryption, against cdktf alone", imported);
  console.log(`  that is ${Math.round(imported.milliseconds[0] - imported.milliseconds[1])} ms more`);
}

void main().finally(() => rmSync(folder, { recursive: true, force: true }));

function bundleFolder(count: number): string {
  const made = join(folder, `${count} bundles`);
  mkdirSync(made);
  let number = 0;
  for (const zip of manyBundles(count)) writeFileSync(join(made, `${number++}.zip`), zip);
  return made;
}

/** The bundle that the example's app reads. */
function certificates(home: string): void {
  runNode([binary, "certs", "development", "--region", "us-east-1", "--out", join(home, "certs")]);
}

function synth(program: string, ...args: readonly string[]): () => Run {
  const env = { CDKTF_OUTDIR: join(folder, "cdktf.out"), EMR_CERTIFICATES: join(folder, "certs") };
  const installed = join(__dirname, "as-installed.cjs");
  return () => runNode(["--require", installed, "--import", "tsx", join(root, program), ...args], [0], env);
}

function load(module: string): () => Run {
  return () => runNode(["-e", `require(${JSON.stringify(module)})`]);
}

/** With what each of the others costs over start-up. */
function tellEach(what: string, compared: Comparison, others: number): void {
  tell(what, compared);
  const [time, processor] = [compared.milliseconds, compared.processor].map(([all, one]) =>
    ((all - one) / others).toFixed(1),
  );
  console.log(`  each    ${time} ms over start-up, ${processor} ms of processor time`);
}

function tell(what: string, { milliseconds, mebibytes, timeRatio, memoryRatio }: Comparison): void {
  const [time, against] = milliseconds.map(Math.round);
  const [memory, memoryAgainst] = mebibytes.map(Math.round);
  console.log(what);
  console.log(`  time    ${time} ms : ${against} ms, ratio ${timeRatio.toFixed(2)}`);
  if (Number.isNaN(memoryRatio)) return;
  console.log(`  memory  ${memory} MiB : ${memoryAgainst} MiB, ratio ${memoryRatio.toFixed(2)}`);
}
