import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lint } from "../../linter";
import { folderOf, PLANS } from "../linter/models";

/** A resource of a first plan that was made from HCL: what it plans, and the references that the plan keeps of its expressions. */
interface Planned {
  readonly address: string;
  readonly values: object;
  readonly unknown?: object;
  readonly references?: { readonly [argument: string]: readonly string[] };
}

function planOf(resources: readonly Planned[], rest: object = {}, providers: object = {}): string {
  const parts = (address: string) => {
    const [type = "", name = ""] = address.split(".");
    return { address, mode: "managed", type, name };
  };
  return JSON.stringify({
    format_version: "1.2",
    ...rest,
    resource_changes: resources.map(({ address, values, unknown = {} }) => ({
      ...parts(address),
      change: { actions: ["create"], before: null, after: values, after_unknown: unknown },
    })),
    configuration: {
      provider_config: providers,
      root_module: {
        variables: { region: {}, other: {} },
        resources: resources.map(({ address, references = {} }) => ({
          ...parts(address),
          provider_config_key: "aws",
          expressions: Object.fromEntries(
            Object.entries(references).map(([name, list]) => [name, { references: list }]),
          ),
        })),
      },
    },
  });
}

const KEY: Planned = {
  address: "aws_kms_key.s3",
  values: { enable_key_rotation: true },
  unknown: { arn: true, key_id: true, policy: true },
};
const OBJECT: Planned = {
  address: "aws_s3_object.bundle",
  values: { bucket: "certs", key: "bundle.zip", source: "bundle.zip", server_side_encryption: "AES256" },
};
const CONFIGURATION: Planned = {
  address: "aws_emr_security_configuration.this",
  values: { name_prefix: "emr-" },
  unknown: { name: true, id: true, configuration: true },
  references: {
    configuration: [
      "aws_kms_key.s3.arn",
      "aws_kms_key.s3",
      "aws_s3_object.bundle.bucket",
      "aws_s3_object.bundle",
      "aws_s3_object.bundle.key",
      "aws_s3_object.bundle",
    ],
  },
};
const CLUSTER: Planned = {
  address: "aws_emr_cluster.this",
  values: {
    name: "c",
    release_label: "emr-7.5.0",
    service_role: "arn:aws:iam::111122223333:role/service",
    ec2_attributes: [{ instance_profile: "nodes" }],
  },
  unknown: { security_configuration: true },
  references: {
    security_configuration: [
      "var.other",
      "aws_emr_security_configuration.this.name",
      "aws_emr_security_configuration.this",
    ],
  },
};

function checked(plan: string) {
  const { findings, notEvaluated } = lint(["plan.json"], { cwd: folderOf({ "plan.json": plan }) });
  const at = (address: string) => ({
    found: findings.flatMap((each) => (each.address === address ? each.rule : [])),
    open: notEvaluated.flatMap((each) => (each.address === address ? each.rule : [])),
  });
  return { at, findings, notEvaluated };
}

const ALL = planOf([KEY, OBJECT, CONFIGURATION, CLUSTER], { variables: { other: { value: false } } });

describe("a plan of HCL whose document is known after apply", () => {
  test("a cluster is joined with the only configuration that its condition leaves open", () => {
    expect(checked(ALL).at("aws_emr_cluster.this").open).not.toContain("cluster.no_security_configuration");
  });

  test("an object that the document refers to is its bundle: it is checked, and so are its certificates", () => {
    const { found, open } = checked(ALL).at("aws_s3_object.bundle");
    expect(found).toContain("object.change_unseen");
    expect(open).toEqual(expect.arrayContaining(["cert.expired", "bundle.file_missing", "object.bucket_unversioned"]));
  });

  test("a JAR that it refers to is not a bundle", () => {
    const jar = { ...OBJECT, values: { ...OBJECT.values, key: "provider.jar", source: "provider.jar" } };
    const { open } = checked(planOf([KEY, jar, CONFIGURATION, CLUSTER])).at("aws_s3_object.bundle");
    expect(open).not.toContain("cert.expired");
  });

  test("what it may name besides its references is listed as not evaluated", () => {
    const local = { ...CONFIGURATION, references: { configuration: ["local.document"] } };
    const { open } = checked(planOf([KEY, OBJECT, local])).at(CONFIGURATION.address);
    expect(open).toEqual(
      expect.arrayContaining(["bundle.file_missing", "cert.expired", "key.instance_role_not_user", "key.rotation_off"]),
    );
    expect(open).toEqual(expect.arrayContaining(["object.bucket_unversioned", "provider.class_not_in_jar"]));
  });

  test("the rights of roles on keys that it refers to are listed as not evaluated", () => {
    expect(checked(ALL).at("aws_kms_key.s3").open).toEqual(
      expect.arrayContaining(["key.grant_unrestricted", "key.instance_role_not_user", "key.service_role_not_user"]),
    );
  });
});

test("the Region of a provider that a variable gives is the value of the variable in the plan", () => {
  const providers = { aws: { name: "aws", expressions: { region: { references: ["var.region"] } } } };
  const plan = planOf(
    [KEY, OBJECT, CONFIGURATION, CLUSTER],
    { variables: { region: { value: "eu-west-1" } } },
    providers,
  );
  const reasons = checked(plan).notEvaluated.map(({ reason }) => reason);
  expect(reasons).not.toContain("the Region of the nodes is not in the input");
});

test("a bundle that the providers tls and archive make is checked where an unknown document refers to the object's id", () => {
  const plan = JSON.parse(readFileSync(join(PLANS, "certificates", "hcl", "plan.json"), "utf8"));
  const at = (list: readonly { readonly address: string }[], address: string) =>
    list.find((each) => each.address === address) as never as {
      change: Change;
      expressions: { configuration: object };
    };
  const whole = checked(JSON.stringify(plan)).at("aws_s3_object.weak");
  const { change } = at(plan.resource_changes, "aws_emr_security_configuration.weak");
  change.after = { name: "weak" };
  change.after_unknown = { configuration: true };
  const references = ["aws_s3_object.weak.id", "aws_s3_object.weak"];
  at(plan.configuration.root_module.resources, "aws_emr_security_configuration.weak").expressions.configuration = {
    references,
  };
  expect(checked(JSON.stringify(plan)).at("aws_s3_object.weak")).toEqual(whole);
  expect(whole.found).toContain("object.private_key_in_state");
  expect(whole.open.length).toBeGreaterThan(0);
});

interface Change {
  after: object;
  after_unknown: object;
}

test("a state has no provider: a key whose ARN is of a Region may be in another one than its configuration", () => {
  const resource = (type: string, values: object) => ({
    address: `${type}.a`,
    mode: "managed",
    type,
    name: "a",
    values,
  });
  const arn = "arn:aws:kms:us-west-2:111122223333:key/11111111-2222-3333-4444-555555555555";
  const AtRestEncryptionConfiguration = {
    LocalDiskEncryptionConfiguration: { EncryptionKeyProviderType: "AwsKms", AwsKmsKey: arn },
  };
  const configuration = JSON.stringify({
    EncryptionConfiguration: {
      EnableInTransitEncryption: false,
      EnableAtRestEncryption: true,
      AtRestEncryptionConfiguration,
    },
  });
  const resources = [
    resource("aws_kms_key", { arn, key_id: arn.slice(-36) }),
    resource("aws_emr_security_configuration", { name: "a", configuration }),
  ];
  const state = JSON.stringify({ format_version: "1.0", values: { root_module: { resources } } });
  expect(checked(state).at("aws_kms_key.a").open).toContain("key.region_mismatch");
});
