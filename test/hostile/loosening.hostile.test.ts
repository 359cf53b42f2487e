import { checkout, FORMATS, lint, run, wrongPlan } from "./run";

jest.setTimeout(120_000);

const WRONG = `resource "aws_emr_security_configuration" "a" {
  name          = "a"
  configuration = "{}"
}
`;

/** A plan whose configuration is that of `WRONG`, and which says something else about it. */
const forgedPlan = (changes: readonly object[]) =>
  JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.11.4",
    planned_values: { root_module: {} },
    resource_changes: changes,
    configuration: {
      root_module: {
        resources: [
          {
            address: "aws_emr_security_configuration.a",
            mode: "managed",
            type: "aws_emr_security_configuration",
            name: "a",
            provider_config_key: "aws",
            expressions: { name: { constant_value: "a" }, configuration: { constant_value: "{}" } },
          },
        ],
      },
    },
  });

const change = (actions: readonly string[], configuration: string) => ({
  address: "aws_emr_security_configuration.a",
  mode: "managed",
  type: "aws_emr_security_configuration",
  name: "a",
  change: {
    actions,
    before: null,
    after: actions.includes("delete") ? null : { name: "a", configuration },
    after_unknown: {},
  },
});

describe("a file that a pull request adds removes nothing from the check", () => {
  test.each<[string, { readonly [file: string]: string }]>([
    ["a plan without the resource", { "main.tf": WRONG, "plan.json": forgedPlan([]) }],
    ["a plan that destroys it", { "main.tf": WRONG, "plan.json": forgedPlan([change(["delete"], "")]) }],
    [
      "a plan with another document",
      {
        "main.tf": WRONG,
        "plan.json": forgedPlan([
          change(
            ["create"],
            '{"EncryptionConfiguration":{"EnableInTransitEncryption":false,"EnableAtRestEncryption":false}}',
          ),
        ]),
      },
    ],
    ["an empty main.tofu beside main.tf", { "main.tf": WRONG, "main.tofu": "" }],
    [
      "an empty main.tofu in a module",
      { "main.tf": 'module "m" {\n  source = "./m"\n}\n', "m/main.tf": WRONG, "m/main.tofu": "" },
    ],
    ["main.tofu.json beside main.tf.json", { "main.tf": WRONG, "b.tf.json": "{}", "b.tofu.json": "{}" }],
    [
      "a caller that creates nothing of it",
      { "prod/main.tf": WRONG, "z/main.tf": 'module "m" {\n  source = "../prod"\n  count  = 0\n}\n' },
    ],
    [
      "a caller of a root module with variables of its own",
      {
        "prod/main.tf": `terraform {\n  backend "s3" {}\n}\nvariable "n" {\n  default = 1\n}\n${WRONG.replace("{\n", "{\n  count = var.n\n")}`,
        "z/main.tf": 'module "m" {\n  source = "../prod"\n  n      = 0\n}\n',
      },
    ],
    [
      "two modules that call each other",
      {
        "a/main.tf": `${WRONG}module "b" {\n  source = "../b"\n}\n`,
        "b/main.tf": 'module "a" {\n  source = "../a"\n}\n',
      },
    ],
  ])("%s", (_, files) => {
    const place = checkout();
    place.write(files);
    const { code, report } = lint(place, []);
    // Modules that call each other are not checked to the end.
    expect(code).toBe("b/main.tf" in files ? 2 : 1);
    expect(report?.findings.map(({ rule }) => rule)).toContain("config.at_rest_disabled");
  });

  const CLUSTER = `resource "aws_emr_cluster" "c" {\n  name          = "c"\n  release_label = "emr-7.9.0"\n}\n`;
  const clusterPlan = (changes: readonly object[]) => {
    const plan = JSON.parse(forgedPlan(changes));
    plan.configuration.root_module.resources = [
      {
        ...{ address: "aws_emr_cluster.c", mode: "managed", type: "aws_emr_cluster", name: "c" },
        expressions: { name: { constant_value: "c" }, release_label: { constant_value: "emr-7.9.0" } },
      },
    ];
    return JSON.stringify(plan);
  };

  test.each<[string, readonly object[]]>([
    ["lacks", []],
    [
      "destroys",
      [
        {
          ...{ address: "aws_emr_cluster.c", mode: "managed", type: "aws_emr_cluster", name: "c" },
          change: { actions: ["delete"], before: null, after: null, after_unknown: {} },
        },
      ],
    ],
  ])("a plan that %s a cluster", (_, changes) => {
    const place = checkout();
    place.write({ "main.tf": CLUSTER, "plan.json": clusterPlan(changes) });
    expect(lint(place, []).report?.findings.map(({ rule }) => rule)).toContain("cluster.no_security_configuration");
  });

  test("a baseline of one input does not cover the same finding in a folder that is added", () => {
    const place = checkout();
    place.write({ "prod/main.tf": WRONG });
    expect(run(place, ["lint", ".", "--write-baseline", "known.json"]).code).toBe(1);
    expect(lint(place, [".", "--baseline", "known.json"]).code).toBe(0);
    place.write({ "added/main.tf": WRONG });
    expect(lint(place, [".", "--baseline", "known.json"]).code).toBe(1);
  });

  test("every format reports a plan that is checked in place of its sources", () => {
    const place = checkout();
    place.write({ "main.tf": WRONG, "plan.json": forgedPlan([change(["create"], "{}")]) });
    for (const format of FORMATS.filter((each) => each !== "gitlab")) {
      expect(run(place, ["lint", "--format", format]).out.replace(/\s+/g, " ")).toMatch(/checked with it, and not on/);
    }
  });
});

