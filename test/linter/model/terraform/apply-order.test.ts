import { folderOf, modelOf } from "../../models";

const TYPE = "aws_emr_security_configuration";
const references = (...names: readonly string[]) => ({ references: names });
const resource = (address: string, type: string, name: string) => ({
  address,
  mode: "managed",
  type,
  name,
  change: {
    actions: ["create"],
    before: null,
    after: {},
    after_unknown: {},
    before_sensitive: {},
    after_sensitive: {},
  },
});

test("a cluster waits for the module whose instance it names by each.key, of which a plan keeps the module alone", () => {
  const plan = {
    format_version: "1.2",
    terraform_version: "1.11.4",
    resource_changes: [
      resource('aws_emr_cluster.c["a"]', "aws_emr_cluster", "c"),
      resource(`module.emr["a"].${TYPE}.this`, TYPE, "this"),
    ],
    configuration: {
      root_module: {
        resources: [
          {
            address: "aws_emr_cluster.c",
            mode: "managed",
            type: "aws_emr_cluster",
            name: "c",
            expressions: { security_configuration: references("module.emr", "each.key") },
          },
        ],
        module_calls: {
          emr: {
            source: "./emr",
            module: { resources: [{ address: `${TYPE}.this`, mode: "managed", type: TYPE, name: "this" }] },
          },
        },
      },
    },
  };
  const model = modelOf("plan.json", folderOf({ "plan.json": JSON.stringify(plan) }));
  expect(model.isOrderedAfter('aws_emr_cluster.c["a"]', `module.emr["a"].${TYPE}.this`)).toBe(true);
});

test("what names a module as a whole waits for what its outputs are made of", () => {
  const folder = folderOf({
    "main.tf":
      'resource "aws_kms_key" "k" {}\nmodule "sec" {\n  source = "./sec"\n  key = aws_kms_key.k.arn\n}\nresource "t" "r" {\n  depends_on = [module.sec]\n}\n',
    "sec/main.tf": 'variable "key" {}\noutput "document" {\n  value = var.key\n}\n',
  });
  expect(modelOf(".", folder).isOrderedAfter("t.r", "aws_kms_key.k")).toBe(true);
});
