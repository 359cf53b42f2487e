import { readFileSync } from "node:fs";
import { releaseProblems } from "../scripts/build/check-release";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));

test("a release without an owner or a section of the changelog is refused in sentences", () => {
  expect(releaseProblems({ ...manifest, version: "9.9.9" }, "## [Unreleased]\n")).toEqual([
    expect.stringMatching(/^package\.json: repository, homepage and bugs name OWNER; /),
    expect.stringMatching(/^CHANGELOG\.md has no section \[9\.9\.9]; /),
  ]);
});

test("a filled manifest with its section passes", () => {
  const filled = JSON.parse(JSON.stringify({ ...manifest, version: "9.9.9" }).replaceAll("/OWNER/", "/example/"));
  expect(releaseProblems(filled, "## [9.9.9] - 2027-01-01\n")).toEqual([]);
});
