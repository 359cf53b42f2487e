import { join, resolve } from "node:path";
import type { Facts } from "../../../linter/rows/facts";
import { readCatalogue, readPolicy } from "../../../linter/rules/catalogue";
import { openEngine } from "../../../linter/rules/engine";
import type * as rowNames from "../../../linter/rules/row-names";
import { runLint } from "../../../linter/run/lint";

const plans = resolve(__dirname, "../../fixtures/plans");
const now = new Date("2026-11-23T12:00:00Z");
const engine = openEngine(readPolicy(), readCatalogue().values());

/** An engine that evaluates rows as they are. */
function plainEngine(): typeof engine {
  const names = "../../../linter/rules/row-names";
  let plain: typeof engine | undefined;
  jest.isolateModules(() => {
    jest.doMock(names, () => ({
      ...jest.requireActual<typeof rowNames>(names),
      withoutNames: (_: string, json: string) => ({ json, names: [] }),
    }));
    const { openEngine: open } =
      require("../../../linter/rules/engine") as typeof import("../../../linter/rules/engine");
    plain = open(readPolicy(), readCatalogue().values());
    jest.dontMock(names);
  });
  return plain as typeof engine;
}

const plain = plainEngine();

test.each([
  "certificates/json-syntax/plan.json",
  "changes/plan.json",
  "clusters/plan.json",
  "grammar/plan.json",
  "hcl/plan.json",
  "json-syntax/plan.json",
  "keys/plan.json",
  "objects/plan.json",
  "verdicts/json-syntax/plan.json",
])("%s has the same verdicts as without names taken out", (plan) => {
  const { facts = [] } = runLint([join(plans, plan)], { now, facts: true });
  const verdicts = (of: typeof engine) => facts.map(({ facts }: { readonly facts: Facts }) => of.evaluate(facts));
  const [first] = verdicts(engine);
  expect((first?.violated.length ?? 0) + (first?.unknown.length ?? 0)).toBeGreaterThan(0);
  expect(verdicts(engine)).toEqual(verdicts(plain));
});
