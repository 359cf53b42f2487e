import { Worker } from "node:worker_threads";
import { UsageError } from "../errors";
import { MOST_REFERENCED_BYTES } from "../read/guarded-files";
import { type Entry, PHASES, Visitor } from "../read/visit";
import { type CheckedInputs, checkAll, checkAlone, Deliveries, joined } from "./check-all";
import type { Job, JobAnswer, JobEntry } from "./job-thread";
import { finishRun, type PreparedRun, prepareRun, type Run } from "./lint";
import type { LintOptions } from "./options";

/** Most threads of one run: each has the rules and an input in memory. */
export const MOST_JOBS = 16;

/** A thread that checks inputs by their index, one after the other. */
export interface JobThread {
  /** Rejects where the thread ends before it answers. */
  check(index: number): Promise<JobAnswer | undefined>;
  stop(): Promise<unknown>;
}

/**
 * As `runLint`, with several threads. Results are combined in the order of a single thread, so reports, messages and exit codes are the
 * same. If the order of work matters (a limit of the whole run is reached, an error ends it), one thread repeats the run.
 *
 * @throws UsageError as `runLint` does, and where a thread ends before its inputs are checked
 */
export async function runLintInJobs(
  inputs: readonly string[],
  given: LintOptions & { readonly jobs: number },
  start: (job: Job) => JobThread = startThread,
): Promise<Run> {
  const { jobs, progress, searching, stdin, ...rest } = given;
  const options = { ...rest, now: rest.now ?? new Date(), contents: contentsOf(inputs, given) };
  const run = prepareRun(inputs, { ...options, progress, searching });
  const count = Math.min(jobs, run.found.length);
  if (count < 2) return finishRun(run, checkAll(run.found, run.runContext, run.estate));
  const threads = Array.from({ length: count }, () => start({ inputs, options }));
  try {
    const checked = await new SharedRun(run, threads).check();
    return finishRun(run, checked ?? checkAll(run.found, run.runContext, run.estate));
  } finally {
    await Promise.all(threads.map((thread) => thread.stop()));
  }
}

/** Standard input can be read once, and threads cannot read it. */
function contentsOf(inputs: readonly string[], { contents, stdin }: LintOptions): LintOptions["contents"] {
  return inputs.includes("-") && stdin ? new Map([...(contents ?? []), ["-", stdin()]]) : contents;
}

/** A run whose inputs threads check. The order in which entries count is that of one thread. */
class SharedRun {
  private readonly answers = new Map<number, readonly JobEntry[]>();
  private readonly latest = new Map<JobThread, JobAnswer>();
  private readonly deliveries: Deliveries;

  constructor(
    private readonly run: PreparedRun,
    private readonly threads: readonly JobThread[],
  ) {
    this.deliveries = new Deliveries(run.runContext);
  }

  /** Undefined if a single thread might have found something else. */
  async check(): Promise<CheckedInputs | undefined> {
    const { found, runContext, estate } = this.run;
    const visitor = new Visitor<CheckedInputs>(found, (read) => checkAlone(read, runContext, estate));
    for (const phase of PHASES) {
      const due = visitor.due(phase);
      if (!(await this.ask(due)) || !this.isWithinLimits()) return undefined;
      for (const index of due) visitor.take(index, () => this.entries(index));
    }
    return joined(visitor.end());
  }

  /** Has the threads check inputs; false where one of them found that the run has to end. */
  private async ask(due: readonly number[]): Promise<boolean> {
    let next = 0;
    let hasAll = true;
    const work = async (thread: JobThread) => {
      while (next < due.length && hasAll) {
        const index = due[next++] as number;
        const answer = await thread.check(index);
        if (answer) this.accept(index, thread, answer);
        else hasAll = false;
      }
    };
    await Promise.all(this.threads.map(work));
    return hasAll;
  }

  private accept(index: number, thread: JobThread, answer: JobAnswer): void {
    const { found, runContext } = this.run;
    if (answer.input !== found[index]?.input) {
      throw new UsageError("files were added or removed while they were checked; run it again", "unreadable-input");
    }
    this.answers.set(index, answer.entries);
    this.latest.set(thread, answer);
    const done = this.answers.size;
    runContext.options.progress?.({ done, total: found.length, input: found[done]?.input ?? "" });
  }

  private isWithinLimits(): boolean {
    const latest = [...this.latest.values()];
    const bytes = latest.reduce((sum, { bytesRead }) => sum + bytesRead, 0);
    return bytes <= MOST_REFERENCED_BYTES && this.run.budget.allows(latest.map(({ spending }) => spending));
  }

  private entries(index: number): readonly Entry<CheckedInputs>[] {
    return (this.answers.get(index) ?? []).map((entry) => ({
      ...entry,
      visit: () => ({ ...entry.visited, result: this.deliveries.check(entry, () => entry.visited.result) }),
    }));
  }
}

/** The code of a thread is in the same file as this code: the built one, or this one. */
const CODE = `require(require("node:worker_threads").workerData.module).runJobThread();`;

/** Size of a thread's stack, in MiB, with which it nests as deep as the main thread does. */
const STACK = 1.15;

function startThread(job: Job): JobThread {
  const worker = new Worker(CODE, {
    eval: true,
    workerData: { module: __filename, job },
    resourceLimits: { stackSizeMb: STACK },
  });
  let failure: Error | undefined;
  let waiting: { resolve(answer: JobAnswer | undefined): void; reject(error: Error): void } | undefined;
  const fail = (error: Error) => {
    failure ??= error;
    waiting?.reject(failure);
  };
  worker.on("message", (answer: JobAnswer | undefined) => waiting?.resolve(answer));
  worker.on("error", (error: NodeJS.ErrnoException) =>
    fail(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? ended("for lack of memory ") : error),
  );
  worker.on("exit", () => fail(ended()));
  return {
    check: (index) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        waiting = { resolve, reject };
        worker.postMessage(index);
      }),
    stop: () => worker.terminate(),
  };
}

function ended(why = ""): UsageError {
  return new UsageError(
    `a thread of --jobs ended ${why}before its inputs were checked; run it again without --jobs`,
    "unreadable-input",
  );
}

/** Used when this file is not part of the built one, whose entry exports the same. */
export function runJobThread(): void {
  (require("./job-thread") as typeof import("./job-thread")).runJobThread();
}
