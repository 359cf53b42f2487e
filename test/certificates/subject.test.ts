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
  ["/CN=*.ec2.internal", "gives a common name; leave it out, EMR wants the wildcard of the VPC domain there"],
  ["/S=Washington", "holds 'S'; allowed are C, ST, L, O, OU; a state is written ST"],
  ["/constructor=x", "holds 'constructor'; allowed are C, ST, L, O, OU"],
  ["/C=usa", "C is 'usa'; it takes the two capital letters of a country"],
  ["/O=", "O takes 1 to 64 printable characters"],
  [`/O=${"x".repeat(65)}`, "O takes 1 to 64 printable characters"],
  ["/O=a\nb", "O takes 1 to 64 printable characters"],
])("subject '%s' is refused: %s", (subject, why) => {
  expect(() => parseSubject(subject)).toThrow(why);
});
