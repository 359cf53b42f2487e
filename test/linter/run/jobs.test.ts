import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { UsageError } from "../../../linter/errors";
import { html } from "../../../linter/report/html";
import { json } from "../../../linter/report/json";
import { type Job, openJob } from "../../../linter/run/job-thread";
import { type JobThread, runLintInJobs } from "../../../linter/run/jobs";
import { type Run, runLint } from "../../../linter/run/lint";
import type { LintOptions } from "../../../linter/run/options";
import { authorityAndLeaf, bundleZip } from "../../support/certificates";

const fixtures = resolve("test/fixtures");

/** A checkout with everything whose result depends on what else the run has. */
function checkout(): string {
  const folder = mkdtempSync(join(tmpdir(), "jobs-"));
  const copy = (from: string, to: string) => cpSync(join(fixtures, from), join(folder, to), { recursive: true });
  // A plan beside its sources, and sources alone.
  copy("plans/json-syntax", "planned");
  copy("plans/json-syntax/main.tf.json", "alone/main.tf.json");
  copy("plans/changed/plan.json", "changed.json");
  copy("plans/changed/state.json", "state.json");
  // A module that another one calls, before and after it in the order of names.
  for (const [name, calls] of [
    ["a", "z"],
    ["z", ""],
    ["m", "a"],
  ]) {
    mkdirSync(join(folder, "modules", name as string), { recursive: true });
    const call = calls ? `module "${calls}" { source = "../${calls}" }\n` : "";
    const text = `${call}variable "n" {\n  default = "x"\n}\nresource "aws_emr_security_configuration" "c" {\n  name = var.n\n  configuration = "{}"\n}\n`;
    writeFileSync(join(folder, "modules", name as string, "main.tf"), text);
  }
  // A bundle that a stack delivers, and one that none does.
  const { root, leaf } = authorityAndLeaf("us-west-2.compute.internal");
  const files = {
    "privateKey.pem": leaf.privateKeyPem,
    "certificateChain.pem": leaf.pem,
    "trustedCertificates.pem": root.pem,
  };
  writeFileSync(join(folder, "delivered.zip"), bundleZip(files));
  writeFileSync(join(folder, "other.zip"), bundleZip({ ...files, "trustedCertificates.pem": leaf.pem }));
  const tls = { CertificateProviderType: "PEM", S3Object: "s3://certificates/emr.zip" };
  const document = {
    EncryptionConfiguration: {
      EnableInTransitEncryption: true,
      EnableAtRestEncryption: false,
      InTransitEncryptionConfiguration: { TLSCertificateConfiguration: tls },
    },
  };
  mkdirSync(join(folder, "delivers"));
  writeFileSync(
    join(folder, "delivers", "main.tf.json"),
    JSON.stringify({
      resource: {
        aws_emr_security_configuration: { c: { name: "c", configuration: JSON.stringify(document) } },
        aws_s3_object: { o: { bucket: "certificates", key: "emr.zip", source: "../delivered.zip" } },
      },
    }),
  );
  writeFileSync(join(folder, "broken.json"), '{ "format_version": "1.2", "resource_changes": [');
  return folder;
}

const cwd = checkout();
const now = new Date("2026-11-28T12:00:00Z");

/** A thread in this one; what it is told and what it answers is copied, as between threads. */
function here(job: Job): JobThread {
  const check = openJob(structuredClone(job));
  return { check: async (index) => structuredClone(check(index)), stop: async () => undefined };
}

/** Threads of which the first answers when all others wait, the second after that, and so on: the order is never that of the inputs. */
function backwards(): (job: Job) => JobThread {
  let turn = Promise.resolve();
  let started = 0;
  return (job) => {
    const thread = here(job);
    const ticks = 40 * ++started;
    return {
      ...thread,
      check: async (index) => {
        for (let tick = 0; tick < ticks; tick++) await turn;
        turn = Promise.resolve();
        return thread.check(index);
      },
    };
  };
}

const shown = ({ report, exitCode, failOn, graph, excerpts }: Run) => ({
  exitCode,
  failOn,
  json: json(report, { colour: false, columns: 80, quiet: false, verbose: true }),
  html: html(report, { colour: false, columns: 80, quiet: false, verbose: true, graph, excerpts }),
});

const inputs: readonly (readonly [string, readonly string[], LintOptions])[] = [
  ["a checkout", ["."], {}],
  ["the same under several names", ["planned/plan.json", ".", "./planned", "alone", "missing", "*.json"], {}],
  ["bundles before the stacks that deliver them", ["other.zip", "delivered.zip", "delivers", "planned"], {}],
  ["pictures", ["."], { draw: true }],
  ["what a plan changes", ["changed.json", "planned"], { changed: true }],
  ["what exists and is in no input", ["changed.json", "alone"], { against: "state.json" }],
  ["one rule", ["."], { rules: ["config.*"], failOn: "info", strict: true }],
];

