import { folderWith, name, read, readJson, removeFolders, waiver } from "./folder";

afterAll(removeFolders);

describe("locked", () => {
  test.each([
    ["before", ["./strict.json", "./loose.json"]],
    ["after", ["./loose.json", "./strict.json"]],
  ])("applies to a file that is extended %s it", (_, order) => {
    const settings = read(
      folderWith({
        [name]: { extends: order },
        "strict.json": { locked: ["severities", "failOn", "thresholds", "known", "waivers"], failOn: "warning" },
        "loose.json": {
          failOn: "never",
          severities: { "config.shared_key": "off" },
          thresholds: { rsaBits: 1024 },
          known: { region: "us-east-1" },
          waivers: [waiver],
        },
      }),
    );
    expect(settings).toMatchObject({ failOn: "warning", severities: {}, thresholds: {}, waivers: [] });
    expect(settings.known).toBeUndefined();
    expect(settings.notices).toHaveLength(5);
  });

  test("does not apply to what the locking file itself extends", () => {
    const settings = read(
      folderWith({
        [name]: { extends: ["./strict.json"] },
        "strict.json": { extends: ["./facts.json"], locked: ["known", "waivers"] },
        "facts.json": { known: { region: "us-east-1" }, waivers: [waiver] },
      }),
    );
    expect(settings).toMatchObject({ known: { region: "us-east-1" }, waivers: [waiver], notices: [] });
  });

  const strict = {
    locked: ["severities", "thresholds", "failOn", "environments", "waivers:cert.self_signed"],
    failOn: "warning",
    severities: { "key.rotation_off": "error" },
    thresholds: { rsaBits: 3072, longValidityDays: 400 },
    environments: { accounts: { "111122223333": "production" } },
  };
  const extended = (content: object) =>
    read(folderWith({ [name]: { extends: ["./strict.json"], ...content }, "strict.json": strict }));
  const locks: [string, object, object, RegExp][] = [
    [
      "a severity below the base's",
      { severities: { "key.rotation_off": "warning" } },
      { severities: strict.severities },
      /severities\.key\.rotation_off warning, which is less than error/,
    ],
    [
      "a rule that is off",
      { severities: { "config.shared_key": "off" } },
      { severities: strict.severities },
      /severities\.config\.shared_key off/,
    ],
    [
      "a smaller modulus",
      { thresholds: { rsaBits: 2048 } },
      { thresholds: strict.thresholds },
      /thresholds\.rsaBits 2048, where 3072/,
    ],
    [
      "a longer validity",
      { thresholds: { longValidityDays: 401 } },
      { thresholds: strict.thresholds },
      /longValidityDays 401/,
    ],
    [
      "a threshold below the default",
      { thresholds: { expiresSoonDays: 5 } },
      { thresholds: strict.thresholds },
      /expiresSoonDays 5, where 30/,
    ],
    ["a later failure", { failOn: "error" }, { failOn: "warning" }, /failOn error/],
    [
      "another environment of an account",
      { environments: { accounts: { "111122223333": "development" } } },
      { environments: strict.environments },
      /: environments$/,
    ],
    [
      "a waiver",
      { waivers: [{ ...waiver, rule: "cert.self_signed" }] },
      { waivers: [] },
      /the waiver of cert\.self_signed/,
    ],
  ];
  test.each(locks)("keeps the value of the base over %s, with a notice", (_, content, kept, message) => {
    const settings = extended(content);
    expect(settings).toMatchObject(kept);
    expect(settings.notices).toEqual([{ kind: "locked setting", message: expect.stringMatching(message) }]);
  });

  test("lets a file be stricter, and waive what is not locked", () => {
    const settings = extended({
      failOn: "info",
      severities: { "cert.expires_soon": "error" },
      thresholds: { rsaBits: 4096, longValidityDays: 90 },
      waivers: [waiver],
    });
    expect(settings).toMatchObject({
      failOn: "info",
      severities: { "key.rotation_off": "error", "cert.expires_soon": "error" },
      thresholds: { rsaBits: 4096, longValidityDays: 90 },
      waivers: [waiver],
      notices: [],
    });
  });

  test.each<[string, object, string, object]>([
    ["severities", {}, "rulesVersion", { rulesVersion: "0.0" }],
    [
      "environment",
      { environment: "production" },
      "environments",
      { environments: { accounts: { "111122223333": "development" } } },
    ],
  ])("of %s also covers what would weaken it", (locked, base, section, own) => {
    const settings = read(
      folderWith({ [name]: { extends: ["./base.json"], ...own }, "base.json": { locked: [locked], ...base } }),
    );
    expect(settings).not.toHaveProperty(section);
    expect(settings.notices).toEqual([{ kind: "locked setting", message: expect.stringMatching(`: ${section}$`) }]);
  });

  test("applies through an intermediate file", () => {
    const folder = folderWith({
      [name]: { extends: ["./team.json"], failOn: "never" },
      "team.json": { extends: ["./strict.json"] },
      "strict.json": strict,
    });
    expect(read(folder)).toMatchObject({ failOn: "warning" });
  });

  test("a file may lock and set at once", () => {
    expect(readJson({ locked: ["failOn"], failOn: "never" })).toMatchObject({ failOn: "never", notices: [] });
  });
});
