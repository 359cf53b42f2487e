import fc from "fast-check";
import { globMatches } from "../../../formats/glob";
import { UsageError } from "../../../linter/errors";
import type { Finding } from "../../../linter/report/finding";
import {
  applySettings,
  type Baseline,
  isOff,
  mergedBaseline,
  noSettings,
  readBaseline,
  renderBaseline,
  type Settings,
  type StandingWaiver,
  waiverMetadata,
  waiversInCode,
} from "../../../linter/settings";
import type { RuleSeverities } from "../../../linter/settings/settings";
import { workOf } from "../../support/work";
import { sharedKey } from "../report/reports";
import { now, rules } from "./folder";

const legacy: Finding = {
  ...sharedKey,
  rule: "config.ebs_not_encrypted",
  severity: "warning",
  input: "plan.json",
  stack: "",
  address: 'module.legacy.aws_emr_security_configuration.this["a.b"]',
  path: ["configuration", "EncryptionConfiguration"],
  construct: "lake/legacy/configuration",
  fingerprint: "1".repeat(64),
};
const waiver: StandingWaiver = {
  rule: "config.ebs_not_encrypted",
  address: "module.legacy.*",
  reason: "old image",
  owner: "data-platform",
  expires: "2026-11-23",
  from: "emr-encryption.config.yaml:3",
};
const apply = (findings: readonly Finding[], settings: Partial<Settings>, at = now) =>
  applySettings(findings, { settings: { ...noSettings, ...settings }, evaluatedAt: at, rules });

describe("severities", () => {
  test("replace a rule's own, and `off` disables it", () => {
    expect(apply([sharedKey], { severities: { "config.shared_key": "info" } }).findings).toEqual([
      { ...sharedKey, severity: "info" },
    ]);
    expect(apply([sharedKey, legacy], { severities: { "config.shared_key": "off" } }).findings).toEqual([legacy]);
    expect(isOff("config.shared_key", { ...noSettings, severities: { "config.shared_key": "off" } })).toBe(true);
    expect(isOff("constructor", { ...noSettings, severities: {} })).toBe(false);
  });

  test("never raise the lower severity of a variant, but may lower it", () => {
    const inDevelopment: Finding = { ...sharedKey, rule: "cert.self_signed", severity: "info", variant: "development" };
    const severity = (set: "error" | "off") =>
      apply([inDevelopment], { severities: { "cert.self_signed": set } }).findings;
    expect(severity("error")).toEqual([inDevelopment]);
    expect(severity("off")).toEqual([]);
  });
});

describe("rulesVersion", () => {
  const since = (version: string): RuleSeverities =>
    new Map([...rules, ["config.shared_key", { severity: "error", since: version }]]);
  const applied = (rulesVersion: string, version: string, severities = {}) =>
    applySettings([sharedKey], {
      settings: { ...noSettings, rulesVersion, severities },
      evaluatedAt: now,
      rules: since(version),
    });

  test.each([
    ["1.2", "1.3.0"],
    ["1.2", "2.0.0"],
    ["1.2.1", "1.2.2"],
    ["1.9", "1.10.0"],
  ])("with rulesVersion %s, a rule of %s reports as a warning, and is named", (agreed, version) => {
    const { findings, notices } = applied(agreed, version);
    expect(findings).toEqual([{ ...sharedKey, severity: "warning" }]);
    expect(notices).toEqual([{ kind: "newer rules", message: expect.stringContaining("config.shared_key") }]);
  });

  test.each([
    ["1.2", "1.2.9"],
    ["1.2.1", "1.2.1"],
    ["2.0", "1.9.0"],
  ])("with rulesVersion %s, a rule of %s keeps its severity", (agreed, version) => {
    expect(applied(agreed, version)).toMatchObject({ findings: [sharedKey], notices: [] });
  });

  test("a severity in the settings applies to a newer rule, too", () => {
    expect(applied("1.2", "1.3.0", { "config.shared_key": "error" }).findings).toEqual([sharedKey]);
  });
});

