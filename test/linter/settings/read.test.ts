import { execFileSync } from "node:child_process";
import { rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../../linter/errors";
import { GuardedFiles } from "../../../linter/read/guarded-files";
import { readSettings } from "../../../linter/settings";
import { againstSchema } from "../report/schema";
import { folderWith, name, now, read, readJson, removeFolders, rules, waiver } from "./folder";

afterAll(removeFolders);

const whole = {
  $schema: "./node_modules/cdktf-emr-encryption/schemas/settings.schema.json",
  extends: ["./base.yaml"],
  locked: ["severities", "thresholds", "waivers:cert.self_signed"],
  environment: "production",
  failOn: "warning",
  strict: ["config.*", "cert.weak_rsa"],
  thresholds: { rsaBits: 3072, expiresSoonDays: 45, longValidityDays: 400, deletionWindowDays: 30 },
  severities: { "cert.expires_soon": "error", "config.sasl_unprotected": "off" },
  waivers: [{ ...waiver, owner: "data-platform", input: "plan.json", path: "configuration.*" }],
  longestWaiverDays: 180,
  rulesVersion: "1.2",
  environments: {
    accounts: { "111122223333": "production", "444455556666": "development" },
    tags: { keys: ["Environment", "env"], development: ["dev", "sandbox"] },
  },
  known: {
    region: "us-east-1",
    vpcDomains: ["emr.corp.example"],
    additionalRoots: ["certs/corporate-root.pem"],
    roles: { instance: "arn:aws:iam::111122223333:role/EMR_EC2_DefaultRole", emrfs: ["arn:aws:iam::1:role/x"] },
    keys: { "arn:aws:kms:us-east-1:999988887777:key/1": { policy: "policies/central.json", rotation: true } },
    buckets: {
      "emr-artifacts": { region: "us-east-1", private: true, versioned: true, encryptedWith: "arn:aws:kms:x" },
    },
    bundles: { "s3://emr-artifacts/certs/prod.zip": "bundles/prod.bundle.json" },
    ebsEncryptionByDefault: true,
  },
};

describe("readSettings", () => {
  test("without settings nothing is set, and the rules are not loaded", () => {
    const cwd = folderWith({});
    const settings = readSettings({
      cwd,
      files: new GuardedFiles({ cwd }),
      evaluatedAt: now,
      rules: () => {
        throw new Error("asked");
      },
    });
    expect(settings).toEqual({ files: [], waivers: [], locked: [], exports: [], notices: [] });
  });

  test("finds the file in a folder above, up to the top of the repository", () => {
    const folder = folderWith({ [name]: { failOn: "never" }, ".git/HEAD": "", "a/b/plan.json": "{}" });
    expect(read(join(folder, "a/b"))).toMatchObject({ failOn: "never", files: [join(folder, name)] });
    const above = folderWith({
      [name]: { failOn: "never" },
      "repository/.git/HEAD": "",
      "repository/a/plan.json": "{}",
    });
    expect(read(join(above, "repository/a")).files).toEqual([]);
    expect(read(join(folderWith({ [name]: { failOn: "never" }, "a/plan.json": "{}" }), "a")).files).toEqual([]);
  });

  test("fails if one folder contains two settings files", () => {
    const folder = folderWith({ [name]: {}, "emr-encryption.config.yaml": "" });
    expect(() => read(folder)).toThrow(/contains 2 settings files; keep one of/);
  });

  test("reads every key there is, paths made absolute", () => {
    const folder = folderWith({ [name]: whole, "base.yaml": "severities:\n  key.rotation_off: error\n" });
    const settings = read(folder);
    expect(settings).toMatchObject({
      environment: "production",
      failOn: "warning",
      thresholds: whole.thresholds,
      severities: { "key.rotation_off": "error", "cert.expires_soon": "error", "config.sasl_unprotected": "off" },
      waivers: [{ ...whole.waivers[0], from: name }],
      locked: whole.locked,
      environments: whole.environments,
      known: {
        ...whole.known,
        additionalRoots: [join(folder, "certs/corporate-root.pem")],
        keys: {
          "arn:aws:kms:us-east-1:999988887777:key/1": { policy: join(folder, "policies/central.json"), rotation: true },
        },
        bundles: { "s3://emr-artifacts/certs/prod.zip": join(folder, "bundles/prod.bundle.json") },
      },
      files: [join(folder, "base.yaml"), join(folder, name)],
    });
    expect(againstSchema("settings", whole)).toEqual([]);
  });

  test("reads YAML with `off`, days and accounts as a person writes them", () => {
    const folder = folderWith({
      "emr-encryption.config.yml": [
        "severities: { cert.expires_soon: error, config.sasl_unprotected: off }",
        "waivers:",
        "  - rule: config.ebs_not_encrypted",
        "    address: module.legacy.*",
        "    reason: old image",
        "    expires: 2027-01-31",
        "environments:",
        "  accounts: { 111122223333: development }",
      ].join("\n"),
    });
    expect(read(folder)).toMatchObject({
      severities: { "config.sasl_unprotected": "off" },
      waivers: [{ ...waiver, from: "emr-encryption.config.yml:3" }],
      environments: { accounts: { "111122223333": "development" } },
    });
  });

  test("an empty file sets nothing", () => {
    expect(read(folderWith({ "emr-encryption.config.yaml": "" }))).toMatchObject({ waivers: [] });
  });

  const wrong: [string, object, string][] = [
    ["an unknown key", { waiver: [] }, "waiver is not a setting; write waivers"],
    ["an unknown key inside", { known: { roles: { instances: "x" } } }, "known.roles.instances is not a setting"],
    [
      "an unknown environment of tags",
      { environments: { tags: { production: [] } } },
      "expected one of keys, development",
    ],
    ["a key that pollutes", JSON.parse('{"__proto__": {"failOn": "never"}}'), "(a key) is not a setting"],
    ["an unknown rule", { severities: { "cert.weak_rsaa": "off" } }, "did you mean 'cert.weak_rsa'"],
    [
      "an unknown rule in a waiver",
      { waivers: [{ ...waiver, rule: "a.b" }] },
      "waivers[0].rule names a rule that does not exist",
    ],
    ["an unknown rule in a lock", { locked: ["waivers:a.b"] }, "locked[0] names a rule that does not exist"],
    ["an unknown lock", { locked: ["waiver"] }, "locked[0] is not waivers:RULE, as waivers:cert.weak_rsa, or one of"],
    [
      "a severity that is none",
      { severities: { "cert.weak_rsa": "fatal" } },
      "severities.cert.weak_rsa is not one of error, warning, info, off",
    ],
    [
      "a waiver without an end",
      { waivers: [{ ...waiver, expires: undefined }] },
      "waivers[0].expires is missing; expected a day",
    ],
    ["a waiver without a reason", { waivers: [{ ...waiver, reason: "  " }] }, "waivers[0].reason is empty"],
    ["a waiver of everything", { waivers: [{ ...waiver, address: undefined }] }, "has neither address nor input"],
    [
      "a day in words",
      { waivers: [{ ...waiver, expires: "January" }] },
      "expires is not a day of the calendar, as YYYY-MM-DD",
    ],
    [
      "a day out of the calendar",
      { waivers: [{ ...waiver, expires: "2027-02-29" }] },
      "expires is not a day of the calendar",
    ],
    ["a waiver beyond a year", { waivers: [{ ...waiver, expires: "2027-11-25" }] }, "write 2027-11-24 or sooner"],
    ["a short account", { environments: { accounts: { "1111": "production" } } }, "an account id of twelve digits"],
    ["an environment in capitals", { environment: "Production" }, "a name in lower case"],
    ["a word for strict", { strict: "yes" }, "strict is a text, expected true, false or a list of rules"],
    ["a glob in capitals", { strict: ["cert.*", "CONFIG"] }, "strict[1] is not a rule or several"],
    ["a threshold of nothing", { thresholds: { rsaBits: 0 } }, "rsaBits is not a whole number from 1 on"],
    [
      "a threshold in words",
      { thresholds: { rsaBits: "2048" } },
      "thresholds.rsaBits is a text, expected a whole number",
    ],
    ["a list for an object", { thresholds: [] }, "thresholds is a list, expected an object"],
    ["an object for a list", { waivers: {} }, "waivers is an object, expected a list"],
    ["nothing for a text", { environment: null }, "environment is empty"],
    ["a version as a number", { rulesVersion: 1.2 }, 'expected a version in quotes, as "1.2"'],
    [
      "a file that is missing",
      { extends: ["./base.json"] },
      "settings 'base.json' cannot be read: no such file or folder",
    ],
    [
      "code as a base",
      { extends: ["./base.js"] },
      "is not a .json, .yaml or .yml file; settings contain data, not code",
    ],
    ["a package that is not installed", { extends: ["@corp/policy/emr.yaml"] }, "extends[0] is not installed"],
    ["itself as a base", { extends: [`./${name}`] }, "a file cannot extend itself"],
  ];
  test.each(wrong)("fails for %s, with the file and the path", (_, content, message) => {
    const attempt = () => readJson(content);
    expect(attempt).toThrow(UsageError);
    expect(attempt).toThrow(message);
  });

  test("a waiver of exactly a year is accepted, and the settings may allow more", () => {
    expect(readJson({ waivers: [{ ...waiver, expires: "2027-11-24" }] }).waivers).toHaveLength(1);
    expect(readJson({ longestWaiverDays: 800, waivers: [{ ...waiver, expires: "2028-11-24" }] }).waivers).toHaveLength(
      1,
    );
  });

  test("names file and line of what is wrong in YAML", () => {
    const folder = folderWith({
      "emr-encryption.config.yaml": "failOn: error\nthresholds:\n  rsaBits: 2048\n  rsaBit: 1\n",
    });
    expect(() => read(folder)).toThrow(
      "emr-encryption.config.yaml:4: thresholds.rsaBit is not a setting; write thresholds.rsaBits",
    );
  });

  test.each([
    ["{ unclosed", "emr-encryption.config.yaml:1: not YAML"],
    [
      "a: 1\na: 2\n",
      "emr-encryption.config.yaml:2: not YAML: map keys must be unique; this one is repeated at column 1",
    ],
    ["- list\n", "the file is a list, expected an object"],
  ])("fails for YAML %j", (content, message) => {
    expect(() => read(folderWith({ "emr-encryption.config.yaml": content }))).toThrow(message);
  });

  test("a bomb of aliases is refused in bounded time", () => {
    const levels = Array.from({ length: 9 }, (_, level) =>
      level === 0 ? "a0: &a0 [x, x, x, x, x, x, x, x, x]" : `a${level}: &a${level} [${`*a${level - 1}, `.repeat(9)}]`,
    );
    expect(() => read(folderWith({ "emr-encryption.config.yaml": levels.join("\n") }))).toThrow(UsageError);
  });

  test("fails for invalid JSON, and for a missing file", () => {
    expect(() => read(folderWith({ [name]: "{" }))).toThrow(`${name}: not JSON`);
    expect(() => read(folderWith({}), "other.yaml")).toThrow(
      "settings 'other.yaml' cannot be read: no such file or folder",
    );
  });

  test("a base may be a file of a package in node_modules", () => {
    const folder = folderWith({
      [name]: { extends: ["@corp/policy/emr.yaml"] },
      "node_modules/@corp/policy/package.json": { name: "@corp/policy" },
      "node_modules/@corp/policy/emr.yaml": "failOn: warning\nknown: { additionalRoots: [root.pem] }\n",
    });
    expect(read(folder)).toMatchObject({
      failOn: "warning",
      known: { additionalRoots: [expect.stringMatching(/node_modules\/@corp\/policy\/root\.pem$/)] },
    });
  });

  test("later files take precedence, object by object", () => {
    const folder = folderWith({
      [name]: { extends: ["./a.json", "./b.json"], thresholds: { rsaBits: 4096 } },
      "a.json": { failOn: "info", thresholds: { rsaBits: 2048, expiresSoonDays: 10 }, waivers: [waiver] },
      "b.json": { extends: ["./a.json"], failOn: "warning" },
    });
    expect(read(folder)).toMatchObject({
      failOn: "warning",
      thresholds: { rsaBits: 4096, expiresSoonDays: 10 },
      waivers: [waiver],
    });
  });

  test("a member of JSON that is written twice is refused", () => {
    const folder = folderWith({});
    writeFileSync(join(folder, name), '{"failOn":"error",\n"failOn":"never"}');
    expect(() => read(folder)).toThrow("the same member twice, at line 2, column 1");
  });

  test("neither a parser of YAML nor a command line is loaded where the settings are JSON", () => {
    const folder = folderWith({ [name]: { failOn: "never" } });
    const script = `
      const { GuardedFiles } = require(${JSON.stringify(join(process.cwd(), "linter/read/guarded-files"))});
      const { readSettings } = require(${JSON.stringify(join(__dirname, "../../../linter/settings"))});
      readSettings({ cwd: ${JSON.stringify(folder)}, files: new GuardedFiles({ cwd: ${JSON.stringify(folder)} }), evaluatedAt: 0, rules: () => new Map() });
      console.log(Object.keys(require.cache).filter((file) => file.includes("node_modules/") && !/node_modules\\/(tsx|esbuild|get-tsconfig)/.test(file)).join());`;
    const loaded = execFileSync(process.execPath, ["--require", "tsx/cjs", "-e", script], {
      cwd: join(__dirname, "../../.."),
      encoding: "utf8",
    });
    expect(loaded.trim()).toBe("");
  });
});

describe("settings of a revision", () => {
  const git = (cwd: string, ...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd, stdio: "ignore" });
  const repository = () => {
    const folder = folderWith({
      [name]: { extends: ["./platform/base.yaml"], known: { additionalRoots: ["root.pem"] } },
      "platform/base.yaml": "failOn: warning\n",
      "root.pem": "the base's root",
    });
    git(folder, "init", "-q");
    git(folder, "add", ".");
    git(folder, "commit", "-qm", "base");
    return folder;
  };
  const readFrom = (cwd: string, revision: string) =>
    readSettings({ cwd, files: new GuardedFiles({ cwd }), evaluatedAt: now, rules: () => rules, revision });

  test("are those of the commit, whatever the working tree contains, and so are the files that they declare", () => {
    const folder = repository();
    writeFileSync(join(folder, name), JSON.stringify({ failOn: "never" }));
    writeFileSync(join(folder, "platform/base.yaml"), "failOn: never\n");
    writeFileSync(join(folder, "root.pem"), "another root");
    const settings = readFrom(folder, "HEAD");
    expect(settings).toMatchObject({ failOn: "warning", revision: "HEAD" });
    expect(settings.declared?.bytes(settings.known?.additionalRoots?.[0] ?? "", 100).toString()).toBe(
      "the base's root",
    );
  });

  test("are none where the revision has none", () => {
    const folder = folderWith({ "a.txt": "" });
    git(folder, "init", "-q");
    git(folder, "add", ".");
    git(folder, "commit", "-qm", "base");
    writeFileSync(join(folder, name), JSON.stringify({ failOn: "never" }));
    expect(readFrom(folder, "HEAD")).toMatchObject({ files: [], revision: "HEAD" });
  });

  test("are not read through links, replaced objects, packages or paths that leave the repository", () => {
    const folder = repository();
    rmSync(join(folder, "platform/base.yaml"));
    symlinkSync("/etc/passwd", join(folder, "platform/base.yaml"));
    git(folder, "commit", "-qam", "link");
    expect(() => readFrom(folder, "HEAD")).toThrow("platform/base.yaml' cannot be read: it is not a regular file");
    writeFileSync(join(folder, name), JSON.stringify({ extends: ["@corp/policy/emr.yaml"] }));
    git(folder, "commit", "-qam", "package");
    expect(() => readFrom(folder, "HEAD")).toThrow("extends[0] is a package, which a revision does not contain");
    writeFileSync(join(folder, name), JSON.stringify({ extends: ["../outside.yaml"] }));
    git(folder, "commit", "-qam", "outside");
    expect(() => readFrom(folder, "HEAD")).toThrow("cannot be read: it is outside of the checkout");
    git(folder, "replace", "HEAD", "HEAD~3");
    expect(() => readFrom(folder, "HEAD")).toThrow("cannot be read: it is outside of the checkout");
  });

  test.each(["no-such-branch", "--upload-pack=x", "-x", "a b", "", ":/x"])("%j is not a revision", (revision) => {
    expect(() => readFrom(repository(), revision)).toThrow(/^--settings-from /);
  });
});

describe("files that extend each other many times", () => {
  test("are each read once, and their number and depth are limited", () => {
    const twice = Object.fromEntries(
      Array.from({ length: 18 }, (_, at) => [
        at === 0 ? name : `${at}.json`,
        at === 17 ? { waivers: [waiver], failOn: "info" } : { extends: [`./${at + 1}.json`, `./${at + 1}.json`] },
      ]),
    );
    expect(read(folderWith(twice))).toMatchObject({ failOn: "info", waivers: [waiver], notices: [] });
    const line = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [at === 0 ? name : `${at}.json`, { extends: [`./${at + 1}.json`] }]),
    );
    expect(() => read(folderWith(line))).toThrow(/is extended through more than 20 files$/);
    const wide = Array.from({ length: 150 }, (_, at) => [`${at}.json`, {}]);
    expect(() =>
      read(folderWith({ ...Object.fromEntries(wide), [name]: { extends: wide.map(([file]) => `./${file}`) } })),
    ).toThrow("the settings extend more than 100 files");
  });
});