describe("settings and waivers of a pull request are named", () => {
  test.each<[string, object, string]>([
    ["an environment", { environment: "development" }, "environment"],
    [
      "an account's environment",
      { environments: { accounts: { "111122223333": "development" } } },
      "environments.accounts.111122223333",
    ],
    ["tags", { environments: { tags: { development: ["prod"] } } }, "environments.tags.development"],
    ["long waivers", { longestWaiverDays: 9_999 }, "longestWaiverDays"],
    ["an old version of the rules", { rulesVersion: "0.0" }, "rulesVersion"],
    ["a threshold", { thresholds: { rsaBits: 512 } }, "thresholds.rsaBits"],
  ])("%s", (_, settings, name) => {
    const place = checkout();
    place.write({ "emr-encryption.config.json": JSON.stringify(settings), "plan.json": wrongPlan() });
    for (const format of FORMATS) {
      expect(run(place, ["lint", "--format", format, "plan.json"]).out.replace(/&#(\d+);|\\u200b/g, "")).toContain(
        name,
      );
    }
  });

  test("a comment that waives is named with its rule and place, and no control character of it is printed", () => {
    const comment = `# emr-encryption:waive config.at_rest_disabled until=2026-12-31 reason="\u001b[31m ::error::x ##[y] \u202e"\n`;
    const place = checkout();
    place.write({ "main.tf": comment + WRONG });
    for (const format of FORMATS) {
      const { out } = run(place, ["lint", "--format", format, "--now", "2026-11-23T12:00:00Z"]);
      expect(out.replace(/[\\\u200b]|&#\d+;/g, "")).toMatch(/config\.at.?rest.?disabled/);
      for (const character of ["\u001b", "\u202e", "##["]) expect(out).not.toContain(character);
    }
  });

  test("a lock of the base applies to comments", () => {
    const place = checkout();
    place.write({
      "emr-encryption.config.json": JSON.stringify({ locked: ["waivers"] }),
      "main.tf": `# emr-encryption:waive config.at_rest_disabled until=2026-12-31 reason="x"\n${WRONG}`,
    });
    expect(lint(place, []).report?.findings.map(({ rule }) => rule)).toContain("config.at_rest_disabled");
  });
});
