import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { comparable, remakeFixtures } from "../../scripts/remake-fixtures";

const FIXTURES = resolve(__dirname, "../fixtures/plans");

const MADE = [
  "json-syntax/plan.json",
  "hcl/plan.json",
  "verdicts/json-syntax/plan.json",
  "verdicts/hcl/plan.json",
  "verdicts/company/plan.json",
  "verdicts/company-hcl/plan.json",
  "changed/state.json",
  "changed/plan.json",
  "two-stacks/stacks/keys/cdk.tf.json",
  "two-stacks/stacks/lake/cdk.tf.json",
];

describe("plans, state and stacks of the fixtures", () => {
  const out = mkdtempSync(join(tmpdir(), "remade-"));

  beforeAll(() => remakeFixtures(out), 300_000);
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  test.each(MADE)("%s is what Terraform and CDKTF write today, but for ids, dates and versions", (file) => {
    // Terraform writes relevant_attributes in an order of its own each time.
    const sections = (folder: string) => ({
      ...JSON.parse(comparable(readFileSync(join(folder, file), "utf8"))),
      relevant_attributes: undefined,
    });
    expect(sections(out)).toEqual(sections(FIXTURES));
  });
});
