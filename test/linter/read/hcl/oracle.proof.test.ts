import { join } from "node:path";
import { lint } from "../../../../linter/run/lint";
import { mutant, randomNumbers } from "../../../support/hcl-mutants";
import {
  buildOracle,
  filesBelow,
  inOrder,
  type Parsed,
  parseByOracle,
  parseByUs,
  readAll,
  specificationFiles,
} from "../../../support/hcl-oracle";
import { folderOf } from "../../models";

/** `npm run fuzz:hcl` sets more. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 3000);
const SEED = Number(process.env.FUZZ_SEED ?? 1);

/** Of EMR, so that a folder with it is always checked, whatever became of the file beside it. */
const SOUND = 'resource "aws_emr_security_configuration" "sound" {\n  configuration = "{}"\n}\n';

const oracle = buildOracle();
const own = filesBelow(join(__dirname, "..", "..", "..", "fixtures"), /\.(?:tf|tofu)$/);

/** Faults apart, both must have the same items; of a refused text it is enough that both refuse it. */
function comparable({ fault, items }: Parsed): unknown {
  return fault === undefined ? inOrder(items ?? []) : "refused";
}

test.each<[string, readonly string[]]>([
  ["the specification's own tests", specificationFiles()],
  ["the fixtures of this project", own],
])("%s: the same arguments and blocks with the same lines and extents, and the same files refused", (_, files) => {
  expect(files.length).toBeGreaterThan(5);
  const texts = readAll(files);
  const theirs = parseByOracle(oracle, texts);
  for (const [at, text] of texts.entries()) {
    expect([files[at], comparable(parseByUs(text))]).toEqual([files[at], comparable(theirs[at] ?? {})]);
  }
});

test(`${RUNS} mutants of these files: no crash, the same extents, and none accepted or refused alone`, () => {
  const random = randomNumbers(SEED);
  const texts = readAll([...own, ...specificationFiles()]).filter(({ length }) => length > 20 && length < 3000);
  const mutants = Array.from({ length: RUNS }, () => {
    const text = texts[random(texts.length)] ?? Buffer.from("");
    return Buffer.from(mutant(text.toString("utf8"), random));
  });
  const theirs = parseByOracle(oracle, mutants);
  const accepted = theirs.filter(({ fault }) => fault === undefined).length;
  expect(accepted).toBeGreaterThan(RUNS / 20);
  const different = mutants.filter((text, at) => {
    const ours = comparable(parseByUs(text));
    return JSON.stringify(ours) !== JSON.stringify(comparable(theirs[at] ?? {}));
  });
  expect(different.map(String)).toEqual([]);
});

test(`${Math.ceil(RUNS / 50)} mutants in a folder: each is checked or refused in one sentence, and the file beside it is checked`, () => {
  const random = randomNumbers(SEED + 1);
  const texts = readAll(own).filter(({ length }) => length < 3000);
  for (let count = 0; count < RUNS / 50; count++) {
    const text = mutant(String(texts[random(texts.length)] ?? ""), random);
    const cwd = folderOf({ "mutant.tf": text, "sound.tf": SOUND });
    const { inputs } = lint(["."], { cwd, now: new Date("2026-11-23T12:00:00Z") });
    expect(inputs[0]?.status).not.toBe("unreadable");
    for (const { error } of inputs) if (error !== undefined) expect(error).toMatch(/^[^\n]{10,300}$/);
  }
});
