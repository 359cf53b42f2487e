import { folderOf, modelOf } from "../../models";

const ADDRESS = "module.lake.module.emr.aws_emr_security_configuration.this";
const region = (name: string) => ({ name: "aws", expressions: { region: { constant_value: name } } });
const INNER = "module.lake.module.emr:aws";

/** A plan in which Terraform lists the provider that a module inherits over two levels as one of its own. */
function planOf(providers: object) {
  const inner = {
    resources: [
      {
        address: "aws_emr_security_configuration.this",
        mode: "managed",
        type: "aws_emr_security_configuration",
        name: "this",
        provider_config_key: INNER,
        expressions: { name: { constant_value: "x" } },
      },
    ],
  };
  return JSON.stringify({
    format_version: "1.2",
    resource_changes: [
      {
        address: ADDRESS,
        module_address: "module.lake.module.emr",
        mode: "managed",
        type: "aws_emr_security_configuration",
        name: "this",
        change: { actions: ["create"], before: null, after: { name: "x" }, after_unknown: {} },
      },
    ],
    configuration: {
      provider_config: { ...providers, [INNER]: { name: "aws", module_address: "module.lake.module.emr" } },
      root_module: {
        module_calls: {
          lake: { source: "./lake", module: { module_calls: { emr: { source: "./emr", module: inner } } } },
        },
      },
    },
  });
}

const SOURCES = {
  "main.tf": 'module "lake" {\n  source = "./lake"\n  providers = {\n    aws = aws.west\n  }\n}\n',
  "lake/main.tf": 'module "emr" {\n  source = "./emr"\n}\n',
  "lake/emr/main.tf": 'resource "aws_emr_security_configuration" "this" {\n  name = "x"\n}\n',
};

const regionIn = (plan: string, sources: object = {}) =>
  modelOf("plan.json", folderOf({ "plan.json": plan, ...sources })).at(ADDRESS)?.region;

test("is the only provider of the root module", () => {
  expect(regionIn(planOf({ aws: region("us-east-1") }))).toBe("us-east-1");
});

test("is not known where the root module has several and the calls are not at hand", () => {
  const several = planOf({ aws: region("us-east-1"), "aws.west": region("us-west-2") });
  expect(regionIn(several)).toMatchObject({ reason: expect.stringContaining("the Region of the provider") });
});

test("is the one that the sources of the calls pass down", () => {
  const several = planOf({ aws: region("us-east-1"), "aws.west": region("us-west-2") });
  const providers =
    'provider "aws" {\n  region = "us-east-1"\n}\nprovider "aws" {\n  alias  = "west"\n  region = "us-west-2"\n}\n';
  expect(regionIn(several, { ...SOURCES, "providers.tf": providers })).toBe("us-west-2");
});