describe("waivers", () => {
  test("separate the findings that they cover, with reason, owner and last day", () => {
    expect(apply([sharedKey, legacy], { waivers: [waiver] })).toEqual({
      findings: [sharedKey],
      baseline: [],
      waived: [{ ...legacy, waiver: { reason: "old image", owner: "data-platform", expires: "2026-11-23" } }],
      notices: [],
    });
  });

  test("are valid until the end of their last day in UTC", () => {
    const lastMoment = Date.parse("2026-11-23T23:59:59.999Z");
    expect(apply([legacy], { waivers: [waiver] }, lastMoment).waived).toHaveLength(1);
    expect(apply([legacy], { waivers: [waiver] }, lastMoment + 1)).toEqual({
      findings: [legacy],
      baseline: [],
      waived: [],
      notices: [
        {
          kind: "expired waiver",
          message:
            "emr-encryption.config.yaml:3: the waiver of config.ebs_not_encrypted for module.legacy.* expired on 2026-11-23 and no longer applies",
        },
      ],
    });
  });

  test("that cover nothing are reported", () => {
    expect(apply([sharedKey], { waivers: [waiver] }).notices).toEqual([
      { kind: "stale waiver", message: expect.stringContaining("covers nothing; remove it") },
    ]);
  });

  test.each<[string, Partial<StandingWaiver>, number]>([
    ["another rule at the same address", { rule: "config.shared_key" }, 0],
    ["the whole address with brackets and quotes", { address: legacy.address }, 1],
    ["brackets are no set of characters", { address: "module.legacy.aws_emr_security_configuration.this[abc]" }, 0],
    ["the input, however it was given", { address: undefined, input: "./plan.*" }, 1],
    ["another input", { input: "state.json" }, 0],
    ["the path inside the resource", { path: "configuration.*" }, 1],
    ["another path", { path: "policy*" }, 0],
  ])("%s", (_, change, covered) => {
    expect(apply([legacy], { waivers: [{ ...waiver, ...change } as StandingWaiver] }).waived).toHaveLength(covered);
  });

  test("cover a place inside a bundle by its path", () => {
    const inside: Finding = { ...legacy, input: "certs.zip", address: "", path: [], within: "certificateChain.pem[0]" };
    const { address: _, ...rest } = waiver;
    const settings = { waivers: [{ ...rest, input: "*.zip", path: "certificateChain.pem[0]" }] };
    expect(apply([inside], settings).waived).toHaveLength(1);
  });
});

describe("waiversInCode", () => {
  const limits = { locked: [], rules, evaluatedAt: now, longestDays: 366 };
  const carrier = { input: "plan.json", stack: "", planned: false };
  const written = { construct: "lake/legacy", rule: "config.ebs_not_encrypted", reason: "old", expires: "2027-01-31" };
  const found = (entry: object, change: Partial<Parameters<typeof waiversInCode>[2]> = {}) =>
    waiversInCode({ [waiverMetadata]: [entry as never] }, carrier, { ...limits, ...change });

  test("cover their construct and what is below it, not its neighbours", () => {
    const { waivers, notices } = found(written);
    const neighbour = { ...legacy, construct: "lake/legacy2/configuration" };
    const applied = applySettings([legacy, { ...legacy, construct: "lake/legacy" }, neighbour], {
      settings: noSettings,
      codeWaivers: waivers,
      evaluatedAt: now,
      rules,
    });
    expect(notices).toEqual([]);
    expect(applied.waived).toHaveLength(2);
    expect(applied.findings).toEqual([neighbour]);
  });

  test.each([
    ["has no reason", { ...written, reason: "" }, {}, /lacks a construct, rule, reason/],
    ["has no day", { ...written, expires: "soon" }, {}, /lacks a construct, rule, reason/],
    ["is no object", "waive all", {}, /lacks a construct, rule, reason/],
    ["names a rule that does not exist", { ...written, rule: "a.b" }, {}, /names a rule that does not exist/],
    ["runs beyond a year", { ...written, expires: "2027-11-26" }, {}, /more than 366 days away/],
    ["waives what the settings lock", written, { locked: ["waivers"] as const }, /the settings lock it/],
    ["waives a rule that is locked", written, { locked: ["waivers:config.ebs_not_encrypted"] as const }, /lock it/],
  ])("one that %s waives nothing, with a notice", (_, entry, change, message) => {
    expect(found(entry as object, change)).toEqual({
      waivers: [],
      notices: [{ kind: expect.any(String), message: expect.stringMatching(message) }],
    });
  });

  test("cover a construct of that name in no other input and no other stack", () => {
    const { waivers } = found(written);
    const others = [
      { ...legacy, input: "other/cdktf.out" },
      { ...legacy, stack: "prod" },
    ];
    const applied = applySettings(others, { settings: noSettings, codeWaivers: waivers, evaluatedAt: now, rules });
    expect(applied.findings).toEqual(others);
  });

  test("that cover nothing are stale in their stack, not in a plan of it, which does not show all; expired ones are reported there, too", () => {
    const kinds = (planned: boolean, findings: readonly Finding[], expires = "2027-01-31") => {
      const { waivers } = waiversInCode(
        { [waiverMetadata]: [{ ...written, expires }] },
        { ...carrier, planned },
        limits,
      );
      const applied = applySettings(findings, { settings: noSettings, codeWaivers: waivers, evaluatedAt: now, rules });
      return applied.notices.map(({ kind }) => kind);
    };
    expect(kinds(false, [])).toEqual(["stale waiver"]);
    expect(kinds(true, [])).toEqual([]);
    expect(kinds(true, [legacy], "2026-11-01")).toEqual(["expired waiver"]);
  });

  test("a stack without waivers has none", () => {
    expect(waiversInCode(null, carrier, limits)).toEqual({ waivers: [], notices: [] });
    expect(waiversInCode({ [waiverMetadata]: "text" }, carrier, limits)).toEqual({ waivers: [], notices: [] });
  });
});

