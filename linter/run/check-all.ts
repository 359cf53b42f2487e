import type { FoundInput, ReadInput } from "../read/input";
import { type EntryName, entryName, visitInputs } from "../read/visit";
import type { ChangeEffect, Place } from "../report/finding";
import { type CheckedInput, checkedWith, checkInput, type RunContext, refused } from "./check-input";
import type { NamesInCode } from "./drift";
import { changesOf, type Estate, namesOf } from "./estate";

/** What a run keeps of its inputs. */
export interface CheckedInputs {
  readonly checked: readonly CheckedInput[];
  /** The effects of the plans among them. */
  readonly changes: readonly ChangeEffect[];
  /** For the comparison with an estate. */
  readonly inCode: readonly NamesInCode[];
}

/** Checks inputs one after the other. */
export function checkAll(found: readonly FoundInput[], runContext: RunContext, estate: Estate): CheckedInputs {
  const { progress } = runContext.options;
  const deliveries = new Deliveries(runContext);
  const results = visitInputs(found, runContext.cwd, (read, done) => {
    progress?.({ done, total: found.length, input: read.input });
    return deliveries.check(entryName(read), () => checkAlone(read, runContext, estate));
  });
  return joined(results);
}

/** Checks one entry, whatever else the run has. */
export function checkAlone(read: ReadInput, runContext: RunContext, estate: Estate): CheckedInputs {
  const { model } = read;
  const checked = checkInput(read, runContext);
  if (!model || checked.status.status === "unreadable") return alone(checked);
  try {
    return { checked: [checked], changes: changesOf(model, estate, runContext), inCode: namesOf(model, estate) };
  } catch (error) {
    return alone(refused(read, error));
  }
}

function alone(checked: CheckedInput): CheckedInputs {
  return { checked: [checked], changes: [], inCode: [] };
}

/** The results of all inputs together. */
export function joined(results: readonly CheckedInputs[]): CheckedInputs {
  return {
    checked: results.flatMap(({ checked }) => checked),
    changes: results.flatMap(({ changes }) => changes),
    inCode: results.flatMap(({ inCode }) => inCode),
  };
}

/** Remembers which bundles were checked with the stacks that deliver them; those are not checked alone as well. */
export class Deliveries {
  private readonly places = new Map<string, Pick<Place, "input" | "stack" | "address">[]>();

  constructor(private readonly runContext: RunContext) {}

  check(name: EntryName, checkIt: () => CheckedInputs): CheckedInputs {
    const { input, stack, place: bundle = "", isAsset } = name;
    const by = this.places.get(bundle);
    if (by && isAsset) return { checked: [], changes: [], inCode: [] };
    if (by) return alone(checkedWith(name, by, this.runContext));
    const result = checkIt();
    for (const { place, address } of result.checked.flatMap(({ delivered }) => delivered)) {
      this.places.set(place, [...(this.places.get(place) ?? []), { input, stack, address }]);
    }
    return result;
  }
}
