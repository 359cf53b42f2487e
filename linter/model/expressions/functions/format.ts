import { numberText } from "../../values/decimal";
import { writeDocument } from "../../values/document";
import { isLeaf, isRecord, type Symbolic } from "../../values/symbolic";
import { concatenate, isKnown } from "../../values/unknowns";
import { asBoolean, asNumber, asText, FAILED, type Result } from "../result";
import { unify } from "../types";

/** The same without groups, which `split` would put among the texts. */
const VERB_ALONE = /%(?:%|[#0+\- ]*\d*(?:\.\d*)?(?:\[\d+\])?[a-zA-Z])/;
const VERB = /%(?:%|(?<flags>[#0+\- ]*)(?<width>\d*)(?:\.(?<precision>\d*))?(?:\[(?<at>\d+)\])?(?<verb>[a-zA-Z]))/g;

/** `format`: verbs as Terraform documents them; undefined for rare ones that are not supported. */
export function format([specification, ...values]: readonly Symbolic[]): Result {
  const text = asText(specification);
  if (text === FAILED || text === undefined) return text;
  // Any remaining % belongs to a verb that is not supported.
  if (text.replace(VERB, "").includes("%")) return undefined;
  const formatted = new Formatting(values);
  const parts = [...text.matchAll(VERB)].map((match) => formatted.verb(match));
  if (parts.includes(FAILED) || formatted.used < values.length) return FAILED;
  if (parts.includes(undefined)) return undefined;
  const literals = text.split(VERB_ALONE);
  return concatenate(literals.flatMap((literal, at) => (at === 0 ? [literal] : [parts[at - 1] as Symbolic, literal])));
}

/** Assigns values to verbs in order, unless a verb has an index. */
class Formatting {
  /** How many values the verbs so far need. */
  used = 0;
  private next = 0;

  constructor(private readonly values: readonly Symbolic[]) {}

  verb({ 0: whole, groups = {} }: RegExpMatchArray): Result {
    if (whole === "%%") return "%";
    const at = groups.at === undefined ? this.next : Number(groups.at) - 1;
    this.next = at + 1;
    this.used = Math.max(this.used, this.next);
    return at < this.values.length ? one(groups, this.values[at] ?? null) : FAILED;
  }
}

/** `formatlist`: lists are walked together, everything else is the same for each. */
export function formatList([specification, ...values]: readonly Symbolic[]): Result {
  if (specification === undefined || values.some((value) => isLeaf(value) && !isKnown(value) && !isText(value))) {
    return undefined;
  }
  const lists = values.filter(Array.isArray) as (readonly Symbolic[])[];
  const length = lists[0]?.length ?? 1;
  if (lists.some((list) => list.length !== length)) return FAILED;
  const results = Array.from({ length }, (_, at) =>
    format([specification, ...values.map((value) => (Array.isArray(value) ? (value[at] ?? null) : value))]),
  );
  if (results.includes(FAILED)) return FAILED;
  return results.includes(undefined) ? undefined : (results as readonly Symbolic[]);
}

/** A reference or template: not known, and still one string. */
function isText(value: Symbolic): boolean {
  return isLeaf(value);
}

interface Verb {
  readonly flags?: string;
  readonly width?: string;
  readonly precision?: string;
  readonly verb?: string;
}

function one({ flags = "", width = "", precision, verb = "" }: Verb, value: Symbolic): Result {
  if (value === null) return undefined;
  const isPlain = flags === "" && width === "" && precision === undefined;
  if (isLeaf(value)) return isPlain && "sv".includes(verb) ? value : undefined;
  const written = verbatim(verb, flags, precision, value);
  if (typeof written !== "string") return written;
  return padded(written, flags, Number(width || 0), "dfFeEgGbxXo".includes(verb));
}

function verbatim(verb: string, flags: string, precision: string | undefined, value: Symbolic): Result {
  if (/[+ ]/.test(flags)) return undefined;
  switch (verb) {
    case "s":
      return cut(asText(value), precision);
    case "q": {
      const text = asText(value);
      return typeof text === "string" ? quoted(text) : text;
    }
    case "t": {
      const flag = asBoolean(value);
      return typeof flag === "boolean" ? String(flag) : flag;
    }
    case "v":
      return general(value, flags);
    case "d":
    case "b":
    case "o":
    case "x":
    case "X":
      return integer(verb, value);
    case "f": {
      const number = asNumber(value);
      return typeof number === "number" ? fixed(number, precision === undefined ? 6 : Number(precision)) : number;
    }
    default:
      return undefined;
  }
}

/** A number with so many decimals; undefined for a tie, which the two languages round in other ways. */
function fixed(number: number, decimals: number): string | undefined {
  const rest = numberText(number).split(".")[1]?.slice(decimals);
  return Math.abs(number) < 1e15 && decimals <= 20 && rest !== "5" ? number.toFixed(decimals) : undefined;
}

function cut(text: ReturnType<typeof asText>, precision: string | undefined): Result {
  if (typeof text !== "string" || precision === undefined) return text;
  return /^[\x20-\x7e]*$/.test(text) ? text.slice(0, Number(precision)) : undefined;
}

function quoted(text: string): string | undefined {
  return /^[\x20-\x7e]*$/.test(text) ? JSON.stringify(text) : undefined;
}

/** `%v`: a string as it is, numbers without an exponent up to where Go writes one, collections as JSON. */
function general(value: Symbolic, flags: string): Result {
  if (Array.isArray(value) || isRecord(value)) {
    const json = isKnown(value) ? writeDocument(value) : undefined;
    return typeof json === "string" ? json : undefined;
  }
  if (flags.includes("#") && typeof value === "string") return quoted(value);
  if (typeof value === "number" && (Math.abs(value) >= 1e21 || (value !== 0 && Math.abs(value) < 1e-4)))
    return undefined;
  return asText(value);
}

function integer(verb: string, value: Symbolic): Result {
  const number = asNumber(value);
  if (number === FAILED || number === undefined) return number;
  if (!Number.isInteger(number)) return FAILED;
  if (!Number.isSafeInteger(number)) return undefined;
  const base = { d: 10, b: 2, o: 8, x: 16, X: 16 }[verb] ?? 10;
  const text = number.toString(base);
  // `%x` of a string is of its bytes.
  if (typeof value === "string" && base === 16) return undefined;
  return verb === "X" ? text.toUpperCase() : text;
}

function padded(text: string, flags: string, width: number, isNumber: boolean): Result {
  if (width > 1_000) return undefined;
  if (!/^[\x20-\x7e]*$/.test(text) && width > 0) return undefined;
  if (flags.includes("-")) return text.padEnd(width);
  if (!flags.includes("0")) return text.padStart(width);
  if (!isNumber) return undefined;
  const sign = text.startsWith("-") ? "-" : "";
  return sign + text.slice(sign.length).padStart(width - sign.length, "0");
}

/** Values of one list for a function that takes a list: of one type. */
export function elementsOf(value: Symbolic | undefined): readonly Symbolic[] | undefined | typeof FAILED {
  if (Array.isArray(value)) return unify(value);
  return value === null || typeof value !== "object" || isRecord(value) ? FAILED : undefined;
}
