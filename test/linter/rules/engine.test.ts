import { UsageError } from "../../../linter/errors";
import type { Facts } from "../../../linter/rows/facts";
import { type RuleInfo, readCatalogue, readPolicy } from "../../../linter/rules/catalogue";
import { LONGEST_KEPT, MOST_VERDICTS_KEPT, openEngine } from "../../../linter/rules/engine";
import { completeRow, noFacts } from "../../support/rules/examples";

const catalogue = readCatalogue();
const engine = openEngine(readPolicy(), catalogue.values());
const rule = catalogue.get("config.shared_key") as RuleInfo;

function configurations(...rows: readonly { readonly [name: string]: unknown }[]): Facts {
  return { ...noFacts(), configurations: rows.map((row) => completeRow("configurations", row)) } as unknown as Facts;
}

const shared = { s3: { key: "arn:1" }, localDisk: { key: "arn:1" } };

function nested(depth: number): unknown {
  let value: unknown = "x";
  for (let i = 0; i < depth; i++) value = [value];
  return value;
}

test("facts without rows give nothing", () => {
  expect(engine.evaluate(noFacts())).toEqual({ violated: [], unknown: [] });
});

test("a check is returned with its rule, row, path and parameters", () => {
  const { violated } = engine.evaluate(configurations({ id: "aws_emr_security_configuration.a", ...shared }));
  expect(violated.filter((check) => check.rule === "config.shared_key")).toEqual([
    {
      rule: "config.shared_key",
      id: "aws_emr_security_configuration.a",
      violated: true,
      path: [
        "configuration",
        "EncryptionConfiguration",
        "AtRestEncryptionConfiguration",
        "S3EncryptionConfiguration",
        "AwsKmsKey",
      ],
      params: { place: "S3", key: { known: "arn:1" } },
    },
  ]);
});

test("the same rows under another id give the same checks under that id", () => {
  const idsOf = (id: string) => engine.evaluate(configurations({ id, ...shared })).violated.map((check) => check.id);
  const [first, second] = [idsOf("aws_emr_security_configuration.b"), idsOf("aws_emr_security_configuration.c")];
  expect(new Set(first)).toEqual(new Set(["aws_emr_security_configuration.b"]));
  expect(second).toEqual(first.map(() => "aws_emr_security_configuration.c"));
});

/** How often the policy is evaluated for inputs. */
function evaluations(...inputs: readonly Facts[]): number {
  const opa: typeof import("@open-policy-agent/opa-wasm") = jest.requireActual("@open-policy-agent/opa-wasm");
  const policy = opa.loadPolicySync(readPolicy(), { initial: 256, maximum: 4096 });
  const spy = jest.spyOn(policy, "evaluate");
  const load = jest.spyOn(opa, "loadPolicySync").mockReturnValue(policy);
  const opened = openEngine(readPolicy(), catalogue.values());
  for (const facts of inputs) opened.evaluate(facts);
  load.mockRestore();
  return spy.mock.calls.length;
}

test("equal rows of several inputs are evaluated once, whatever is beside them", () => {
  const one = configurations({ id: "a", ...shared }, { id: "b" });
  const two = configurations({ id: "c" }, { id: "d", ...shared }, { id: "e", s3: { key: "arn:1" } });
  expect(evaluations(one, two)).toBe(3);
});

test("results of long facts and with many verdicts are not kept, since a run may have thousands of them", () => {
  const long = configurations({ id: "a", obstacle: "x".repeat(LONGEST_KEPT) });
  const s3Overrides = Array.from({ length: 30 }, () => ({ keyForm: "other", objectForm: "other", mayBeClass: false }));
  const manyVerdicts = configurations({ id: "a", s3Overrides });
  expect(JSON.stringify(manyVerdicts).length).toBeLessThan(LONGEST_KEPT);
  expect(engine.evaluate(manyVerdicts).violated.length).toBeGreaterThan(MOST_VERDICTS_KEPT);
  expect(evaluations(long, long)).toBe(2);
  expect(evaluations(manyVerdicts, manyVerdicts)).toBe(2);
});

test("rows that differ only in their names are reported with their own", () => {
  const namesIn = (address: string, uri: string) => {
    const [row] = configurations({ id: "a", ...shared, tls: { provider: "PEM", object: uri, objectExtension: "txt" } })
      .configurations as unknown as [{ readonly s3: object; readonly localDisk: object }];
    const key = { reference: { address, attribute: "arn" } };
    const named = { ...row, s3: { ...row.s3, key }, localDisk: { ...row.localDisk, key } };
    const { violated } = engine.evaluate({ ...noFacts(), configurations: [named] } as unknown as Facts);
    return violated.flatMap(({ rule, params }) =>
      rule === "config.shared_key" || rule === "config.s3_uri_extension" ? [params.key ?? params.object] : [],
    );
  };
  const expected = (address: string, uri: string) => [{ known: uri }, { reference: { address, attribute: "arn" } }];
  for (const [address, uri] of [
    ["aws_kms_key.one", "s3://one/a.txt"],
    ["aws_kms_key.two", "s3://two/b.txt"],
  ] as const) {
    expect(namesIn(address, uri)).toEqual(expected(address, uri));
  }
});

