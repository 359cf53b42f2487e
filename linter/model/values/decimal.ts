/** A number as Terraform computes with it, exactly, where JavaScript would round: `mantissa × 10^exponent`. */
interface Decimal {
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** Numbers further out are not computed with. */
const LARGEST_EXPONENT = 400;

const NUMBER = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** The number in a text; undefined if the text is not a number, or one that JavaScript cannot represent exactly. */
export function numberOf(text: string): number | undefined {
  const decimal = decimalOf(text);
  return decimal && toNumber(decimal);
}

/** Whether a text is a number to Terraform, whether or not JavaScript can represent it. */
export function isNumeric(text: string): boolean {
  return NUMBER.test(text);
}

/** A number as text, as a template writes it: never with an exponent. */
export function numberText(value: number): string {
  const plain = String(value);
  if (!plain.includes("e")) return plain;
  const decimal = decimalOf(plain);
  if (!decimal) return plain;
  const { mantissa, exponent } = decimal;
  if (exponent >= 0) return `${mantissa}${"0".repeat(exponent)}`;
  const digits = (mantissa < 0n ? -mantissa : mantissa).toString().padStart(1 - exponent, "0");
  return `${mantissa < 0n ? "-" : ""}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
}

/** Calculates exactly; undefined if Terraform and JavaScript would write the result differently. */
export function calculateExactly(
  operator: "+" | "-" | "*" | "/" | "%",
  left: number,
  right: number,
): number | undefined {
  const plain = ofIntegers(operator, left, right);
  if (plain !== undefined) return plain;
  const a = decimalOf(String(left));
  const b = decimalOf(String(right));
  if (!a || !b) return undefined;
  const [x, y, exponent] = aligned(a, b);
  switch (operator) {
    case "+":
      return toNumber({ mantissa: x + y, exponent });
    case "-":
      return toNumber({ mantissa: x - y, exponent });
    case "*":
      return toNumber({ mantissa: a.mantissa * b.mantissa, exponent: a.exponent + b.exponent });
    case "/":
      return b.mantissa === 0n ? undefined : quotient(a, b);
    case "%":
      return b.mantissa === 0n ? undefined : toNumber({ mantissa: x % y, exponent });
  }
}

/** Results that JavaScript itself calculates exactly. */
function ofIntegers(operator: string, left: number, right: number): number | undefined {
  if (!Number.isSafeInteger(left) || !Number.isSafeInteger(right)) return undefined;
  const result = operator === "+" ? left + right : operator === "-" ? left - right : left * right;
  return "+-*".includes(operator) && Number.isSafeInteger(result) ? result + 0 : undefined;
}

function decimalOf(text: string): Decimal | undefined {
  const match = NUMBER.exec(text);
  if (!match || text.length > LARGEST_EXPONENT) return undefined;
  const [, sign, whole = "", fraction = "", power = "0"] = match;
  const exponent = Number(power) - fraction.length;
  if (Math.abs(exponent) > LARGEST_EXPONENT) return undefined;
  const mantissa = BigInt(whole + fraction);
  return normalized({ mantissa: sign === "-" ? -mantissa : mantissa, exponent });
}

function normalized({ mantissa, exponent }: Decimal): Decimal {
  if (mantissa === 0n) return { mantissa, exponent: 0 };
  let [digits, power] = [mantissa, exponent];
  while (digits % 10n === 0n) {
    digits /= 10n;
    power++;
  }
  return { mantissa: digits, exponent: power };
}

function toNumber(decimal: Decimal): number | undefined {
  const { mantissa, exponent } = normalized(decimal);
  const value = Number(`${mantissa}e${exponent}`);
  const back = decimalOf(String(value));
  return back && back.mantissa === mantissa && back.exponent === exponent ? value : undefined;
}

/** The mantissas of two numbers for one exponent. */
function aligned(a: Decimal, b: Decimal): readonly [bigint, bigint, number] {
  const exponent = Math.min(a.exponent, b.exponent);
  const scale = (one: Decimal) => one.mantissa * 10n ** BigInt(one.exponent - exponent);
  return [scale(a), scale(b), exponent];
}

/** A quotient that ends within the digits that JavaScript represents. */
function quotient(a: Decimal, b: Decimal): number | undefined {
  const shift = 20;
  const dividend = a.mantissa * 10n ** BigInt(shift);
  if (dividend % b.mantissa !== 0n) return undefined;
  return toNumber({ mantissa: dividend / b.mantissa, exponent: a.exponent - b.exponent - shift });
}
