import { regionDomain, wildcardNames } from "../../certificates/names";

test("names are lower case, ASCII, and each once", () => {
  expect(wildcardNames(["EC2.internal", "ec2.internal.", "bücher.example"])).toEqual([
    "*.ec2.internal",
    "*.xn--bcher-kva.example",
  ]);
});

test.each([
  ["*.ec2.internal", "contains a wildcard; give only the domain, the wildcard is added"],
  ["internal", "is too broad"],
  ["compute.internal", "is too broad"],
  ["us-east-1.compute.internal", "is not the domain that AWS documents for us-east-1; give ec2.internal"],
  ["", "is not a domain name"],
  ["a..b", "is not a domain name"],
  ["-a.example", "is not a domain name"],
  ["a_b.example", "is not a domain name"],
  ["a b.example", "is not a domain name"],
  ["10.0.0.1", "is not a domain name"],
  ["::1", "is not a domain name"],
  ["ec2.internal\u0000.evil.example", "is not a domain name"],
  [`${"a".repeat(64)}.example`, "is not a domain name"],
])("VPC domain '%s' is refused: it %s", (domain, why) => {
  expect(() => wildcardNames([domain])).toThrow(`VPC domain '${domain}' ${why}`);
});

test("a first domain whose wildcard is over 64 characters is refused, a later one is not: only the first is a common name", () => {
  const long = `${"a".repeat(60)}.internal`;
  expect(() => wildcardNames([long])).toThrow("results in a common name of 71 characters; X.509 allows at most 64");
  expect(wildcardNames(["ec2.internal", long])).toEqual(["*.ec2.internal", `*.${long}`]);
});

test("a request without a domain is refused", () => {
  expect(() => wildcardNames([])).toThrow("no Region is given; give --region, such as us-west-2");
});

test("Regions of every partition have a domain; an invalid name is refused", () => {
  const regions = ["us-east-1", "us-gov-west-1", "cn-north-1", "us-iso-east-1", "eusc-de-east-1", "ap-southeast-7"];
  expect(regions.map(regionDomain)).toEqual([
    "ec2.internal",
    ...regions.slice(1).map((region) => `${region}.compute.internal`),
  ]);
  for (const region of ["us-west", "US-WEST-2", "us-west-2a", "", "us-west-2.compute.internal"]) {
    expect(() => regionDomain(region)).toThrow(
      `Region '${region}' is not the name of a Region; write it like us-west-2`,
    );
  }
});
