import { parsePath } from "../expressions/address";
import type { Scope } from "../expressions/scope";
import { blockKey, type Onward, type SourcePlace } from "../expressions/source";
import type { Json } from "../values/json";
import type { Instance } from "./instances";

const DEEPEST = 50;

/** What finding places needs of a model. */
export interface PlacingModel {
  readonly parts: { readonly variables?: ReadonlyMap<string, Json> };
  instanceScope(instance: Instance): Scope | undefined;
}

/**
 * Where a path of a resource is written. The value of a module's variable is written by its caller or as its default, that of `each.value`
 * in `for_each`.
 */
export function placeOf(
  model: PlacingModel,
  instance: Instance,
  path: readonly (string | number)[],
): SourcePlace | undefined {
  let place = instance.block?.place?.(path);
  let at: Place | undefined;
  for (let depth = 0; place?.onward && depth < DEEPEST; depth++) {
    at ??= {
      scope: model.instanceScope(instance),
      block: blockKey(instance.mode, instance.type, instance.name),
    };
    const next: Step | undefined = at.scope && step(place.onward, { ...at, scope: at.scope }, model);
    if (!next?.place) break;
    ({ place, at } = next);
  }
  return place;
}

/** A block, in the scope of one of its instances. */
interface Place {
  readonly scope: Scope | undefined;
  readonly block: string;
}

interface Step {
  readonly place: SourcePlace | undefined;
  readonly at: Place;
}

function step(
  onward: Onward,
  { scope, block }: Place & { readonly scope: Scope },
  model: PlacingModel,
): Step | undefined {
  if (onward.kind === "each") {
    if (scope.key === undefined) return undefined;
    return { place: scope.source.place?.(block, ["for_each", scope.key, ...onward.path]), at: { scope, block } };
  }
  if (onward.kind !== "variable") return undefined;
  const { name, path } = onward;
  const { caller } = scope;
  if (caller?.call.arguments.has(name)) {
    const at = { scope: caller.scope, block: `module.${callName(scope.module)}` };
    return { place: caller.scope.source.place?.(at.block, [name, ...path]), at };
  }
  // Files of values are not searched.
  if (!caller && model.parts.variables?.has(name)) return undefined;
  const at = { scope, block: `variable.${name}` };
  return { place: scope.source.place?.(at.block, ["default", ...path]), at };
}

/** The name of the call that makes a module instance. */
function callName(module: string): string {
  const names = (parsePath(module) ?? []).flatMap((each) => ("name" in each ? each.name : []));
  return names.at(-1) ?? "";
}
