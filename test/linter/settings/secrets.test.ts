import { GuardedFiles } from "../../../linter/read/guarded-files";
import { readSettings } from "../../../linter/settings";
import { folderWith, now, removeFolders, rules } from "./folder";

afterAll(removeFolders);

const canary = "CANARYaabb4711CANARY";

/** The sentence that reading a settings file of this content comes to. */
function sentence(name: string, content: string): string {
  const cwd = folderWith({ [name]: content });
  try {
    readSettings({ cwd, files: new GuardedFiles({ cwd }), evaluatedAt: now, rules: () => rules });
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("settings were read");
}

const contents = [
  canary,
  `//registry.example/:_authToken=${canary}`,
  `${canary}: x`,
  `x: ${canary}`,
  `failOn: ${canary}`,
  `failOn:\n  ${canary}: 1`,
  `environment: ${canary}`,
  `locked: [${canary}]`,
  `locked: ["waivers:${canary}"]`,
  `severities: { ${canary}: off }`,
  `severities: { cert.weak_rsa: ${canary} }`,
  `severities: { ${canary.toLowerCase()}.a: off }`,
  `thresholds: { rsaBits: ${canary} }`,
  `waivers: [{ rule: cert.weak_rsa, address: a, reason: b, expires: ${canary} }]`,
  `waivers: [{ rule: ${canary.toLowerCase()}.a, address: a, reason: b, expires: 2027-01-31 }]`,
  `environments: { accounts: { ${canary}: production } }`,
  `known: { keys: { ${canary}: {} } }`,
  `known: { bundles: { ${canary}: x } }`,
  `extends: ["${canary}/file"]`,
  `rulesVersion: ${canary}`,
  `&${canary} [`,
  `*${canary}`,
  `!${canary} x: [`,
  `"${canary}\n  : [`,
  `a: 'b\n${canary}: {`,
  `-----BEGIN EC PRIVATE KEY-----\n${canary}\n-----END EC PRIVATE KEY-----`,
  `[default]\naws_secret_access_key = ${canary}`,
  `{"${canary}": 1}`,
  `{"a": "${canary}"`,
  `{"failOn": "${canary}"}`,
];

describe.each(["emr-encryption.config.yaml", "emr-encryption.config.json"])("no error about %s quotes it", (name) => {
  test.each(contents)("%j", (content) => {
    const said = sentence(name, content);
    expect(said.toLowerCase()).not.toContain(canary.toLowerCase());
    expect(said).toContain(name);
    expect(said).not.toContain("\n");
  });
});