describe("several threads give the same bytes as one", () => {
  test("the checkout contains inputs that depend on others of the run", () => {
    const { report } = runLint(["."], { cwd, now, allowOutside: [fixtures] });
    expect(report.notices.map(({ kind }) => kind)).toContain("sources");
    expect(report.inputs.map(({ input }) => input)).not.toContain("planned");
    expect(report.inputs.some(({ checkedWith }) => checkedWith !== undefined)).toBe(true);
    expect(report.inputs.some(({ status }) => status === "unreadable")).toBe(true);
    expect(report.inputs.filter(({ input }) => input.startsWith("modules/"))).toHaveLength(1);
  });

  test.each(inputs)("%s", async (_, given, more) => {
    const options: LintOptions = { cwd, now, allowOutside: [fixtures], ...more };
    const alone = shown(runLint(given, options));
    expect(alone.json).toContain('"status": "checked"');
    for (const [jobs, start] of [
      [2, here],
      [3, backwards()],
      [16, backwards()],
      [1, here],
    ] as const) {
      expect(shown(await runLintInJobs(given, { ...options, jobs }, start))).toEqual(alone);
    }
  });

  test("standard input is read once, by the main thread", async () => {
    let reads = 0;
    const stdin = () => {
      reads++;
      return readFileSync(join(cwd, "changed.json"));
    };
    const options = { cwd, now, stdin };
    const together = shown(await runLintInJobs(["-", "alone"], { ...options, jobs: 2 }, here));
    expect(reads).toBe(1);
    expect(together).toEqual(shown(runLint(["-", "alone"], options)));
  });

  test("an input alone is checked without any thread", async () => {
    const none = () => {
      throw new Error("a thread was started");
    };
    const run = await runLintInJobs(["alone"], { cwd, now, jobs: 4 }, none);
    expect(shown(run)).toEqual(shown(runLint(["alone"], { cwd, now })));
  });

  test("progress counts every input once", async () => {
    const seen: number[] = [];
    await runLintInJobs(["."], { cwd, now, jobs: 2, progress: ({ done }) => seen.push(done) }, here);
    expect(seen).toEqual(seen.map((_, index) => index + 1));
    expect(seen.length).toBeGreaterThan(5);
  });
});

describe("a run that fails is never clean", () => {
  const options = { cwd, now, jobs: 2 };

  test("a thread that ends, at any input, ends the run with its reason", async () => {
    const ended = new UsageError("a thread of --jobs ended", "unreadable-input");
    for (const last of [0, 1, 4]) {
      let checked = 0;
      const start = (job: Job): JobThread => {
        const thread = here(job);
        return { ...thread, check: (index) => (checked++ < last ? thread.check(index) : Promise.reject(ended)) };
      };
      await expect(runLintInJobs(["."], options, start)).rejects.toBe(ended);
    }
  });

  test("every thread is stopped, whatever happens to the others", async () => {
    let stopped = 0;
    const start = (): JobThread => ({
      check: () => Promise.reject(new Error("gone")),
      stop: async () => stopped++,
    });
    await expect(runLintInJobs(["."], { ...options, jobs: 3 }, start)).rejects.toThrow("gone");
    expect(stopped).toBe(3);
  });

  test("files that change while they are checked are named as the reason", async () => {
    const start = (job: Job): JobThread => {
      const thread = here(job);
      return { ...thread, check: async (index) => ({ ...(await thread.check(index)), input: "another" }) as never };
    };
    await expect(runLintInJobs(["."], options, start)).rejects.toThrow(
      "files were added or removed while they were checked; run it again",
    );
  });

  test.each<readonly [string, (answer: object) => object | undefined]>([
    ["has to end with an error", () => undefined],
    [
      "takes more than one run may evaluate",
      (answer) => ({ ...answer, spending: { steps: 1e12, characters: 0, instances: 0 } }),
    ],
    ["reads more than one run may read", (answer) => ({ ...answer, bytesRead: 1e15 })],
  ])("a thread that %s leaves the decision to one thread", async (_, changed) => {
    let asked = 0;
    const start = (job: Job): JobThread => {
      const thread = here(job);
      return {
        ...thread,
        check: async (index) => {
          asked++;
          return changed((await thread.check(index)) as object) as never;
        },
      };
    };
    expect(shown(await runLintInJobs(["."], options, start))).toEqual(shown(runLint(["."], { cwd, now })));
    expect(asked).toBeGreaterThan(0);
  });

  test("settings that are wrong are refused before any thread starts", async () => {
    const none = () => {
      throw new Error("a thread was started");
    };
    const run = runLintInJobs(["."], { ...options, settings: "missing.yaml" }, none);
    await expect(run).rejects.toBeInstanceOf(UsageError);
  });
});
