import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { main } from "../../cli/main";

const plan = resolve(__dirname, "../fixtures/plans/verdicts/company/plan.json");
const cwd = mkdtempSync(join(tmpdir(), "graph-command-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

async function run(args: readonly string[], stdin = "") {
  let out = "";
  let err = "";
  const code = await main(["graph", ...args], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    stdin: () => Buffer.from(stdin),
    cwd,
    env: {},
    colour: false,
    columns: 80,
    exitCode: 0,
  });
  return { code, out, err };
}

describe("graph", () => {
  test("draws an SVG by default, and findings do not change the exit code", async () => {
    const { code, out } = await run([plan]);
    expect(code).toBe(0);
    expect(out).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" [\s\S]*key\.no_network_path[\s\S]*<\/svg>\n$/);
  });

  test("draws without findings", async () => {
    expect((await run([plan, "--no-findings"])).out).not.toContain("key.no_network_path");
  });

  test.each([
    ["mermaid", /^flowchart LR\n/],
    ["dot", /^digraph emr_encryption \{\n/],
    ["json", /^\{\n {2}"graphVersion": 1,/],
  ])("writes %s", async (format, start) => {
    expect((await run(["-", "--format", format], readFileSync(plan, "utf8"))).out).toMatch(start);
  });

  test("writes to a file, and reports if it cannot", async () => {
    expect(await run([plan, "--out", "stack.svg"])).toEqual({ code: 0, out: "", err: "" });
    expect(readFileSync(join(cwd, "stack.svg"), "utf8")).toContain("</svg>");
    const { code, err } = await run([plan, "--out", "no/such/folder/stack.svg"]);
    expect(code).toBe(2);
    expect(err).toMatch(/^emr-encryption: --out: 'no\/such\/folder\/stack.svg' cannot be written: /);
  });

  test("an input that cannot be read is exit code 2, and the others are drawn", async () => {
    const { code, out, err } = await run([plan, "nowhere.json", "--format", "mermaid"]);
    expect(code).toBe(2);
    expect(err).toContain("nowhere.json");
    expect(out).toContain("security configuration");
  });

  test("an input without EMR is an empty picture", async () => {
    const { code, out } = await run(
      ["-", "--format", "json"],
      JSON.stringify({ resource: { null_resource: { a: {} } } }),
    );
    expect([code, JSON.parse(out).pictures]).toEqual([0, []]);
  });

  test("a format that does not exist is refused before anything is read", async () => {
    const { code, err } = await run(["nowhere.json", "--format", "png"]);
    expect([code, err]).toEqual([
      2,
      "emr-encryption: --format 'png' does not exist; formats: svg, mermaid, dot, json\n",
    ]);
  });
});
