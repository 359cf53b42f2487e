import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { bundleZip } from "../support/certificates";
import { CANARY, type Checkout, checkout, lint, run } from "./run";

jest.setTimeout(120_000);

describe("nothing is written through a link of the checkout, wherever in the path it is", () => {
  const PATHS = ["link/new", "inside/link/new", "absolute/new", "twice/new", "link/deep/new/new"];
  const COMMANDS = [
    ["certs", "development", "--region", "us-east-1", "--out"],
    ["certs", "request", "--key-type", "ec256", "--region", "us-east-1", "--out"],
    ["init"],
    ["graph", "main.tf", "--out"],
    ["lint", "main.tf", "--write-baseline"],
  ];

  test.each(COMMANDS.flatMap((command) => PATHS.map((path) => [command.join(" "), path, command] as const)))(
    "%s %s",
    (_, path, command) => {
      const place = checkout();
      place.write({ "main.tf": "", "../outside/deep/file": "", "inside/file": "" });
      symlinkSync("../outside", place.path("link"));
      symlinkSync("../../outside", place.path("inside/link"));
      symlinkSync(place.path("../outside"), place.path("absolute"));
      symlinkSync("link/deep", place.path("twice"));
      const { code, err } = run(place, [...command, path]);
      expect([code, err]).toEqual([2, expect.stringContaining("symbolic link that leads out of the checkout")]);
      expect(readdirSync(place.path("../outside"), { recursive: true }).sort()).toEqual(["deep", "deep/file"]);
    },
  );
});

describe("rules test in a hostile folder", () => {
  const EXAMPLES = JSON.stringify({ rule: "acme.x", rowKind: "configurations", bad: [{ title: "t", row: {} }] });
  const WASM = Buffer.from("0061736d01000000", "hex");
  const tested = (make: (place: Checkout) => void, folder = "r") => {
    const place = checkout();
    place.write({ "r/a/examples.json": EXAMPLES, "r/policy.wasm": WASM });
    make(place);
    const { code, err } = run(place, ["rules", "test", folder]);
    expect(code).toBe(2);
    return err;
  };

  test.each(["../../secret.json", "/dev/zero", "/proc/self/environ", "../../.git/config", "nothing"])(
    "files that are links to %s",
    (target) => {
      expect(tested((place) => symlinkSync(target, place.path("r/examples.json")))).not.toBe("");
      expect(tested((place) => symlinkSync(target, place.path("r/other.wasm")))).toContain("several compiled policies");
    },
  );

  test("a pipe, the top of a repository, and a folder that leads out", () => {
    expect(tested((place) => execFileSync("mkfifo", [place.path("r/examples.json")]))).not.toBe("");
    expect(tested(() => {}, ".")).toContain("no policy");
    expect(tested((place) => symlinkSync("../..", place.path("up")), "up")).toContain("is not a folder");
  });

  test("examples beyond the limit are not skipped silently", () => {
    const many = (place: Checkout) => {
      for (let at = 0; at <= 1_000; at++) place.write({ [`r/${at}/examples.json`]: EXAMPLES });
    };
    expect(tested(many)).toContain("more than 1000");
  });

  test.each(["__proto__", "constructor"])("rows of the kind %s", (rowKind) => {
    const examples = JSON.stringify({ rule: "acme.x", rowKind, bad: [{ title: "\u001b[31m ::error::x", row: {} }] });
    expect(tested((place) => place.write({ "r/a/examples.json": examples }))).not.toBe("");
  });
});

test.each([
  "graph",
  "graph --format dot",
  "facts",
  "lint",
  "keys explain --role arn:aws:iam::111122223333:role/a --key arn:aws:kms:us-east-1:111122223333:key/a",
  "convert",
  "certs inspect",
  "certs expiring --within 60d",
])("the name of a file is no line of its own: %s", (command) => {
  const place = checkout();
  const names = ["x\n\nno findings; 1 input checked.json", "y\n::error::no findings.pem"];
  place.write(Object.fromEntries(names.map((name) => [name, "{"])));
  for (const name of names) {
    const { code, out, err } = run(place, [...command.split(" "), `./${name}`]);
    expect(code).toBe(2);
    expect(err).toMatch(/^(emr-encryption: [^\n]+\n)+$/);
    expect(out).not.toMatch(/^(no findings; 1|::|$\n$\n)/m);
  }
});

