import type { Action, FileAccess, Model, Resource } from "../../../linter/model/terraform/model";
import { type Symbolic, Unknown } from "../../../linter/model/values/symbolic";
import { environmentOf, noSettings, type Settings } from "../../../linter/settings";

const noFiles: FileAccess = {
  status: () => ({ kind: "missing" }),
  bytes: () => {
    throw new Error("no such file or folder");
  },
  entries: () => [],
  place: (path) => path,
};

const cluster = (name: string, tags: Symbolic, actions: readonly Action[] = ["create"]): Resource => ({
  address: `aws_emr_cluster.${name}`,
  type: "aws_emr_cluster",
  name,
  mode: "managed",
  module: "",
  actions,
  values: { tags },
  region: "us-east-1",
});

const model = (resources: readonly Resource[], rest: Partial<Model> = {}): Model => ({
  input: "plan.json",
  stack: "",
  kind: "plan",
  resources,
  partial: false,
  isOrderedAfter: () => undefined,
  roots: [],
  files: noFiles,
  defaultTags: {},
  metadata: null,
  at: () => undefined,
  resolve: (reference) => reference,
  key: (value) => value,
  origin: () => undefined,
  ...rest,
});

const settings: Settings = {
  ...noSettings,
  environment: "staging",
  environments: {
    accounts: { "111122223333": "production", "444455556666": "development" },
    tags: { keys: ["stage", "Environment"], development: ["Sandbox"] },
  },
};
const { environment: _, ...tagSettings } = settings;
const development = cluster("a", { Environment: "development" });

describe("environmentOf", () => {
  test.each(["delete", "forget"] as const)(
    "a cluster that the plan removes (%s) does not decide the environment of the rest",
    (action) => {
      const resources = [cluster("a", { Environment: "development" }, [action]), cluster("b", {})];
      expect(environmentOf(model(resources), noSettings)).toEqual({ name: "production", from: "default" });
    },
  );

  test("the flag takes precedence over everything", () => {
    const input = model([development], { account: "111122223333" });
    expect(environmentOf(input, settings, "staging")).toEqual({ name: "staging", from: "flag" });
  });

  test("then the settings for the account", () => {
    expect(environmentOf(model([], { account: "444455556666" }), settings)).toEqual({
      name: "development",
      from: "account 444455556666",
    });
  });

  test("then the settings, which tags of a pull request cannot overrule", () => {
    expect(environmentOf(model([development], { account: "999999999999" }), settings)).toEqual({
      name: "staging",
      from: "settings",
    });
  });

  test("then the tags of a cluster", () => {
    expect(environmentOf(model([development]), noSettings)).toEqual({
      name: "development",
      from: "tag aws_emr_cluster.a",
    });
  });

  test("or those of the provider", () => {
    const input = model([], { defaultTags: { aws: { Environment: "Development" } } });
    expect(environmentOf(input, noSettings)).toEqual({ name: "development", from: "tag provider.aws" });
  });

  test("a state does not contain the provider, but its resources have the provider's tags: those in tags_all that are not in tags", () => {
    const bucket = (own: Symbolic, all: Symbolic): Resource => ({
      ...cluster("a", own),
      address: "aws_s3_bucket.a",
      type: "aws_s3_bucket",
      values: { tags: own, tags_all: all },
    });
    const development = { Environment: "development" };
    const environment = (kind: Model["kind"], ...resources: readonly Resource[]) =>
      environmentOf(model(resources, { kind }), noSettings);
    expect(environment("state", bucket(null, development))).toEqual({
      name: "development",
      from: "tag aws_s3_bucket.a",
    });
    expect(environment("state", bucket({ team: "x" }, { ...development, team: "x" })).name).toBe("development");
    expect(environment("state", bucket(development, development)).from).toBe("default");
    expect(environment("plan", bucket(null, development)).from).toBe("default");
    expect(environment("state", bucket(null, development), bucket(null, { Environment: "prod" })).name).toBe("prod");
  });

  test("else production, by default", () => {
    expect(environmentOf(model([]), noSettings)).toEqual({ name: "production", from: "default" });
  });

  test("where tags disagree, the one that is not development counts", () => {
    const input = model([development, cluster("b", { Environment: "prod" })]);
    expect(environmentOf(input, noSettings)).toEqual({ name: "prod", from: "tag aws_emr_cluster.b" });
  });

  test("an account is development only if all of its clusters are, since they are of many teams", () => {
    const account = (...resources: readonly Resource[]) =>
      environmentOf(model(resources, { kind: "account" }), noSettings);
    const untagged = cluster("b", null);
    expect(account(development, untagged)).toEqual({ name: "production", from: "default" });
    expect(account(development, cluster("c", { Environment: "development" })).name).toBe("development");
    expect(account(development, untagged, cluster("c", { Environment: "staging" })).name).toBe("staging");
    expect(environmentOf(model([development, untagged]), noSettings).name).toBe("development");
  });

  test("settings say which tags and which of their values mean development", () => {
    const environment = (tags: Symbolic) => environmentOf(model([cluster("a", tags)]), tagSettings).name;
    expect(environment({ stage: "SANDBOX" })).toBe("development");
    expect(environment({ stage: "live", Environment: "development" })).toBe("live");
    expect(environment({ other: "development" })).toBe("production");
  });

  test("an unknown tag, a removed cluster, and other resources do not decide", () => {
    const other = { ...development, type: "aws_s3_bucket" };
    const input = model([
      cluster("a", { Environment: new Unknown("known after apply", "apply") }),
      cluster("b", new Unknown("known after apply", "apply")),
      cluster("c", { Environment: "development" }, ["delete"]),
      other,
    ]);
    expect(environmentOf(input, noSettings)).toEqual({ name: "production", from: "default" });
  });

  test("built-in names of objects are not accounts or tags", () => {
    const input = model([cluster("a", {})], { account: "constructor" });
    const keys: Settings = { ...noSettings, environments: { accounts: {}, tags: { keys: ["constructor"] } } };
    expect(environmentOf(input, keys)).toEqual({ name: "production", from: "default" });
  });
});
