import { dirname } from "node:path";
import { buildFacts } from "../../linter/facts/build-facts";
import { readInputs } from "../../linter/read/read";
import { defaultThresholds } from "../../linter/settings";

/** Bytes of JSON that the rules are given for a file. */
export function factsSize(file: string): number {
  const cwd = dirname(file);
  const lintContext = {
    now: new Date(),
    environment: "production",
    thresholds: defaultThresholds(),
    settings: { files: [], waivers: [], locked: [], notices: [] },
    options: {},
    beside: [],
    cwd,
  };
  const read = readInputs([file], { cwd, stdin: () => new Uint8Array() });
  return read.reduce((sum, each) => sum + JSON.stringify(buildFacts(each, lintContext)).length, 0);
}
