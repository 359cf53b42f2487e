import { calledModule, callsOf } from "../expressions/address";
import type { Evaluator } from "../expressions/evaluate";
import type { Scope } from "../expressions/scope";
import { blockKey, type Onward, type PlaceSearch, type SourcePlace, type VariablePlace } from "../expressions/source";
import type { Json } from "../values/json";
import type { Instance } from "./instances";

const DEEPEST = 50;

/** What finding places needs of a model. */
export interface PlacingModel {
  readonly parts: { readonly variables?: ReadonlyMap<string, Json>; readonly variablePlace?: VariablePlace };
  readonly evaluator: Evaluator;
  instanceScope(instance: Instance): Scope | undefined;
  scope(module: string): Scope | undefined;
}

/**
 * Where a path of a resource is written. The value of a module's variable is written by its caller, in a file of variable values or as
 * its default, that of an output in the module, and that of `each.value` in `for_each`.
 */
export function placeOf(
  model: PlacingModel,
  instance: Instance,
  path: readonly (string | number)[],
): SourcePlace | undefined {
  const { block, mode, type, name } = instance;
  if (!block?.place) return undefined;
  const scope = path.length > 1 ? model.instanceScope(instance) : undefined;
  let place = block.place(path, searchIn(scope, model));
  let at: Place | undefined = scope && { scope, block: blockKey(mode, type, name) };
  for (let depth = 0; at && place?.onward && depth < DEEPEST; depth++) {
    const given = givenPlace(place.onward, at.scope, model);
    if (given) return given;
    const next = nextBlock(place.onward, at, model);
    const found = next?.scope.source.place?.(next.block, next.path, searchIn(next.scope, model, place.onward));
    if (!found) break;
    place = found;
    at = next;
  }
  return place;
}

/** A block, in the scope of one of its instances. */
interface Place {
  readonly scope: Scope;
  readonly block: string;
}

function searchIn(
  scope: Scope | undefined,
  { evaluator }: PlacingModel,
  { isYaml }: Partial<Onward> = {},
): PlaceSearch {
  if (!scope) return {};
  return {
    isYaml: isYaml === true,
    evaluate: (template, variables) =>
      variables ? evaluator.render(template, variables, scope) : evaluator.template(template, scope),
  };
}

/** The place of a value that a file gives to a variable of the root module. */
function givenPlace(onward: Onward, scope: Scope, model: PlacingModel): SourcePlace | undefined {
  const { variables, variablePlace } = model.parts;
  if (onward.kind !== "variable" || scope.caller || !variables?.has(onward.name)) return undefined;
  return variablePlace?.(onward.name, onward.path, searchIn(scope, model, onward));
}

/** The block that a value is written in, and the path in it. */
function nextBlock(
  onward: Onward,
  { scope, block }: Place,
  model: PlacingModel,
): (Place & { readonly path: Onward["path"] }) | undefined {
  const { path } = onward;
  switch (onward.kind) {
    case "each":
      return scope.key === undefined ? undefined : { scope, block, path: ["for_each", scope.key, ...path] };
    case "output": {
      const inner = model.scope(calledModule(scope.module, onward.call, onward.key));
      return inner && { scope: inner, block: `output.${onward.name}`, path: ["value", ...path] };
    }
    case "variable": {
      const { caller } = scope;
      const { name } = onward;
      if (caller?.call.arguments.has(name)) {
        return { scope: caller.scope, block: `module.${callsOf(scope.module).at(-1)}`, path: [name, ...path] };
      }
      // It is given by no file that is here.
      if (!caller && model.parts.variables?.has(name)) return undefined;
      return { scope, block: `variable.${name}`, path: ["default", ...path] };
    }
    default:
      return undefined;
  }
}