test("violations that differ only in their address are in its order, whatever their order in the row", () => {
  const addresses = (...given: readonly string[]) => {
    const statements = given.map((address) => ({ public: true, name: "one", writtenAt: { address, path: [] } }));
    const keys = [completeRow("keys", { id: "a", statements })];
    const { violated } = engine.evaluate({ ...noFacts(), keys } as unknown as Facts);
    return violated.flatMap(({ rule, at }) => (rule === "key.policy_public" ? [at?.address] : []));
  };
  const sorted = Array.from({ length: 12 }, (_, i) => `aws_kms_key_policy.k${String(i).padStart(2, "0")}`);
  expect(addresses(...sorted)).toEqual(sorted);
  expect(addresses(...sorted.toReversed())).toEqual(sorted);
});

test("an unknown verdict is returned once for each rule and row, with every gap", () => {
  const unknown = { unknown: "known after apply" };
  const { unknown: verdicts } = engine.evaluate(
    configurations({
      id: "a",
      s3: { key: { reference: "aws_kms_key.s3.arn" } },
      s3Overrides: [{ bucket: "lake", key: unknown }],
      localDisk: { key: "arn:1" },
    }),
  );
  expect(verdicts.filter((check) => check.rule === "config.shared_key")).toEqual([
    {
      rule: "config.shared_key",
      id: "a",
      gaps: [
        { reason: "aws_kms_key.s3.arn is known after apply", resolveWith: "lint a plan made after it exists" },
        { reason: "known after apply", resolveWith: "lint a plan made after it exists" },
      ],
    },
  ]);
});

test("a hundred rows in slices give the same results as one by one, in order", () => {
  const rows = Array.from({ length: 100 }, (_, i) => ({
    id: `c${String(i).padStart(3, "0")}`,
    ...(i % 3 ? shared : {}),
  }));
  const together = engine.evaluate(configurations(...rows));
  const alone = rows.map((row) => engine.evaluate(configurations(row)));
  expect(together.violated.length).toBeGreaterThan(100);
  expect(together.violated).toEqual(alone.flatMap(({ violated }) => violated));
  expect(engine.evaluate(configurations(...rows.toReversed()))).toEqual(together);
});

test("a rule without a verdict on a row is refused by name", () => {
  const silent = openEngine(readPolicy(), [...catalogue.values(), { ...rule, id: "config.forgotten" }]);
  expect(() => silent.evaluate(configurations({ id: "a" }))).toThrow(
    new UsageError(
      "the rule config.forgotten gave no verdict on a; a verdict on every row of configurations is required",
    ),
  );
});

test("a more exact rule supersedes another on its row, at its place and below", () => {
  const rules = [...catalogue.values()].map((each) => ({ ...each, supersededBy: [] as string[] }));
  const facts = configurations({ id: "a", document: "not JSON" });
  const ids = (supersededBy: { readonly [id: string]: readonly string[] }) =>
    openEngine(
      readPolicy(),
      rules.map((each) => ({ ...each, supersededBy: supersededBy[each.id] ?? [] })),
    )
      .evaluate(facts)
      .violated.map((check) => check.rule);

  expect(ids({})).toEqual(expect.arrayContaining(["config.at_rest_disabled", "config.not_json"]));
  expect(ids({ "config.at_rest_disabled": ["config.not_json"] })).not.toContain("config.at_rest_disabled");
  expect(ids({ "config.not_json": ["config.at_rest_disabled"] })).toContain("config.not_json");
  expect(ids({ "config.at_rest_disabled": ["config.in_transit_disabled"] })).toContain("config.at_rest_disabled");
});

test("a text with half of a surrogate pair is evaluated", () => {
  const { violated } = engine.evaluate(configurations({ id: "a", ...shared, wal: { key: "\ud800" } }));
  expect(violated.map((check) => check.rule)).toContain("config.shared_key");
});

test("what is not known at several places is superseded only at the place of a more exact rule", () => {
  const keyForm = { unknown: "var.key, which has no value here" };
  const rules = [...catalogue.values()].map((each) => ({
    ...each,
    supersededBy: each.id === "config.key_not_arn" ? ["config.at_rest_disabled"] : [],
  }));
  const { violated, unknown } = openEngine(readPolicy(), rules).evaluate(
    configurations({ id: "a", atRest: false, s3: { keyForm }, localDisk: { keyForm } }),
  );
  expect(violated.map((check) => check.rule)).toContain("config.at_rest_disabled");
  expect(unknown.map((check) => check.rule)).toContain("config.key_not_arn");
});

test("facts that OPA cannot read end the run with the subject's name, and the engine still works afterwards", () => {
  const broken = configurations({ id: "a", wal: { key: nested(5_000) } });
  expect(() => engine.evaluate(broken)).toThrow(UsageError);
  expect(() => engine.evaluate(broken)).toThrow("the policy failed on a: ");
  expect(engine.evaluate(configurations({ id: "b", ...shared })).violated.length).toBeGreaterThan(0);
});

test("facts that nest too deeply for OPA end the run, not the process", () => {
  expect(() => engine.evaluate(configurations({ id: "a", wal: { key: nested(5_000) } }))).not.toThrow(RangeError);
});

test("the policy's hash is that of its bytes", () => {
  const changed = readPolicy();
  expect(engine.policySha256).toMatch(/^[0-9a-f]{64}$/);
  expect(openEngine(changed, []).policySha256).toBe(engine.policySha256);
});
