import { Unknown } from "../../../linter/model/values/symbolic";
import { folderOf, modelOf } from "../models";

const SOURCE = `resource "aws_kms_key" "k" {}
resource "t" "t" {
  for_each = toset(["a", "b"])
  v        = each.value == "a" ? aws_kms_key.k.arn : ""
}
module "m" {
  source = "./m"
  text   = join("-", ["given"])
}
`;
const MODULE =
  'variable "text" {\n  default = "default"\n}\nresource "t" "t" {\n  v = "${var.text} ${timestamp()}"\n}\n';
const unknown = (address: string, rest: object) => ({
  address,
  mode: "managed",
  type: "t",
  name: "t",
  ...rest,
  change: { actions: ["create"], before: null, after: {}, after_unknown: { v: true } },
});
const block = (references: readonly string[]) => ({
  address: "t.t",
  mode: "managed",
  type: "t",
  name: "t",
  expressions: { v: { references } },
});
const KEY = { address: "aws_kms_key.k", mode: "managed", type: "aws_kms_key", name: "k" };

/** A plan of HCL keeps nothing of `toset([…])` and `join(…)` of constants. */
const PLAN = JSON.stringify({
  format_version: "1.2",
  resource_changes: [
    { ...KEY, change: { actions: ["create"], before: null, after: {}, after_unknown: { arn: true } } },
    unknown('t.t["a"]', { index: "a" }),
    unknown("module.m.t.t", { module_address: "module.m" }),
  ],
  configuration: {
    root_module: {
      resources: [{ ...KEY, expressions: {} }, block(["each.value", "aws_kms_key.k.arn", "aws_kms_key.k"])],
      module_calls: {
        m: {
          source: "./m",
          expressions: { text: {} },
          module: { resources: [block(["var.text"])], variables: { text: { default: "default" } } },
        },
      },
    },
  },
});

const values = (sources: object) => {
  const model = modelOf("plan.json", folderOf({ "plan.json": PLAN, ...sources }));
  return [model.at('t.t["a"]')?.values.v, model.at("module.m.t.t")?.values.v];
};

test("comes from the sources, as what a call is given does", () => {
  const [each, text] = values({ "main.tf": SOURCE, "m/main.tf": MODULE });
  expect(each).toMatchObject({ address: "aws_kms_key.k", attribute: "arn" });
  expect(JSON.stringify(text)).toContain("given ");
});

test("is not known without them; a default does not replace what the caller gives", () => {
  const [each, text] = values({});
  expect(each).toBeInstanceOf(Unknown);
  expect(text).toBeInstanceOf(Unknown);
});
