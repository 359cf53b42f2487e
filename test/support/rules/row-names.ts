import { join, resolve } from "node:path";
import type { Facts } from "../../../linter/rows/facts";
import { readCatalogue, readPolicy } from "../../../linter/rules/catalogue";
import { openEngine, type Verdicts } from "../../../linter/rules/engine";
import type * as rowNames from "../../../linter/rules/row-names";
import { runLint } from "../../../linter/run/lint";

const plans = resolve(__dirname, "../../fixtures/plans");
const now = new Date("2026-11-23T12:00:00Z");
export const engine = openEngine(readPolicy(), readCatalogue().values());

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

export const plain = plainEngine();

/** The verdicts on the facts of a plan, input by input: as they are, and of rows whose names are not taken out. */
export function verdictsOnPlan(plan: string): Record<"usual" | "plain", readonly Verdicts[]> {
  const { facts: inputs = [] } = runLint([join(plans, plan)], { now, facts: true });
  const verdicts = (of: typeof engine) => inputs.map(({ facts }: { readonly facts: Facts }) => of.evaluate(facts));
  return { usual: verdicts(engine), plain: verdicts(plain) };
}
