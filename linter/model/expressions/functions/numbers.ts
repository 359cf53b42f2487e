import { calculateExactly } from "../../values/decimal";
import type { Symbolic } from "../../values/symbolic";
import { isKnown } from "../../values/unknowns";
import { all, asBoolean, asNumber, FAILED, type Result, withAll } from "../result";
import { type Functions, ofNumbers } from "./function";

const MOST_NUMBERS = 1_024;

/** Functions of numbers and booleans. */
export const NUMBERS: Functions = {
  abs: ofNumbers([1, 1], (value = 0) => Math.abs(value)),
  alltrue: ([list]) => quantified(list, false),
  anytrue: ([list]) => quantified(list, true),
  ceil: ofNumbers([1, 1], (value = 0) => Math.ceil(value) + 0),
  floor: ofNumbers([1, 1], (value = 0) => Math.floor(value)),
  max: ofNumbers([1, 10_000], (...values) => values.reduce((a, b) => Math.max(a, b))),
  min: ofNumbers([1, 10_000], (...values) => values.reduce((a, b) => Math.min(a, b))),
  parseint: ([text, base]) => withAll([asNumber(base)], (known) => parseInteger(text, known)),
  pow: ofNumbers([2, 2], (base = 0, exponent = 0) => power(base, exponent)),
  range: ofNumbers([1, 3], (...limits) => range(limits)),
  signum: ofNumbers([1, 1], (value = 0) => (Number.isInteger(value) ? Math.sign(value) : FAILED)),
  sum: ([list]) => sum(list),
};

/** `deciding` decides the result alone: false for `alltrue`, true for `anytrue`. */
function quantified(list: Symbolic | undefined, deciding: boolean): Result {
  if (!Array.isArray(list)) return undefined;
  const values = list.map((item) => (item === null ? false : asBoolean(item)));
  if (values.includes(deciding) && !values.includes(FAILED)) return deciding;
  return withAll([all(values)], () => !deciding);
}

function parseInteger(text: Symbolic | undefined, base: number): Result {
  if (typeof text !== "string" || base < 2 || base > 36) return undefined;
  const digits = text.replace(/^[+-]/, "").toLowerCase();
  const isOfBase = [...digits].every((digit) => /[0-9a-z]/.test(digit) && Number.parseInt(digit, 36) < base);
  if (digits === "" || !isOfBase) return FAILED;
  const value = Number.parseInt(text, base);
  return Number.isSafeInteger(value) ? value : undefined;
}

function power(base: number, exponent: number): Result {
  const value = base ** exponent;
  return Number.isSafeInteger(base) && Number.isSafeInteger(value) && exponent >= 0 ? value : undefined;
}

function range(limits: readonly number[]): Result {
  const [start = 0, end = 0] = limits.length === 1 ? [0, limits[0]] : limits;
  const step = limits[2] ?? (end < start ? -1 : 1);
  if (step === 0 || (step > 0 ? end < start : end > start)) return FAILED;
  const values: number[] = [];
  for (let value: number | undefined = start; step > 0 ? value < end : value > end; ) {
    if (values.length >= MOST_NUMBERS) return FAILED;
    values.push(value);
    value = calculateExactly("+", value, step);
    if (value === undefined) return undefined;
  }
  return values;
}

function sum(list: Symbolic | undefined): Result {
  if (!Array.isArray(list) || !isKnown(list)) return undefined;
  if (list.length === 0) return FAILED;
  let total: number | undefined = 0;
  for (const item of list) {
    const value = asNumber(item);
    if (value === FAILED || value === undefined) return value;
    total = calculateExactly("+", total, value);
    if (total === undefined) return undefined;
  }
  return total;
}
