import { calculateExactly } from "../values/decimal";
import { isRecord, Reference, type Symbolic, Template } from "../values/symbolic";
import { isKnown } from "../values/unknowns";
import { asBoolean, asNumber, FAILED, type Result, withAll } from "./result";
import type { Expression } from "./syntax";
import { canonicalText } from "./types";

/** Applies an operator of one operand. */
export function negate(operator: string, operand: Symbolic): Result {
  return operator === "!"
    ? withAll([asBoolean(operand)], (flag) => !flag)
    : withAll([asNumber(operand)], (number) => 0 - number);
}

/** Applies an operator of two operands, each with the expression that it comes from. */
export function operate(
  operator: string,
  [left, leftSource]: readonly [Symbolic, Expression],
  [right, rightSource]: readonly [Symbolic, Expression],
): Result {
  if (operator === "&&") return connect(left, right, false);
  if (operator === "||") return connect(left, right, true);
  if (operator === "==" || operator === "!=") {
    const same = equal([left, leftSource], [right, rightSource]);
    return same === undefined ? undefined : same === (operator === "==");
  }
  return withAll([asNumber(left), asNumber(right)], (a, b) => calculate(operator, a, b));
}

/** `deciding` decides the result alone: false for and, true for or. */
function connect(left: Symbolic, right: Symbolic, deciding: boolean): Result {
  const [a, b] = [asBoolean(left), asBoolean(right)];
  const isDecided = a === deciding || b === deciding;
  return isDecided && a !== FAILED && b !== FAILED ? deciding : withAll([a, b], () => !deciding);
}

/** Values of another type are not equal, and a list is of another type than what `[…]` makes. */
function equal(
  [left, leftSource]: readonly [Symbolic, Expression],
  [right, rightSource]: readonly [Symbolic, Expression],
): boolean | undefined {
  if (!isKnown(left) || !isKnown(right)) return comparedToNull(left, right);
  const same = canonicalText(left) === canonicalText(right);
  if (!isCollection(left) || !isCollection(right)) return same;
  if (same) return isConstructed(leftSource, left) && isConstructed(rightSource, right) ? true : undefined;
  return sameInOtherOrder(left, right) ? undefined : false;
}

function comparedToNull(left: Symbolic, right: Symbolic): boolean | undefined {
  return (left === null && isNeverNull(right)) || (right === null && isNeverNull(left)) ? false : undefined;
}

/** A collection and a text are not null, whatever is in them, and neither are the ARN and the id that AWS gives to everything it creates. */
function isNeverNull(value: Symbolic): boolean {
  const isIdentity = value instanceof Reference && /^(?:arn|id|key_id)$/.test(value.attribute);
  return isIdentity || value instanceof Template || isCollection(value);
}

function isCollection(value: Symbolic): boolean {
  return Array.isArray(value) || isRecord(value);
}

/** Whether the expression itself makes each collection in the value, so that its type is plain. */
function isConstructed(source: Expression, value: Symbolic): boolean {
  if (!isCollection(value)) return true;
  if (source.kind === "tuple" && Array.isArray(value)) {
    return source.items.every((item, at) => isConstructed(item, value[at] ?? null));
  }
  if (source.kind !== "object" || !isRecord(value)) return false;
  return source.items.every(
    ([name, item]) => name.kind === "literal" && isConstructed(item, value[String(name.value)] ?? null),
  );
}

function sameInOtherOrder(left: Symbolic, right: Symbolic): boolean {
  if (!Array.isArray(left) || !Array.isArray(right) || left.length !== right.length) return false;
  const texts = (items: readonly Symbolic[]) => items.map(canonicalText).sort().join();
  return texts(left) === texts(right);
}

function calculate(operator: string, left: number, right: number): Result {
  switch (operator) {
    case "+":
    case "-":
    case "*":
      return calculateExactly(operator, left, right);
    case "/":
      // Terraform makes it infinite, a value that nothing accepts.
      return right === 0 ? undefined : calculateExactly(operator, left, right);
    case "%":
      return right === 0 ? FAILED : calculateExactly(operator, left, right);
    case "<":
      return left < right;
    case ">":
      return left > right;
    case "<=":
      return left <= right;
    default:
      return left >= right;
  }
}
