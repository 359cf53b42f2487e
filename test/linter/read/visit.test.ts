import type { FoundInput, ReadInput } from "../../../linter/read/input";
import { readAlready } from "../../../linter/read/input";
import { findInputs } from "../../../linter/read/read";
import { visitInputs } from "../../../linter/read/visit";
import { folderOf, readOptions } from "../models";

const noResources = { resources: [] } as unknown as NonNullable<ReadInput["model"]>;

function plan(input: string, sourceFolder?: string): ReadInput {
  return { input, stack: "", kind: "plan", model: { ...noResources, sourceFolder } };
}

function configuration(folder: string): FoundInput {
  const entry: ReadInput = { input: folder, stack: "", kind: "configuration", model: noResources };
  return { input: folder, configuration: `/${folder}`, bundles: [], read: () => [entry] };
}

const names = (found: readonly FoundInput[]) => visitInputs(found, "/", ({ input }) => input);

describe("visitInputs", () => {
  test("reads each input after the one before it was visited", () => {
    const events: string[] = [];
    const later = (input: string): FoundInput => ({
      input,
      bundles: [],
      read: () => {
        events.push(`read ${input}`);
        return [plan(input)];
      },
    });
    visitInputs([later("a"), later("b")], "/", ({ input }) => events.push(`visit ${input}`));
    expect(events).toEqual(["read a", "visit a", "read b", "visit b"]);
  });

  test("a configuration whose plan was found is checked with the plan, wherever it is in the list", () => {
    expect(names([configuration("a"), configuration("b"), readAlready("p", [plan("p", "/a")])])).toEqual(["b", "p"]);
  });

  test("bundles are visited last, and results are in the order of the inputs", () => {
    const visited: string[] = [];
    const bundle: ReadInput = {
      input: "z.zip",
      stack: "",
      kind: "bundle",
      bundle: { name: "z.zip", isFolder: false, read: () => new Uint8Array() },
    };
    const results = visitInputs([readAlready("z.zip", [bundle]), readAlready("p", [plan("p")])], "/", ({ input }) => {
      visited.push(input);
      return input;
    });
    expect([visited, results]).toEqual([
      ["p", "z.zip"],
      ["z.zip", "p"],
    ]);
  });

  test("an input that two names lead to is visited once, under the first", () => {
    expect(names([readAlready("./p", [plan("./p")]), readAlready("p", [plan("p")])])).toEqual(["./p"]);
  });

  test("a folder in which nothing can be checked has an entry with the reason", () => {
    const cwd = folderOf({
      "x/a.json": '{"format_version":1,"b":{}}',
      "y/p.json": '{"format_version":"1.2","values":{}}',
    });
    const found = findInputs(["x", "y"], readOptions(cwd));
    expect(visitInputs(found, cwd, ({ input, kind, error }) => [input, kind, error !== undefined])).toEqual([
      ["x/a.json", "unknown", true],
      ["y/p.json", "state", false],
    ]);
    const nothing = findInputs(["x"], readOptions(folderOf({ "x/a.json": '{"name":"format_version"}' })));
    expect(visitInputs(nothing, "/", ({ error }) => error)).toEqual([
      expect.stringContaining("contains nothing to check"),
    ]);
  });
});
