import type { Evaluator } from "../expressions/evaluate";
import type { Scope } from "../expressions/scope";
import type { Declared } from "../expressions/source";
import type { Json } from "../values/json";
import { isLeaf, Reference, type Symbolic } from "../values/symbolic";
import { afterApply, sensitive, unknownValue } from "../values/unknowns";

/** What variables need of their model. */
interface VariablesOf {
  readonly kind: string;
  readonly evaluator: Evaluator;
  readonly parts: { readonly variables?: ReadonlyMap<string, Json> };
}

/** The value of a variable: the caller's argument or what was given for the run, else its default, converted to its type. */
export function variableValue(model: VariablesOf, name: string, scope: Scope): Symbolic {
  const declared = scope.source.variables.get(name);
  const given = scope.caller ? callerArgument(model, name, scope.caller) : model.parts.variables?.get(name);
  const isNull = given === undefined || (given === null && declared?.nullable === false);
  const value = isNull ? defaultValue(model, name, declared, scope) : given;
  return withheld(declared, isConverted(model, value) ? converted(model, value, declared?.type, scope) : value);
}

/** A plan shows the values of arguments; only for objects and lists may the type add what the plan does not show. */
function isConverted(model: VariablesOf, value: Symbolic): boolean {
  return value !== null && (model.kind !== "plan" || (typeof value === "object" && !isLeaf(value)));
}

function converted(model: VariablesOf, value: Symbolic, type: string | undefined, scope: Scope): Symbolic {
  return type === undefined ? value : model.evaluator.converted(value, type, scope);
}

function callerArgument(model: VariablesOf, name: string, { call, scope }: NonNullable<Scope["caller"]>) {
  const argument = call.arguments.get(name);
  return argument && model.evaluator.written(argument, scope);
}

function defaultValue(model: VariablesOf, name: string, declared: Declared | undefined, scope: Scope): Symbolic {
  if (declared?.value) return model.evaluator.written(declared.value, scope);
  if (scope.caller) return null;
  if (model.kind === "plan" && declared) return afterApply();
  return unknownValue(
    `var.${name}, which has no value here`,
    `set ${name} in terraform.tfvars or in a file given with --var-file, or lint the plan`,
    "variable",
  );
}

/** A value as declared: a sensitive one is withheld, except for a reference, which only names its place. */
export function withheld(declared: Declared | undefined, value: Symbolic): Symbolic {
  return declared?.sensitive && value !== null && !(value instanceof Reference) ? sensitive() : value;
}
