import { jsonText, printable, printableLines, printableReport } from "../../linter/printable";

test.each([
  ["a line break", "a\nb", "a\\u000ab"],
  ["a carriage return", "x\r::set-output name=sarif::/p", "x\\u000d::set-output name=sarif::/p"],
  ["an escape sequence", "\u001b[31mred", "\\u001b[31mred"],
  ["a C1 control", "\u009b31m", "\\u009b31m"],
  ["a change of direction", "a\u202eb", "a\\u202eb"],
  ["a zero-width space", "a\u200bb", "a\\u200bb"],
  ["a soft hyphen", "a\u00adb", "a\\u00adb"],
  ["a variation selector", "a\ufe0fb", "a\\ufe0fb"],
  ["a tag character", "a\u{e0041}b", "a\\udb40\\udc41b"],
  ["half a surrogate pair", "a\ud800b", "a\\ud800b"],
  ["a code point that is no character", "a\uffffb\u{1fffe}", "a\\uffffb\\ud83f\\udffe"],
  ["a command", "::add-mask::error", "\\u003a:add-mask::error"],
  ["a command after white space", "x ::stop-commands::y", "x \\u003a:stop-commands::y"],
  ["an older command", "x##[error]y", "x#\\u0023[error]y"],
])("%s is made visible", (_, text, safe) => {
  expect(printable(text)).toBe(safe);
});

test.each(['aws_kms_key.k["s3"]', "::/0", "fe80::1", "provider::aws::arn_parse", "ÄÖ 日本 😀", "a # b"])(
  "%s is left as it is",
  (text) => {
    expect(printable(text)).toBe(text);
  },
);

test("each character alone is treated as it is beside one that is not ASCII", () => {
  const characters = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
  for (const print of [printable, printableLines]) {
    const differing = characters.filter((each) => `${print(each)}\u65e5` !== print(`${each}\u65e5`));
    expect(differing).toEqual([]);
  }
});

test("text of several lines keeps its lines", () => {
  expect(printableLines("a\n\tb\r\n::error::c")).toBe("a\n\tb\\u000d\n\\u003a:error::c");
});

test("a report keeps our colours, and our commands where it has some", () => {
  expect(printableReport("\u001b[31ma\u001b[39m\u001b]0;title\u0007", { colour: true, commands: false })).toBe(
    "\u001b[31ma\u001b[39m\\u001b]0;title\\u0007",
  );
  expect(printableReport("\u001b[31ma", { colour: false, commands: false })).toBe("\\u001b[31ma");
  expect(printableReport("::error::a\n", { colour: false, commands: true })).toBe("::error::a\n");
  expect(printableReport("\u001b[1m::error::a", { colour: true, commands: false })).toBe("\u001b[1m\\u003a:error::a");
});

test("a report keeps links to pages", () => {
  const link = "\u001b]8;;https://example.com/a\u001b\\text\u001b]8;;\u001b\\";
  expect(printableReport(link, { colour: true, commands: false })).toBe(link);
  expect(printableReport(link, { colour: false, commands: false })).not.toContain("\u001b");
  expect(printableReport("\u001b]8;;javascript:x\u001b\\", { colour: true, commands: false })).not.toMatch(/^\W?\]8/);
});

test("JSON parses to the same value, and shows invisible characters", () => {
  const value = { a: "x##[group]\u202e\u{e0041}\u0007\n", b: ["##["] };
  expect(JSON.parse(jsonText(value))).toEqual(value);
  expect(jsonText(value)).not.toMatch(/##\[|[\u202e\u{e0041}]/u);
});
