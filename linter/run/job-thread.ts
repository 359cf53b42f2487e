import { parentPort, workerData } from "node:worker_threads";
import { UsageError } from "../errors";
import type { Spending } from "../model/expressions/budget";
import { type Entry, EntryReader, type Visited } from "../read/visit";
import { type CheckedInputs, checkAlone } from "./check-all";
import { prepareRun } from "./lint";
import type { LintOptions } from "./options";

/** The run that a thread belongs to. */
export interface Job {
  readonly inputs: readonly string[];
  /** Without functions, which threads cannot exchange. */
  readonly options: LintOptions;
}

/** An entry, checked as if the run had no other. */
export interface JobEntry extends Omit<Entry<CheckedInputs>, "visit"> {
  readonly visited: Visited<CheckedInputs>;
}

/** A thread's result for one input. */
export interface JobAnswer {
  /** Name of the input, which the main thread compares with its own. */
  readonly input: string | undefined;
  readonly entries: readonly JobEntry[];
  /** The budget that the thread has used for all of its inputs so far. */
  readonly spending: Spending;
  readonly bytesRead: number;
}

/** Prepares a run as the main thread does, and checks inputs of it by their index. The answer is undefined where the run has to end with an error. */
export function openJob({ inputs, options }: Job): (index: number) => JobAnswer | undefined {
  const { found, runContext, estate, budget } = prepareRun(inputs, options);
  const reader = new EntryReader(found, runContext.cwd);
  return (index) => {
    try {
      const entries = reader
        .entries(index, (read) => checkAlone(read, runContext, estate))
        .map(({ visit, ...name }) => ({ ...name, visited: visit(0) }));
      const { bytesRead } = runContext.files;
      return { input: found[index]?.input, entries, spending: budget.spending, bytesRead };
    } catch (error) {
      if (error instanceof UsageError) return undefined;
      throw error;
    }
  };
}

/** Answers the main thread until it ends this one. */
export function runJobThread(): void {
  const check = openJob(workerData.job);
  parentPort?.on("message", (index: number) => parentPort?.postMessage(check(index)));
}
