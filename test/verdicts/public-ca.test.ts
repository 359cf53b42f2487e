import { lint } from "../../linter/run/lint";
import { folderOf } from "../linter/models";
import { type IssueOptions, issue, SERVER_AUTH } from "../support/certificates";

/** A CA that the linter takes for a public one: it is among the roots that the nodes' Java ships with. */
const root = issue({
  subject: "CN=Public Root",
  ca: true,
  notBefore: "2017-01-01T00:00:00Z",
  notAfter: "2040-01-01T00:00:00Z",
});

function verdicts(now: string, options: IssueOptions): readonly string[] {
  const leaf = issue({
    subject: "CN=emr.example.com",
    dns: ["emr.example.com", "ip-10-0-0-1.example.com"],
    by: root,
    ca: false,
    keyUsage: [0],
    extendedKeyUsage: [SERVER_AUTH],
    ...options,
  });
  const cwd = folderOf({
    "bundle/privateKey.pem": leaf.privateKeyPem,
    "bundle/certificateChain.pem": leaf.pem,
    "roots.pem": root.pem,
  });
  const rules = ["cert.public_ca_*", "cert.long_validity"];
  const { findings } = lint(["bundle"], { cwd, now: new Date(now), defaultRoots: "roots.pem", rules });
  return findings.map(({ severity, rule, variant = "", message }) =>
    [severity, rule.replace("cert.", ""), variant, /at most.*?(?=[,;] (?:and )?nodes)/.exec(message)?.[0] ?? ""].join(
      "|",
    ),
  );
}

const days200 = { notBefore: "2026-03-15T00:00:00Z", notAfter: "2026-09-30T23:59:59Z" };
const schedule = "at most 200 days since 2026-03-15, 100 from 2027-03-15 and 47 from 2029-03-15";

describe("a certificate of a public CA", () => {
  test.each([
    ["with single names", {}, `info|public_ca_lifetime||${schedule}`],
    ["with a wildcard", { dns: ["*.example.com"] }, `warning|public_ca_wildcard||${schedule}`],
  ])("%s is one finding with the schedule", (_, names, expected) => {
    expect(verdicts("2026-06-01T00:00:00Z", { ...days200, ...names })).toEqual([expected]);
  });

  test.each([
    ["2027-03-14T23:59:59Z", schedule],
    ["2027-03-15T00:00:00Z", "at most 100 days since 2027-03-15 and 47 from 2029-03-15"],
    ["2029-03-14T23:59:59Z", "at most 100 days since 2027-03-15 and 47 from 2029-03-15"],
    ["2029-03-15T00:00:00Z", "at most 47 days since 2029-03-15"],
  ])("at %s the schedule is the one of that day", (now, words) => {
    expect(verdicts(now, days200)).toEqual([`info|public_ca_lifetime||${words}`]);
  });

  test.each([
    ["200 days from the first day of that limit", "2026-03-15T00:00:00Z", "2026-09-30T23:59:59Z", false],
    ["a second more", "2026-03-15T00:00:00Z", "2026-10-01T00:00:00Z", true],
    ["398 days from the second before", "2026-03-14T23:59:59Z", "2027-04-16T23:59:58Z", false],
    ["101 days from the first day of the limit of 100", "2027-03-15T00:00:00Z", "2027-06-24T00:00:00Z", true],
    ["47 days from the first day of that limit", "2029-03-15T00:00:00Z", "2029-04-30T23:59:59Z", false],
  ])("%s: whether it is longer than public CAs may issue", (_, notBefore, notAfter, longer) => {
    const found = verdicts(notBefore, { notBefore, notAfter }).filter((each) => each.includes("exceeded"));
    expect(found).toEqual(longer ? ["warning|public_ca_lifetime|exceeded|"] : []);
  });
});

test("a private CA with the same name is not public, and only Apple's 825 days apply", () => {
  const within = { notBefore: "2026-03-15T00:00:00Z", notAfter: "2028-06-17T00:00:00Z" };
  expect(verdicts("2026-06-01T00:00:00Z", { ...within, dns: ["*.ec2.internal"], subject: "CN=x" })).toEqual([]);
  const longer = { ...within, notAfter: "2028-06-18T00:00:00Z", dns: ["*.ec2.internal"], subject: "CN=x" };
  expect(verdicts("2026-06-01T00:00:00Z", longer)).toEqual(["info|long_validity||"]);
});
