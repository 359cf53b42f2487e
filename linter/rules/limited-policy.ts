import { createRequire } from "node:module";
import { join } from "node:path";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import { UsageError } from "../errors";
import { packageFolder } from "../package";
import type { PolicyTime } from "./policy-time";

/** Processor time that one evaluation of a user's policy may take, in milliseconds. */
const LIMIT = 5_000;
/** How much slower than this processor time the clock may run: what only waits ends as well. */
const SLOWEST = 4;
/** How often the processor time is read. */
const INTERVAL = 100;
/** Memory of the thread beside the policy's own, in MiB. */
const THREAD_MEMORY = 256;

/** Evaluates in its own thread: its output is discarded, and an endless evaluation can be stopped. */
const CODE = `
const { parentPort, workerData: { wasm, opa, memory, signal, port } } = require("node:worker_threads");
const answer = (message) => { port.postMessage(message); Atomics.add(signal, 0, 1); Atomics.notify(signal, 0); };
const words = (thrown) => typeof thrown === "string" ? thrown : String(thrown?.message ?? thrown);
console.log = console.error = console.warn = () => {};
let policy;
try {
  policy = require(opa).loadPolicySync(wasm, memory);
  answer({ entrypoints: { ...policy.entrypoints } });
} catch (error) {
  answer({ error: words(error) });
}
port.on("message", (facts) => {
  try {
    answer({ result: policy.evaluate(JSON.parse(facts), "lint/result") });
  } catch (error) {
    answer({ error: words(error) });
  }
});`;

type Answer = { readonly error: string } | { readonly entrypoints: object } | { readonly result: unknown };

/** A policy of a user, with a time limit and without output. */
export class LimitedPolicy {
  readonly entrypoints: object;
  private readonly signal = new Int32Array(new SharedArrayBuffer(4));
  private readonly channel = new MessageChannel();
  private readonly worker: Worker;

  constructor(
    wasm: Uint8Array,
    private readonly name: string,
    memory: { readonly initial: number; readonly maximum: number },
    private readonly time: PolicyTime,
  ) {
    const opa = createRequire(join(packageFolder(), "package.json")).resolve("@open-policy-agent/opa-wasm");
    this.worker = new Worker(CODE, {
      eval: true,
      env: {},
      stdout: true,
      stderr: true,
      workerData: { wasm, opa, memory: { ...memory }, signal: this.signal, port: this.channel.port2 },
      transferList: [this.channel.port2],
      resourceLimits: { maxOldGenerationSizeMb: THREAD_MEMORY },
    });
    this.worker.unref();
    this.channel.port1.unref();
    const answer = this.answer(0);
    if ("error" in answer)
      throw new UsageError(`${name} was not compiled to WASM by OPA: ${answer.error}`, "invalid-policy");
    this.entrypoints = "entrypoints" in answer ? answer.entrypoints : {};
  }

  evaluate(json: string): unknown {
    const before = Atomics.load(this.signal, 0);
    this.channel.port1.postMessage(json);
    const answer = this.answer(before);
    if ("error" in answer) throw new Error(answer.error);
    return "result" in answer ? answer.result : undefined;
  }

  /** Blocks while it waits, since the linter is synchronous. */
  private answer(before: number): Answer {
    if (this.time.left <= 0) throw this.outOfTime();
    const limit = Math.min(LIMIT, this.time.left);
    const spent = stopwatch();
    while (Atomics.wait(this.signal, 0, before, INTERVAL) === "timed-out" && spent() < limit);
    this.time.left -= spent();
    const received = receiveMessageOnPort(this.channel.port1);
    if (received) return received.message;
    void this.worker.terminate();
    if (this.time.left <= 0) throw this.outOfTime();
    throw new UsageError(
      `${this.name} did not end within ${LIMIT / 1000} seconds of processor time, or used more than ${THREAD_MEMORY} MiB; check it for an endless loop`,
      "invalid-policy",
    );
  }

  private outOfTime(): UsageError {
    return new UsageError(
      `${this.name} was not evaluated completely: the policies of a run may take at most ${this.time.seconds} seconds of processor time in total; use fewer inputs or examples at once`,
      "invalid-policy",
    );
  }
}

/**
 * Processor time since now, in milliseconds. That of the thread is not to be had while it works; the time of the process includes it,
 * and so does the time that passes.
 */
function stopwatch(): () => number {
  const started = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    const passed = performance.now() - started;
    return Math.max(Math.min(passed, (user + system) / 1_000), passed / SLOWEST);
  };
}
