import { checkout, run, wrongPlan } from "./run";

jest.setTimeout(120_000);

const HEAD = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
/** A function without arguments, which runs when the module is loaded. */
const START = [1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 8, 1, 0];
/** `import "env" "memory" (memory 2)`. */
const IMPORTED_MEMORY = [2, 15, 1, 3, ...Buffer.from("env"), 6, ...Buffer.from("memory"), 2, 0, 2];
/** What the linter knows a policy of OPA by. */
const NAME = [0, 21, 20, ...Buffer.from("opa_wasm_abi_version")];
const code = (...body: readonly number[]) => [10, body.length + 4, 1, body.length + 2, 0, ...body, 0x0b];
const [TYPES, FUNCTIONS, RUNS] = [START.slice(0, 6), START.slice(6, 10), START.slice(10)];

/** Modules of WASM that do not behave. */
const POLICIES: { readonly [what: string]: readonly number[] } = {
  "loops when it is loaded": [...HEAD, ...START, ...code(0x03, 0x40, 0x0c, 0, 0x0b), ...NAME],
  "takes all the memory that it is given": [
    ...HEAD,
    ...TYPES,
    ...IMPORTED_MEMORY,
    ...FUNCTIONS,
    ...RUNS,
    // loop { memory.grow(4094); memory.fill(0, 1, 256 MiB) }
    ...code(
      ...[0x03, 0x40, 0x41, 0xfe, 0x1f, 0x40, 0, 0x1a],
      ...[0x41, 0, 0x41, 1, 0x41, 0x80, 0x80, 0x80, 0x80, 1, 0xfc, 0x0b, 0],
      ...[0x0c, 0, 0x0b],
    ),
    ...NAME,
  ],
  "has memory of its own": [...HEAD, 5, 3, 1, 0, 1, ...NAME],
};

const EXAMPLES = JSON.stringify({
  rule: "acme.x",
  rowKind: "configurations",
  bad: Array.from({ length: 20 }, (_, index) => ({ title: `${index}`, row: {} })),
});

test.each(Object.entries(POLICIES))("a policy that %s ends with a sentence", (_, bytes) => {
  const place = checkout();
  place.write({ "rules/examples.json": EXAMPLES, "rules/policy.wasm": Buffer.from(bytes), "plan.json": wrongPlan() });
  for (const args of [
    ["rules", "test", "rules"],
    ["lint", "--policy", "rules/policy.wasm", "plan.json"],
  ]) {
    const { code: status, err } = run(place, args);
    expect([status, err]).toEqual([2, expect.stringMatching(/^emr-encryption: --policy '[^']+' [^\n]+\n$/)]);
  }
});
