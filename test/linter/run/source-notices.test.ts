import type { ReadInput } from "../../../linter/read/input";
import { sourceNotices } from "../../../linter/run/source-notices";

/** A plan that holds none of its documents, each of which is on a line of its own in one of two files. */
function planWith(count: number): ReadInput {
  const resources = Array.from({ length: count }, (_, at) => ({
    type: "aws_emr_security_configuration",
    mode: "managed",
    address: `aws_emr_security_configuration.c${at}`,
    readFrom: () => ({ file: at % 2 === 0 ? "a.tf" : "b.tf", line: at + 1 }),
  }));
  return { input: "plan.json", model: { kind: "plan", resources } } as unknown as ReadInput;
}

const messages = (count: number) => sourceNotices(planWith(count)).map(({ message }) => message);

test("a document that is read from the sources is named with its place", () => {
  expect(messages(1)).toEqual([
    "plan.json: the plan does not contain the configuration of aws_emr_security_configuration.c0; it was read from a.tf:1, which must not have changed since the plan was made",
  ]);
  expect(messages(10)).toHaveLength(10);
});

test("many of them share one notice that names their files", () => {
  expect(messages(300)).toEqual([
    "plan.json: the plan does not contain the configuration in 300 places of its sources; they were read from a.tf, b.tf, which must not have changed since the plan was made",
  ]);
});
