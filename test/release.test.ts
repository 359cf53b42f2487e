import { readFileSync } from "node:fs";
import { releaseProblems } from "../scripts/build/check-release";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const constants = readFileSync("site/constants.ts", "utf8");

test("a release without an owner or a section of the changelog is refused in sentences", () => {
  expect(releaseProblems({ ...manifest, version: "9.9.9" }, "## [Unreleased]\n", constants)).toEqual([
    expect.stringMatching(/^package\.json: repository\.url names OWNER; /),
    expect.stringMatching(/^CHANGELOG\.md has no section \[9\.9\.9]; /),
  ]);
});

test("a filled manifest with its section passes", () => {
  const filled = JSON.parse(JSON.stringify({ ...manifest, version: "9.9.9" }).replaceAll("/OWNER/", "/example/"));
  const changelog = "## [9.9.9] - 2027-01-01\n";
  expect(releaseProblems(filled, changelog, constants.replaceAll("/OWNER/", "/example/"))).toEqual([]);
  const address = "https://github.com/example/cdktf-emr-encryption";
  expect(releaseProblems({ ...filled, bugs: "https://example.com" }, changelog, constants)).toEqual([
    `bugs of package.json does not follow repository.url, ${address}`,
    `repository in site/constants.ts does not follow repository.url, ${address}`,
  ]);
});
