import { UsageError } from "../errors";
import { isObject } from "../model/values/json";

type Form = (value: unknown, place: string) => void;

const text: Form = (value, place) => {
  if (typeof value !== "string" || value === "" || value.length > 10_000)
    fail(place, "a text of 1 to 10,000 characters");
};

const step: Form = (value, place) => {
  if (typeof value !== "string" && typeof value !== "number") fail(place, "a text or a number");
};

const params: Form = (value, place) => {
  if (!isObject(value)) fail(place, "an object");
};

function list(element: Form): Form {
  return (value, place) => {
    if (!Array.isArray(value)) return fail(place, "a list");
    for (const [index, each] of value.entries()) element(each, `${place}[${index}]`);
  };
}

function optional(form: Form): Form {
  return (value, place) => {
    if (value !== undefined) form(value, place);
  };
}

function fields(forms: { readonly [name: string]: Form }): Form {
  return (value, place) => {
    if (!isObject(value)) return fail(place, "an object");
    for (const [name, form] of Object.entries(forms)) form(value[name], `${place}.${name}`);
  };
}

const path = list(step);
const reference = fields({
  address: text,
  attribute: (value, place) => typeof value !== "string" && fail(place, "a text"),
});
const gap: Form = (value, place) => {
  if (isObject(value) && "reference" in value) reference(value.reference, `${place}.reference`);
  else fields({ unknown: text, resolveWith: text })(value, place);
};

const check = {
  rule: text,
  id: text,
  path: optional(path),
  meant: optional(list(path)),
  at: optional(
    fields({
      address: optional((value, place) => typeof value !== "string" && fail(place, "a text")),
      path: optional(path),
    }),
  ),
  variant: optional(text),
  params: optional(params),
};

const result = fields({
  violated: list(fields({ ...check, title: text, message: text, remedy: text })),
  unknown: list(fields({ ...check, violated: fields({ gaps: list(gap) }) })),
  verdicts: list((value, place) => {
    if (!Array.isArray(value) || value.length !== 2) return fail(place, "a pair of a rule and its rows");
    text(value[0], `${place}[0]`);
    list(text)(value[1], `${place}[1]`);
  }),
});

/**
 * Refuses a result of a user's policy in which a check has the wrong form, naming the field, or a rule has the id of a rule of this
 * package.
 *
 * @throws UsageError
 */
export function requireResultForm(value: unknown, reserved: ReadonlySet<string>): void {
  result(value, "lint/result");
  const { violated, unknown } = value as { readonly [list: string]: readonly { readonly rule: string }[] };
  for (const { rule } of [...(violated ?? []), ...(unknown ?? [])]) {
    if (reserved.has(rule)) {
      throw new UsageError(
        `a rule of your own has the id '${rule}', which is a rule of this package; use another id`,
        "invalid-policy",
      );
    }
  }
}

function fail(place: string, wanted: string): never {
  throw new UsageError(
    `the policy's ${place} is not ${wanted}; see docs/own-rules.md for the format of checks`,
    "invalid-policy",
  );
}
