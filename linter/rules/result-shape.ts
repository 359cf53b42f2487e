import { leaf, list, object, record, type Shape, shapePath, word } from "../../formats/shape";
import { UsageError } from "../errors";
import { isObject } from "../model/values/json";

const text = leaf<string>(
  "a text of 1 to 10,000 characters",
  (value) => typeof value === "string" && value !== "" && value.length <= 10_000,
  "a text",
);
const attribute = leaf<string>("a text", (value) => typeof value === "string");
const path = list(leaf<string | number>("a text or a number", (value) => /string|number/.test(typeof value)));

/** An object that may have further members. */
function open(fields: { readonly [name: string]: Shape }, required: readonly string[] = Object.keys(fields)): Shape {
  return object<{ readonly [name: string]: unknown }>(fields, required, true);
}

const reference = open({ reference: open({ address: text, attribute }) });
const unknown = open({ unknown: text, resolveWith: text });
const gap: Shape = {
  ...unknown,
  fault: (value, ...rest) => (isObject(value) && "reference" in value ? reference : unknown).fault(value, ...rest),
};

const check = {
  rule: text,
  id: text,
  path,
  meant: list(path),
  at: open({ address: attribute, path }, []),
  variant: text,
  params: record,
};
const own = { title: text, severity: word("error", "warning", "info"), message: text, remedy: text };
const isTexts = (value: unknown) => Array.isArray(value) && value.every(text.fits);
const verdict = leaf(
  "a pair of a rule and the ids of its rows",
  (value) => Array.isArray(value) && value.length === 2 && text.fits(value[0]) && isTexts(value[1]),
  "a list",
);

const result = open({
  violated: list(open({ ...check, ...own }, ["rule", "id", "title", "message", "remedy"])),
  unknown: list(open({ ...check, violated: open({ gaps: list(gap) }) }, ["rule", "id", "violated"])),
  verdicts: list(verdict),
});

/**
 * Refuses a result of a user's policy in which a check has the wrong form, naming the field, or a rule has the id of a rule of this
 * package.
 *
 * @throws UsageError
 */
export function requireResultForm(value: unknown, reserved: ReadonlySet<string>): void {
  const fault = result.fault(value, undefined, ["lint/result"]);
  if (fault) {
    throw new UsageError(
      `the policy's ${shapePath(fault.path)} ${fault.problem}; see docs/own-rules.md for the format of checks`,
      "invalid-policy",
    );
  }
  const { violated, unknown } = value as { readonly [list: string]: readonly { readonly rule: string }[] };
  const taken = [...(violated ?? []), ...(unknown ?? [])].find(({ rule }) => reserved.has(rule));
  if (taken) {
    throw new UsageError(
      `a rule of your own has the id '${taken.rule}', which is a rule of this package; use another id`,
      "invalid-policy",
    );
  }
}
