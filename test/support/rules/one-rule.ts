import { loadPolicySync } from "@open-policy-agent/opa-wasm";
import type { Facts } from "../../../linter/rows/facts";
import { readPolicy } from "../../../linter/rules/catalogue";
import type { Check } from "../../../linter/rules/check";

let policy: ReturnType<typeof loadPolicySync> | undefined;
let current: string | undefined;

/** Evaluates one rule of the compiled policy, without the others of its kind of rows. */
export function evaluateRule(id: string, kind: string, facts: Facts): Record<"violated" | "unknown", readonly Check[]> {
  policy ??= loadPolicySync(readPolicy(), { initial: 256, maximum: 4096 });
  if (current !== id) policy.setData({ catalogue: { rules: { [kind]: [id.split(".")] } } });
  current = id;
  return policy.evaluate(facts, "lint/result")[0].result;
}
