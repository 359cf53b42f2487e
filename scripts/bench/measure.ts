import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** One run of a command as a whole process. */
export interface Run {
  readonly milliseconds: number;
  /** Peak memory. */
  readonly mebibytes: number;
  /** Processor time, in milliseconds. */
  readonly processor: number;
}

/** Preloaded into a measured process. */
export const memory = join(__dirname, "memory.cjs");

/** What it tells. */
export function usage(told: string): Pick<Run, "mebibytes" | "processor"> {
  const [kibibytes, processor = Number.NaN] = told.split(" ").map(Number);
  return { mebibytes: Number(kibibytes) / 1024, processor };
}

/** Runs `node` with these arguments once; fails when its exit code is not one of those expected. */
export function runNode(args: readonly string[], codes: readonly number[] = [0], env: NodeJS.ProcessEnv = {}): Run {
  const start = process.hrtime.bigint();
  const result = spawnSync(process.execPath, ["--require", memory, ...args], {
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    maxBuffer: 1 << 28,
    env: { ...process.env, ...env },
  });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (!codes.includes(result.status ?? -1)) {
    throw new Error(`node ${args.join(" ")} ended with ${result.status}: ${result.stderr}`);
  }
  const { mebibytes, processor } = usage(String(result.output[3]));
  return { milliseconds, mebibytes, processor };
}

/** Runs another program once; its memory is not measured. */
export function runCommand(program: string, args: readonly string[], codes: readonly number[] = [0]): Run {
  const start = process.hrtime.bigint();
  const result = spawnSync(program, args, { stdio: ["ignore", "ignore", "pipe"], encoding: "utf8" });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (!codes.includes(result.status ?? -1)) {
    throw new Error(`${program} ended with ${result.status}: ${result.error?.message ?? result.stderr}`);
  }
  return { milliseconds, mebibytes: Number.NaN, processor: Number.NaN };
}

/** Medians of two commands run in turn, and the median of the ratios pair by pair. */
export function compare(a: () => Run, b: () => Run, pairs: number): Comparison {
  a();
  b();
  const runs = Array.from({ length: pairs }, () => [a(), b()] as const);
  const middle = (values: readonly number[]) => [...values].sort((x, y) => x - y)[Math.floor(values.length / 2)] ?? 0;
  const of = (pick: 0 | 1, what: keyof Run) => middle(runs.map((pair) => pair[pick][what]));
  return {
    milliseconds: [of(0, "milliseconds"), of(1, "milliseconds")],
    mebibytes: [of(0, "mebibytes"), of(1, "mebibytes")],
    processor: [of(0, "processor"), of(1, "processor")],
    timeRatio: middle(runs.map(([x, y]) => x.milliseconds / y.milliseconds)),
    memoryRatio: middle(runs.map(([x, y]) => x.mebibytes / y.mebibytes)),
  };
}

/** Figures of a command and of what it is compared with. */
export interface Comparison {
  readonly milliseconds: readonly [number, number];
  readonly mebibytes: readonly [number, number];
  readonly processor: readonly [number, number];
  readonly timeRatio: number;
  readonly memoryRatio: number;
}
