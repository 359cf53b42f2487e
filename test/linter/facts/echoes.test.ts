import { lint } from "../../../linter";
import { folderOf } from "../models";

const document = (roles: object) =>
  JSON.stringify({
    EncryptionConfiguration: { EnableInTransitEncryption: false, EnableAtRestEncryption: false },
    AuthorizationConfiguration: {
      IAMConfiguration: { EnableApplicationScopedIAMRole: true, ApplicationScopedIAMRoleConfiguration: roles },
    },
  });
const plain = { PropagateSourceIdentity: true };
const echoed = { ...plain, ExternalId: "EXAMPLE" };

function plan(change: object): string {
  const resource = { address: "aws_emr_security_configuration.main", mode: "managed", name: "main" };
  const type = "aws_emr_security_configuration";
  return JSON.stringify({
    format_version: "1.2",
    resource_changes: [
      { ...resource, type, change: { after_unknown: {}, before_sensitive: {}, after_sensitive: {}, ...change } },
    ],
  });
}

function rules(change: object): readonly string[] {
  const cwd = folderOf({ "plan.json": plan(change) });
  return lint(["plan.json"], { cwd, now: new Date("2026-12-01T00:00:00Z") })
    .findings.filter(({ rule }) => /unknown_property|replaced/.test(rule))
    .map(({ rule, variant }) => [rule, variant].filter(Boolean).join(" "));
}

const replace = { actions: ["delete", "create"] };

describe("properties that AWS adds to the stored document", () => {
  test("are the only reason for a replacement", () => {
    const before = { name: "lake", configuration: document(echoed) };
    const after = { name: "lake", configuration: document(plain) };
    expect(rules({ ...replace, before, after })).toEqual(["config.replaced_by_echo"]);
  });

  test.each([
    ["the name changes as well", { name: "other", configuration: document(plain) }],
    ["the document changes as well", { name: "lake", configuration: document({ PropagateSourceIdentity: false }) }],
  ])("are not, where %s", (_, after) => {
    const before = { name: "lake", configuration: document(echoed) };
    expect(rules({ ...replace, before, after })).toEqual([]);
  });

  test("are accepted if a plan keeps the configuration, but not if someone wrote them", () => {
    const values = { name: "lake", configuration: document(echoed) };
    expect(rules({ actions: ["no-op"], before: values, after: values })).toEqual([]);
    expect(rules({ actions: ["create"], before: null, after: values })).toEqual(["config.unknown_property of_aws"]);
  });
});
