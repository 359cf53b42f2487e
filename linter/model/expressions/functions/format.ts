import { numberText } from "../../values/decimal";
import { writeDocument } from "../../values/document";
import { isLeaf, isRecord, type Symbolic } from "../../values/symbolic";
import { concatenate, isKnown } from "../../values/unknowns";
import { all, asBoolean, asNumber, asText, type Decided, FAILED, type Result, withAll } from "../result";
import { unify } from "../types";

/** The same without groups, which `split` would put among the texts. */
const VERB_ALONE = /%(?:%|[#0+\- ]*(?:[1-9]\d*)?(?:\.\d*)?(?:\[\d+\])?[a-zA-Z])/;
const VERB =
  /%(?:%|(?<flags>[#0+\- ]*)(?<width>(?:[1-9]\d*)?)(?:\.(?<precision>\d*))?(?:\[(?<at>\d+)\])?(?<verb>[a-zA-Z]))/g;

/** `format`: verbs as Terraform documents them; undefined for rare ones that are not supported. */
export function format([specification, ...values]: readonly Symbolic[]): Result {
  return withAll([asText(specification)], (text) => {
    // Any remaining % belongs to a verb that is not supported.
    if (text.replace(VERB, "").includes("%")) return undefined;
    const formatted = new Formatting(values);
    const parts = [...text.matchAll(VERB)].map((match) => formatted.verb(match));
    if (formatted.used < values.length) return FAILED;
    const literals = text.split(VERB_ALONE);
    return withAll([all(parts)], (known) =>
      concatenate(literals.flatMap((literal, at) => (at === 0 ? [literal] : [known[at - 1] ?? null, literal]))),
    );
  });
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
  if (specification === undefined) return undefined;
  const lists = values.filter(Array.isArray) as (readonly Symbolic[])[];
  const length = lists[0]?.length ?? 1;
  if (lists.some((list) => list.length !== length)) return FAILED;
  return all(
    Array.from({ length }, (_, at) =>
      format([specification, ...values.map((value) => (Array.isArray(value) ? (value[at] ?? null) : value))]),
    ),
  );
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
      return withAll([asText(value)], (text) => cut(text, precision));
    case "q":
      return withAll([asText(value)], quoted);
    case "t":
      return withAll([asBoolean(value)], String);
    case "v":
      return general(value, flags);
    case "d":
    case "b":
    case "o":
    case "x":
    case "X":
      return withAll([asNumber(value)], (number) => integer(verb, number, value));
    case "f":
      return withAll([asNumber(value)], (number) => fixed(number, Number(precision ?? 6)));
    default:
      return undefined;
  }
}

/** A number with so many decimals; undefined for a tie, which the two languages round in other ways. */
function fixed(number: number, decimals: number): string | undefined {
  const rest = numberText(number).split(".")[1]?.slice(decimals);
  return Math.abs(number) < 1e15 && decimals <= 20 && rest !== "5" ? number.toFixed(decimals) : undefined;
}

function cut(text: string, precision: string | undefined): Result {
  if (precision === undefined) return text;
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

function integer(verb: string, number: number, value: Symbolic): Result {
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
export function elementsOf(value: Symbolic | undefined): Decided<readonly Symbolic[]> {
  if (Array.isArray(value)) return unify(value);
  return value === null || typeof value !== "object" || isRecord(value) ? FAILED : undefined;
}
