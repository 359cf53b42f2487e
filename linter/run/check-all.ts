import type { FoundInput, ReadInput } from "../read/input";
import { visitInputs } from "../read/visit";
import type { ChangeEffect, Place } from "../report/finding";
import { type CheckedInput, checkedWith, checkInput, partlyChecked, type RunContext } from "./check-input";
import { changesOf, type Estate, type NamesInCode, namesOf } from "./estate";
import { isRequired, notHere } from "./source-notices";

/** What a run keeps of its inputs. */
export interface CheckedInputs {
  readonly checked: readonly CheckedInput[];
  /** What the plans among them do. */
  readonly changes: readonly ChangeEffect[];
  /** For the comparison with an estate. */
  readonly inCode: readonly NamesInCode[];
}

/** Checks inputs one after the other. Bundles come last: one that a stack delivers is checked with it, and not alone as well. */
export function checkAll(found: readonly FoundInput[], runContext: RunContext, estate: Estate): CheckedInputs {
  const { progress } = runContext.options;
  const delivered = new Map<string, Pick<Place, "input" | "stack" | "address">[]>();
  const results = visitInputs(found, runContext.cwd, (read, done) => {
    progress?.({ done, total: found.length, input: read.input });
    const by = delivered.get(read.bundle?.place ?? "") ?? [];
    const checked = by.length > 0 ? checkedWith(read, by, runContext) : checkInput(read, runContext);
    for (const { place, address } of checked.delivered) {
      const { input, stack } = read;
      delivered.set(place, [...(delivered.get(place) ?? []), { input, stack, address }]);
    }
    return { checked: [checked, ...cutOff(read, runContext)], ...comparisons(read, runContext, estate) };
  });
  return {
    checked: results.flatMap(({ checked }) => checked),
    changes: results.flatMap(({ changes }) => changes),
    inCode: results.flatMap(({ inCode }) => inCode),
  };
}

/** What is beyond a limit was not checked, whatever was found before it. */
function cutOff(read: ReadInput, { options, settings }: RunContext): readonly CheckedInput[] {
  const { limit, declined = limit && `the limit is ${limit}`, missingModules = [] } = read.model ?? {};
  const isStrict = (options.strict ?? settings.strict) === true;
  const unseen = missingModules.filter((module) => isStrict || isRequired(module));
  return [declined, unseen.length > 0 ? notHere(unseen) : undefined].flatMap((why) =>
    why === undefined ? [] : partlyChecked(read, why),
  );
}

function comparisons({ model }: ReadInput, runContext: RunContext, estate: Estate): Omit<CheckedInputs, "checked"> {
  if (!model) return { changes: [], inCode: [] };
  return { changes: changesOf(model, estate, runContext), inCode: namesOf(model, estate) };
}
