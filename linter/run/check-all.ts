import { relative } from "node:path";
import type { FoundInput, ReadInput } from "../read/input";
import { UNFETCHED } from "../read/lfs-pointer";
import { type EntryName, entryName, visitInputs } from "../read/visit";
import type { ChangeEffect, Place } from "../report/finding";
import { type CheckedInput, checkedWith, checkInput, partlyChecked, type RunContext } from "./check-input";
import { changesOf, type Estate, type NamesInCode, namesOf } from "./estate";
import { isRequired, notHere } from "./source-notices";

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
  // What was not read before is in the report already.
  takeUnfetched(runContext);
  return {
    checked: [checkInput(read, runContext), ...cutOff(read, runContext), ...unfetched(read, runContext)],
    changes: model ? changesOf(model, estate, runContext) : [],
    inCode: model ? namesOf(model, estate) : [],
  };
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
    if (by) return { checked: [checkedWith(name, by, this.runContext)], changes: [], inCode: [] };
    const result = checkIt();
    for (const { place, address } of result.checked.flatMap(({ delivered }) => delivered)) {
      this.places.set(place, [...(this.places.get(place) ?? []), { input, stack, address }]);
    }
    return result;
  }
}

/** Entries for the files that checking an input needs, and that Git LFS has not fetched. */
function unfetched(read: ReadInput, runContext: RunContext): readonly CheckedInput[] {
  return takeUnfetched(runContext).map((file) =>
    partlyChecked(read, `${relative(runContext.cwd, file) || file}: ${UNFETCHED}`),
  );
}

function takeUnfetched({ files, settings }: RunContext): readonly string[] {
  return [...files.takeUnfetched(), ...(settings.declared?.takeUnfetched?.() ?? [])];
}

/** What is beyond a limit was not checked, even if something was found before it. */
function cutOff(read: ReadInput, { options, settings }: RunContext): readonly CheckedInput[] {
  const { limit, declined = limit && `the limit is ${limit}`, missingModules = [] } = read.model ?? {};
  const isStrict = (options.strict ?? settings.strict) === true;
  const unseen = missingModules.filter((module) => isStrict || isRequired(module));
  // A pointer of Git LFS is reported with the name of its file.
  const left = declined?.endsWith(UNFETCHED) ? undefined : declined;
  return [left, unseen.length > 0 ? notHere(unseen) : undefined].flatMap((why) =>
    why === undefined ? [] : partlyChecked(read, why),
  );
}
