import type { Symbolic } from "../values/symbolic";
import { isKnown } from "../values/unknowns";

/** Applies an operator to what is known of its operands; undefined where that does not settle the result. */
export function operate(operator: string, operands: readonly Symbolic[]): Symbolic | undefined {
  const [left, right] = operands;
  if (left === undefined) return undefined;
  if (right === undefined) return operator === "!" ? negate(left) : typeof left === "number" ? -left : undefined;
  if (operator === "&&") return connect(left, right, false);
  if (operator === "||") return connect(left, right, true);
  if (operator === "==" || operator === "!=") {
    if (!isKnown(left) || !isKnown(right)) return undefined;
    return (JSON.stringify(left) === JSON.stringify(right)) === (operator === "==");
  }
  return typeof left === "number" && typeof right === "number" ? calculate(operator, left, right) : undefined;
}

function negate(value: Symbolic): Symbolic | undefined {
  return typeof value === "boolean" ? !value : undefined;
}

/** `deciding` settles the result alone: false for and, true for or. */
function connect(left: Symbolic, right: Symbolic, deciding: boolean): Symbolic | undefined {
  if (left === deciding || right === deciding) return deciding;
  return typeof left === "boolean" && typeof right === "boolean" ? !deciding : undefined;
}

function calculate(operator: string, left: number, right: number): Symbolic | undefined {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0 ? undefined : left / right;
    case "%":
      return right === 0 ? undefined : left % right;
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