test.each(["certs inspect", "certs expiring --within 60d"])("a certificate forges no line of %s", (command) => {
  const place = checkout();
  const request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out a.pem -days 30";
  execFileSync("openssl", [...request.split(" "), "-utf8", "-subj", "/CN=x\n\nno findings"], {
    cwd: place.cwd,
    stdio: "ignore",
  });
  const { out } = run(place, [...command.split(" "), "a.pem"]);
  expect(out).toMatch(/x\S+no findings/);
  expect(out).not.toMatch(/^no findings/m);
});

describe("certs expiring", () => {
  const key = "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n";
  const damaged = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
  test.each<[string, { readonly [file: string]: string | Uint8Array }]>([
    ["a damaged zip", { "b.zip": bundleZip({ "privateKey.pem": key }).subarray(0, 60) }],
    ["a damaged certificate", { "chain.pem": damaged }],
    ["a damaged certificate in a bundle", { "b.zip": bundleZip({ "certificateChain.pem": damaged }) }],
    ["certificates beside a private key", { "server.pem": key + damaged }],
    ["a file beyond the limit", { "b.zip": bundleZip({ "certificateChain.pem": "x".repeat(2_000_000) }) }],
  ])("does not skip %s", (_, files) => {
    const place = checkout();
    place.write(files);
    const { code, err } = run(place, ["certs", "expiring", "--within", "60d"]);
    expect([code, err]).toEqual([2, expect.stringMatching(/not read completely|cannot be read/)]);
  });

  test.each(["../secret.txt", "/dev/zero", "nothing"])("does not skip a link to %s", (target) => {
    const place = checkout();
    symlinkSync(target, place.path("chain.pem"));
    expect(run(place, ["certs", "expiring", "--within", "60d"]).code).toBe(2);
  });
});

test("git that waits for a pipe of a hostile repository is ended", () => {
  const place = checkout();
  execFileSync("git", ["init", "--quiet"], { cwd: place.cwd, stdio: "ignore" });
  execFileSync("mkfifo", [place.path("pipe")]);
  place.write({ "main.tf": "", ".git/config": "[include]\n\tpath = ../pipe\n" });
  expect(run(place, ["lint", ".", "--settings-from", "main"]).code).toBe(2);
});

describe("a pull request that turns the folder into a submodule", () => {
  const OFF = JSON.stringify({ severities: { "config.at_rest_disabled": "off" }, failOn: "never" });
  const WRONG = 'resource "aws_emr_security_configuration" "a" {\n  name = "a"\n  configuration = "{}"\n}\n';
  const git = (cwd: string, ...args: readonly string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "protocol.file.allow=always", ...args], {
      cwd,
      env: { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: "/dev/null" },
      stdio: "ignore",
    });
  const committed = (place: Checkout, folder: string, files: { readonly [file: string]: string }) => {
    mkdirSync(place.path(folder), { recursive: true });
    git(place.path(folder), "init", "--quiet");
    for (const [file, content] of Object.entries(files)) {
      place.write({ [`${folder}/${file}`]: content });
      git(place.path(folder), "add", ".");
      git(place.path(folder), "commit", "--quiet", "--message", file);
    }
  };

  test("takes its settings from the base of the repository, and not from that of the submodule", () => {
    const place = checkout();
    committed(place, "../evil", { "main.tf": WRONG, "emr-encryption.config.json": OFF, more: "x" });
    committed(place, "../top", {
      "emr-encryption.config.json": JSON.stringify({ locked: ["failOn"] }),
      "x/main.tf": "",
    });
    const top = { ...place, cwd: place.path("../top") };
    git(top.cwd, "submodule", "--quiet", "add", "../evil", "infra");
    git(top.cwd, "commit", "--quiet", "--message", "infra");
    const infra = { ...place, cwd: place.path("../top/infra") };
    expect(existsSync(`${infra.cwd}/.git`)).toBe(true);
    const { code, report } = lint(infra, [".", "--settings-from", "HEAD^1"]);
    expect(code).toBe(1);
    expect(report?.settings).toMatchObject({ files: ["../emr-encryption.config.json"], off: [], failOn: "error" });
    expect(report?.inputs.map(({ error }) => error)).toEqual([undefined]);
  });

  test("is reported as not checked if it is not fetched", () => {
    const place = checkout();
    place.write({ "main.tf": 'module "data" {\n  source = "./data"\n}\n', ".gitmodules": CANARY });
    mkdirSync(place.path("data"));
    expect(lint(place, ["."]).code).toBe(2);
  });
});
