import { readPolicy } from "../../../linter/rules/catalogue";
import { LimitedPolicy } from "../../../linter/rules/limited-policy";
import { PolicyTime } from "../../../linter/rules/policy-time";

const memory = { initial: 256, maximum: 4096 };

test("policies of one run share a time limit: after it, none is evaluated", () => {
  const time = new PolicyTime();
  const policy = new LimitedPolicy(readPolicy(), "--policy 'own.wasm'", memory, time);
  expect(time.left).toBeLessThan(60_000);
  time.left = 0;
  for (const use of [() => policy.evaluate("{}"), () => new LimitedPolicy(readPolicy(), "another", memory, time)]) {
    expect(use).toThrow("the policies of a run may take at most 60 seconds of processor time in total");
  }
});
