import { developmentFiles } from "../../certificates/development";
import { certificateLimits, exceedsDays, publicCaLimit, publicCaSchedule } from "../../formats/certificate-limits";
import { readPem } from "../../formats/pem/read";
import { readCertificate } from "../../formats/x509/certificate";

const DAY = 86_400_000;
const at = (text: string) => Date.parse(text);

test.each([
  ["2017-01-01T00:00:00Z", undefined],
  ["2026-03-14T23:59:59.999Z", 398],
  ["2026-03-15T00:00:00Z", 200],
  ["2027-03-14T23:59:59.999Z", 200],
  ["2027-03-15T00:00:00Z", 100],
  ["2029-03-14T23:59:59.999Z", 100],
  ["2029-03-15T00:00:00Z", 47],
  ["2099-01-01T00:00:00Z", 47],
])("a certificate that a public CA issues at %s is valid for at most %j days", (instant, days) => {
  expect(publicCaLimit(at(instant))?.days).toBe(days);
});

test.each([
  ["2026-11-28", "at most 200 days since 2026-03-15, 100 from 2027-03-15 and 47 from 2029-03-15"],
  ["2027-03-15", "at most 100 days since 2027-03-15 and 47 from 2029-03-15"],
  ["2029-03-15", "at most 47 days since 2029-03-15"],
])("the schedule on %s", (day, words) => {
  expect(publicCaSchedule(at(day))).toBe(words);
});

test("both ends of a certificate count", () => {
  expect(exceedsDays(0, 200 * DAY - 1000, 200)).toBe(false);
  expect(exceedsDays(0, 200 * DAY, 200)).toBe(true);
});

test("the periods are in order, and every limit has its source", () => {
  const { publicCa, apple, read } = certificateLimits;
  const starts = publicCa.validity.map(({ from }) => at(from));
  expect(starts).toEqual([...starts].sort((one, other) => one - other));
  for (const { source } of [publicCa, publicCa.withoutClientAuth, apple]) expect(source).toMatch(/^https:\/\//);
  expect(read).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});

test("what the development CA issues is within Apple's limit, which binds private CAs too", () => {
  const files = developmentFiles({
    domains: ["ec2.internal"],
    days: 90,
    subject: [],
    formerTrust: [],
    now: new Date("2029-03-15T00:00:00Z"),
  });
  for (const { der } of readPem(Buffer.from(files["certificateChain.pem"])).blocks) {
    const certificate = readCertificate(der);
    if ("problem" in certificate) throw new Error(certificate.problem);
    expect(exceedsDays(certificate.notBefore, certificate.notAfter, certificateLimits.apple.days)).toBe(false);
  }
});
