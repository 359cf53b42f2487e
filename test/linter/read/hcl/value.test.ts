import { readHcl } from "../../../../linter/read/hcl";

/** The value of one argument as Terraform's JSON syntax writes it. */
function value(expression: string): unknown {
  return readHcl(Buffer.from(`x = ${expression}\n`)).content.x;
}

test.each<[string, string, unknown]>([
  ["a string", '"a"', "a"],
  ["a string with escapes", String.raw`"a\"b\\c\n\u00e9"`, 'a"b\\c\né'],
  ["an interpolation with a string of its own", '"x${f("\\"}")}y"', 'x${f("\\"}")}y'],
  ["an escaped interpolation", '"$${a}"', "$${a}"],
  ["a number", "-1.5e3", -1500],
  ["a number that a double does not hold", "123456789012345678901", "${123456789012345678901}"],
  ["true", "true", true],
  ["null", "null", null],
  ["a list", '[\n  "a", # first\n  b,\n]', ["a", "${b}"]],
  ["an object", '{ a = 1, "b-c" : [2]\n d = x.y }', { a: 1, "b-c": [2], d: "${x.y}" }],
  ["an object with a computed name", "{ (a) = 1 }", "${{ (a) = 1 }}"],
  ["a for expression", "[for a in b : a]", "${[for a in b : a]}"],
  ["an expression over lines", "(\n  1 +\n  a # why\n)", "${(\n  1 +\n  a # why\n)}"],
  ["a heredoc", '<<EOT\n{\n  "a": "${b}\\n"\n}\nEOT', '{\n  "a": "${b}\\n"\n}\n'],
  ["an indented heredoc", "<<-EOT\n    a\n\n      ${b}\n    EOT", "a\n\n  ${b}\n"],
  ["a heredoc with a marker in it that is not alone", "<<EOT\n EOT2\n${EOT}EOT\n  EOT", " EOT2\n${EOT}EOT\n"],
  ["a heredoc in a call", 'f(<<EOT\n"${a["x"]}"\nEOT\n)', '${f("\\"${a["x"]}\\"\\n"\n)}'],
  ["a conditional", 'a == "b" ? 1 : 2', '${a == "b" ? 1 : 2}'],
])("%s", (_, expression, expected) => {
  expect(value(expression)).toEqual(expected);
});

test("blocks, with and without labels, become lists of objects", () => {
  const { content } = readHcl(
    Buffer.from(
      'resource "a" b {\n  tags { x = 1 }\n  tags {\n    x = 2\n  }\n  dynamic "rule" {\n    for_each = v\n    iterator = it\n    content {}\n  }\n}\nvariable "v" {\n  type = list(string)\n}\nlocals {}\n',
    ),
  );
  expect(content).toEqual({
    resource: [
      {
        a: {
          b: {
            tags: [{ x: 1 }, { x: 2 }],
            dynamic: [{ rule: { for_each: "${v}", iterator: "it", content: [{}] } }],
          },
        },
      },
    ],
    variable: [{ v: { type: "list(string)" } }],
    locals: [{}],
  });
});

test.each<[string, string | Buffer, string]>([
  [
    "an unclosed heredoc",
    "x = <<EOT\n a\n",
    "a heredoc is not closed: no line contains only its marker, at line 1, column 5",
  ],
  ["merge markers", "<<<<<<< HEAD\na = 1\n=======\n", "there is a merge conflict marker, at line 1, column 1"],
  ["deep blocks", "a {\n".repeat(100_000), "blocks nest more than 100 levels deep, at line 101, column 1"],
  ["deep brackets", `x = ${"[".repeat(100_000)}`, "an expression nests more than 1000 levels deep, at line 1"],
  ["NUL", "a = 1\nb = \0\n", "unexpected a NUL character, at line 2, column 5"],
  ["Latin-1", Buffer.from([0x61, 0x20, 0x3d, 0x20, 0x22, 0xe9, 0x22, 0x0a]), "it is not UTF-8, at line 1, column 6"],
  ["two arguments of one name", "a = 1\na = 2\n", "the argument a is set twice in one block, at line 2, column 1"],
  ["a comma after an argument", "a = 1,\n", "at line 1"],
  ["two arguments in a block on one line", "a { b = 1, c = 2 }\n", "at line 1"],
  ["an interpolation in a label", 'a "${b}" {}\n', "a block label must be a plain string, at line 1, column 4"],
  ["a tilde after a value", 'x = "a"~\n', "unexpected ~, at line 1, column 5"],
  ["a tilde before a value", 'a {\n  x = ~"a"\n}\n', "unexpected ~, at line 2, column 7"],
  ["words after an expression", 'x = "a" oops\n', "an expression is not valid (unexpected a name), at line 1"],
  [
    "single quotes",
    "x = 'a'\n",
    "unexpected a single quote; strings are written in double quotes, at line 1, column 5",
  ],
  ["an object in an object's place", "x = {{ }}\n", "at line 1"],
  ["a string over two lines", 'x = "a\nb"\n', "a string in quotes is not closed on its line, at line 1, column 5"],
  ["a word alone", "hunter2\n", "a name is followed by neither = nor {, at line 1"],
  [
    "a number as the name in a for expression",
    "x = [for 1 in [] : 1]\n",
    "unexpected a number as the name in a for expression",
  ],
  ["a block after a bare name", "dynamic x {\n  iterator = st content {\n  }\n}\n", "unexpected a name), at line 2"],
  ["a word before a heredoc", "x = word<<-A\n  %{~ if true ~}\n  %{~ endif ~}\n  A\n", "unexpected a name), at line 1"],
  ["no value", "x =\n", "an argument has no value, at line 1"],
  [
    "a number with two points",
    "x = 1.5.7abc\n",
    "an expression is not valid (a number with two decimal points), at line 1",
  ],
  [
    "words after a number of many digits",
    "x = 123456789012345678abc\n",
    "an expression is not valid (unexpected a name)",
  ],
  [
    "a lone carriage return before a marker",
    "x = <<A\n\r A\n",
    "a carriage return without a line feed, at line 2, column 1",
  ],
  ["a missing label", 'resource "a" {}\n', "a block resource has 1 labels; 2 are expected, at line 1"],
  ["an unknown escape", '\nx = "\\q"\n', "a string has an escape that HCL does not know: \\q, at line 2"],
])("%s: refused with line and column", (_, text, sentence) => {
  expect(() => readHcl(Buffer.from(text as string))).toThrow(sentence);
});

test("a byte order mark and Windows line ends are accepted", () => {
  const { content, places } = readHcl(Buffer.from('\ufeffa = 1\r\nresource "t" "n" {\r\n}\r\n'));
  expect(content).toMatchObject({ a: 1 });
  expect(places().find("t.n", [])).toEqual([{ line: 2, left: 0 }]);
});