describe("baseline", () => {
  test("written findings are recognized when they are read again, in any order", () => {
    const content = renderBaseline([sharedKey, legacy, sharedKey]);
    expect(content).toBe(renderBaseline([legacy, sharedKey]));
    const applied = applySettings([legacy, sharedKey, { ...legacy, fingerprint: "2".repeat(64) }], {
      settings: noSettings,
      baseline: readBaseline(content, "baseline.json"),
      evaluatedAt: now,
      rules,
    });
    expect(applied.baseline).toEqual([legacy, sharedKey]);
    expect(applied.findings).toHaveLength(1);
  });

  test("names in a file of known findings are no commands and are read as they are", () => {
    const named = { ...sharedKey, address: 'aws_kms_key.a["\u2028##[error]\u202e"]' };
    const content = renderBaseline([named]);
    expect(content).not.toMatch(/##\[|[\u2028\u202e]/);
    expect(JSON.parse(content).findings[0].address).toBe(named.address);
  });

  test("reports how many of its findings no longer occur", () => {
    const baseline = readBaseline(renderBaseline([sharedKey, legacy]), "baseline.json");
    const { notices } = applySettings([legacy], { settings: noSettings, baseline, evaluatedAt: now, rules });
    expect(notices).toEqual([{ kind: "stale baseline", message: expect.stringContaining("1 of 2 findings") }]);
  });

  test("a finding of one input does not hide the same finding of another", () => {
    const [first, second] = ["./a/plan.json", "b/plan.json"].map((input) => ({ ...sharedKey, input })) as [
      typeof sharedKey,
      typeof sharedKey,
    ];
    const apply = (baseline: Baseline, inputs: readonly string[]) =>
      applySettings([first, second], { settings: noSettings, baseline, inputs, evaluatedAt: now, rules });
    const ofFirst = readBaseline(renderBaseline([first], true), "a.json");
    expect(apply(ofFirst, ["a/plan.json", "b/plan.json"]).findings).toEqual([second]);
    expect(apply(ofFirst, ["a/plan.json", "b/plan.json"]).notices).toEqual([]);
    const both = mergedBaseline([ofFirst, readBaseline(renderBaseline([second, legacy], true), "b.json")]);
    expect(apply(both, ["a/plan.json", "b/plan.json"]).findings).toEqual([]);
    const ofOneInput = readBaseline(renderBaseline([sharedKey]), "old.json");
    expect(apply(ofOneInput, ["a/plan.json", "b/plan.json"]).findings.map(({ input }) => input)).toEqual([
      "b/plan.json",
    ]);
  });

  test("findings of an input outside of the run do not count as gone", () => {
    const elsewhere = { ...legacy, input: "elsewhere.json" };
    const baseline = readBaseline(renderBaseline([sharedKey, elsewhere], true), "known.json");
    const options = { settings: noSettings, baseline, evaluatedAt: now, rules };
    expect(applySettings([sharedKey], { ...options, inputs: [sharedKey.input] }).notices).toEqual([]);
    expect(applySettings([], { ...options, inputs: [sharedKey.input] }).notices).toMatchObject([
      { kind: "stale baseline", message: expect.stringContaining("1 of 1 findings") },
    ]);
  });

  test("an empty one is valid", () => {
    expect(readBaseline(renderBaseline([]), "baseline.json").known.size).toBe(0);
  });

  test.each(["", "[]", "null", '{"baselineVersion":2,"findings":[]}', '{"baselineVersion":1,"findings":[null]}'])(
    "fails for %j",
    (content) => {
      expect(() => readBaseline(content, "b.json")).toThrow(UsageError);
      expect(() => readBaseline(content, "b.json")).toThrow("--write-baseline b.json");
    },
  );
});

describe("globMatches", () => {
  test("agrees with the regular expression that says the same", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", ".", "[", "]", "*", "?"), maxLength: 8 });
    fc.assert(
      fc.property(letters, letters, (glob, text) => {
        const source = glob
          .replace(/[.[\]]/g, "\\$&")
          .replaceAll("*", ".*")
          .replaceAll("?", ".");
        expect(globMatches(glob, text)).toBe(new RegExp(`^${source}$`, "s").test(text));
      }),
      { numRuns: 200 },
    );
  });

  test("a hostile glob takes at most the product of both lengths", () => {
    const { steps } = workOf(() => expect(globMatches(`${"*a".repeat(200)}b`, "a".repeat(5000))).toBe(false));
    expect(steps).toBeLessThanOrEqual(400 * 5000);
  });
});
