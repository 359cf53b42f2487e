import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { comparable, madeFiles, remakeFixtures } from "../../scripts/fixtures/remake-fixtures";

const FIXTURES = resolve(__dirname, "../fixtures/plans");

describe("plans, states and stacks of the fixtures", () => {
  const out = mkdtempSync(join(tmpdir(), "remade-"));

  beforeAll(() => remakeFixtures("terraform", out), 900_000);
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  test.each(madeFiles("terraform"))(
    "%s is what Terraform and CDKTF write today, but for ids, dates and versions",
    (file) => {
      expect(comparable(out, file)).toEqual(comparable(FIXTURES, file));
    },
  );
});
