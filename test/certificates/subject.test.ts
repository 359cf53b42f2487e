import { parseSubject } from "../../certificates/subject";

const read = (text: string) => parseSubject(text).map(({ shortName, value }) => [shortName, value]);

test("attributes come in the order given; a slash in a value is escaped", () => {
  expect(read("/C=US/ST=Washington/L=Seattle/O=AC\\/DC Data/OU=a=b")).toEqual([
    ["C", "US"],
    ["ST", "Washington"],
    ["L", "Seattle"],
    ["O", "AC/DC Data"],
    ["OU", "a=b"],
  ]);
});

test.each([
  ["C=US", "does not start with a slash"],
  ["/C=US/O", "'O' has no value"],
  [
    "/CN=*.ec2.internal",
    "contains a common name; leave it out, since EMR requires the wildcard of the VPC domain there",
  ],
  ["/S=Washington", "contains 'S'; expected one of C, ST, L, O, OU; a state is written ST"],
  ["/constructor=x", "contains 'constructor'; expected one of C, ST, L, O, OU"],
  ["/C=usa", "C is 'usa'; the two capital letters of a country are required"],
  ["/O=", "O requires 1 to 64 printable characters"],
  [`/O=${"x".repeat(65)}`, "O requires 1 to 64 printable characters"],
  ["/O=a\nb", "O requires 1 to 64 printable characters"],
])("subject '%s' is refused: %s", (subject, why) => {
  expect(() => parseSubject(subject)).toThrow(why);
});
