import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Fn, TerraformIterator, TerraformStack, TerraformVariable } from "cdktf";
import * as constructs from "../../modules";
import { certificates, providers, toldOf, users } from "./attempts/attempt";
import { preamble } from "./attempts/mistake";
import { mistakes } from "./attempts/mistakes";
import { valueMistakes } from "./attempts/value-mistakes";

const framework = { AwsProvider, Fn, TerraformIterator, TerraformStack, TerraformVariable };
const names = { ...constructs, ...framework, certificates, jar: providers, users };
const fill = (code: string) => (stack: TerraformStack) =>
  new Function(...Object.keys(names), preamble + code).apply(stack, Object.values(names));

beforeEach(() => {
  jest.spyOn(console, "warn").mockImplementation();
});
afterEach(() => jest.restoreAllMocks());

test("there are more than fifty, and the preamble alone is valid", () => {
  expect(mistakes.length).toBeGreaterThan(50);
  const code = 'new EmrEncryption(this, "encryption", { keyUsers: users, inTransit: { provider: "PEM", bundle } });';
  expect(toldOf({ fill: fill(code) })).toBe("nothing");
});

test.each([...mistakes, ...valueMistakes])("$did is refused, with the place and what to write", ({ code, told }) => {
  expect(toldOf({ fill: fill(code) }).replaceAll(`${process.cwd()}/`, "")).toContain(told);
});
