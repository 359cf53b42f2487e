import { readBundle } from "../../../../formats/bundle/read";
import { certificateDomainFacts } from "../../../../linter/facts/bundle/domain-rows";
import type { DomainCertainty } from "../../../../linter/rows/certificate-domains";
import { known } from "../../../../linter/rows/leaf";
import { bundleZip, issue } from "../../../support/certificates";

function fact(
  names: { readonly dns?: readonly string[]; readonly cn?: string },
  domain: string,
  certainty: DomainCertainty = "declared",
) {
  const { dns = [], cn = "test" } = names;
  const reading = readBundle(bundleZip({ "certificateChain.pem": issue({ subject: `CN=${cn}`, dns }).pem }));
  return certificateDomainFacts(reading, "", [{ domain, certainty }])[0];
}

describe("certificateDomainFacts", () => {
  test.each<[string, readonly string[], string, string]>([
    ["the wildcard of the domain", ["*.ec2.internal"], "ec2.internal", "domain"],
    ["the wildcard in capitals", ["*.EC2.Internal"], "ec2.internal", "domain"],
    ["a wildcard two levels up", ["*.compute.internal"], "us-west-2.compute.internal", "none"],
    ["one host", ["ip-10-0-0-1.ec2.internal"], "ec2.internal", "hosts"],
    ["a host of another domain", ["ip-10-0-0-1.eu-west-1.compute.internal"], "ec2.internal", "none"],
    ["two wildcards for the two kinds of hosts", ["ip-*.ec2.internal", "i-*.ec2.internal"], "ec2.internal", "domain"],
    ["the bare domain", ["ec2.internal"], "ec2.internal", "none"],
  ])("%s", (_, dns, domain, expected) => {
    expect(fact({ dns }, domain)?.coverage).toEqual(known(expected));
  });

  test("the common name counts only where there is no DNS name", () => {
    expect(fact({ cn: "*.ec2.internal" }, "ec2.internal")?.coverage).toEqual(known("domain"));
    expect(fact({ cn: "*.ec2.internal", dns: ["other.example"] }, "ec2.internal")?.coverage).toEqual(known("none"));
  });

  test("a guessed domain that is covered decides the rule, one that is not covered leaves it open", () => {
    expect(fact({ dns: ["*.corp.example"] }, "ec2.internal", "guessed")?.coverage).toMatchObject({
      resolveWith: "give --vpc-domain",
    });
    expect(fact({ dns: ["*.ec2.internal"] }, "ec2.internal", "guessed")?.coverage).toEqual(known("domain"));
  });

  test("names the Region that the wildcard is made for", () => {
    const dns = ["*.us-west-2.compute.internal"];
    expect(fact({ dns }, "ec2.internal", "region-known")?.otherDomain).toEqual(known("us-west-2.compute.internal"));
    expect(fact({ dns }, "us-west-2.compute.internal")?.otherDomain).toEqual(known(null));
    expect(fact({ dns }, "ec2.internal", "guessed")?.otherDomain).toEqual(known("us-west-2.compute.internal"));
    expect(fact({ dns }, "corp.example", "seen")?.otherDomain).toEqual(known(null));
  });

  test("us-east-1.compute.internal is another domain than ec2.internal", () => {
    expect(fact({ dns: ["*.us-east-1.compute.internal"] }, "ec2.internal", "guessed")?.otherDomain).toEqual(
      known("us-east-1.compute.internal"),
    );
  });

  test("without a domain there is one row that requests it", () => {
    const reading = readBundle(bundleZip({ "certificateChain.pem": issue({ dns: ["*.ec2.internal"] }).pem }));
    expect(certificateDomainFacts(reading, "", [])).toMatchObject([
      {
        id: "#certificateChain.pem[0]@",
        domain: { resolveWith: "give --region or --vpc-domain" },
        names: known("*.ec2.internal"),
      },
    ]);
  });

  test("one row for each domain", () => {
    const reading = readBundle(bundleZip({ "certificateChain.pem": issue({ dns: ["*.a.example"] }).pem }));
    const rows = certificateDomainFacts(reading, "aws_s3_object.c", [
      { domain: "a.example", certainty: "seen" },
      { domain: "b.example", certainty: "seen" },
    ]);
    expect(rows.map(({ id, coverage }) => [id, coverage])).toEqual([
      ["aws_s3_object.c#certificateChain.pem[0]@a.example", known("domain")],
      ["aws_s3_object.c#certificateChain.pem[0]@b.example", known("none")],
    ]);
  });
});
