import { Session } from "node:inspector";

const repository = process.cwd();
const session = new Session();
session.connect();
session.post("Profiler.enable");
// Functions that were compiled before this are counted as a whole; import this file first, so that loops are counted as well.
session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
afterAll(() => {
  session.post("Profiler.stopPreciseCoverage");
  session.disconnect();
});

/** How often the code of this repository ran: the same on every machine, busy or not. Work of native functions is not in it. */
export interface Work {
  /** Sum over all functions and blocks. */
  readonly steps: number;
  /** Calls of the functions of a name. */
  calls(name: string): number;
}

/** Does something and counts the work. */
export function workOf(task: () => unknown): Work {
  counted();
  task();
  const functions = counted();
  return {
    steps: functions.reduce((sum, { ranges }) => sum + ranges.reduce((inner, { count }) => inner + count, 0), 0),
    calls: (name) =>
      functions.reduce((sum, { functionName, ranges: [range] }) => {
        return functionName === name ? sum + (range?.count ?? 0) : sum;
      }, 0),
  };
}

/** Fails if twice the input needs more than three times the work. */
export function expectNoBlowUp(size: number, task: (size: number) => unknown): void {
  const [once, twice] = [workOf(() => task(size)).steps, workOf(() => task(2 * size)).steps];
  expect(once).toBeGreaterThan(0);
  expect(twice).toBeLessThanOrEqual(3 * once);
}

/** What ran since the last call. */
function counted(): readonly { functionName: string; ranges: readonly { count: number }[] }[] {
  const taken: { functionName: string; ranges: readonly { count: number }[] }[] = [];
  session.post("Profiler.takePreciseCoverage", (error, { result }) => {
    if (error) throw error;
    for (const { url, functions } of result) {
      if (url.includes(repository) && !url.includes("node_modules")) taken.push(...functions);
    }
  });
  return taken;
}
