import { createPrivateKey, X509Certificate } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { type DevelopmentRequest, developmentBundle } from "../../certificates/generations";
import { parseSubject } from "../../certificates/subject";
import { sharedKeyPair } from "./key-pairs";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "generations-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const now = new Date("2026-11-23T12:00:00Z");
const request = (changes: Partial<DevelopmentRequest> = {}): DevelopmentRequest => ({
  folder: join(root, "certs"),
  domains: ["ec2.internal"],
  days: 30,
  renew: false,
  force: false,
  now,
  makeKeyPair: sharedKeyPair,
  ...changes,
});
const contents = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "latin1")]));
const trusted = (folder: string) =>
  readFileSync(join(folder, "trustedCertificates.pem"), "utf8").match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g) ??
  [];

test("the folder contains the three files and a zip of them, and git ignores all of it", () => {
  const made = developmentBundle(request());
  expect(made).toMatchObject({ made: true, names: ["*.ec2.internal"], bits: 2048, formerTrust: 0 });
  const files = contents(made.folder);
  expect(Object.keys(files).sort()).toEqual([
    ".gitignore",
    "certificateChain.pem",
    "development.zip",
    "privateKey.pem",
    "trustedCertificates.pem",
  ]);
  expect(files[".gitignore"]).toMatch(/^\*$/m);
  const zip = unzipSync(readFileSync(join(made.folder, "development.zip")));
  expect(Object.keys(zip)).toEqual(["certificateChain.pem", "privateKey.pem", "trustedCertificates.pem"]);
  for (const [name, bytes] of Object.entries(zip)) expect(Buffer.from(bytes).toString("latin1")).toBe(files[name]);
});

test("files with the private key are readable only by their owner, whatever the umask", () => {
  const before = process.umask(0);
  const { folder } = developmentBundle(request());
  process.umask(before);
  const mode = (path: string) => statSync(path).mode & 0o777;
  expect(["", "privateKey.pem", "development.zip"].map((name) => mode(join(folder, name)))).toEqual([
    0o700, 0o600, 0o600,
  ]);
});

test("a second run keeps every byte, and needs no domain", () => {
  const { folder } = developmentBundle(request());
  const before = contents(folder);
  expect(developmentBundle(request())).toMatchObject({ made: false, newest: folder });
  expect(developmentBundle(request({ domains: [] }))).toMatchObject({ made: false, names: ["*.ec2.internal"] });
  expect(contents(folder)).toEqual(before);
});

test("a bundle for other names is neither kept nor replaced", () => {
  const { folder } = developmentBundle(request());
  const before = contents(folder);
  expect(() => developmentBundle(request({ domains: ["us-west-2.compute.internal"] }))).toThrow(
    `folder '${folder}' contains a bundle for *.ec2.internal, not for *.us-west-2.compute.internal; give another folder, or --force to replace it`,
  );
  expect(contents(folder)).toEqual(before);
});

test("--force replaces the bundle and leaves nothing else behind", () => {
  const { folder } = developmentBundle(request());
  const before = contents(folder);
  expect(developmentBundle(request({ force: true, domains: ["corp.example"] }))).toMatchObject({
    names: ["*.corp.example"],
  });
  expect(contents(folder)["certificateChain.pem"]).not.toBe(before["certificateChain.pem"]);
  expect(readdirSync(root)).toEqual(["certs"]);
});

test("a renewal is a folder beside the newest, for the same names, and trusts the CA before it", () => {
  const first = developmentBundle(request());
  const before = contents(first.folder);
  const second = developmentBundle(request({ renew: true, domains: [] }));
  const third = developmentBundle(request({ renew: true, domains: [] }));
  expect([second, third].map(({ folder, names, formerTrust }) => [folder, names, formerTrust])).toEqual([
    [`${first.folder}-2`, ["*.ec2.internal"], 1],
    [`${first.folder}-3`, ["*.ec2.internal"], 2],
  ]);
  expect(trusted(third.folder).slice(1)).toEqual(trusted(second.folder));
  expect(contents(first.folder)).toEqual(before);
  expect(developmentBundle(request())).toMatchObject({ made: false, folder: first.folder, newest: third.folder });
});

test("a renewal keeps domains, subject and validity unless they are given", () => {
  const subject = parseSubject("/C=US/ST=Washington/O=Example \\/ Søn, Inc./OU=Data/OU=Lake");
  developmentBundle(request({ domains: ["ec2.internal", "corp.example"], days: 45, subject }));
  const { domains: _, days: __, ...asked } = request({ renew: true });
  const second = developmentBundle({ ...asked, domains: [] });
  expect(second).toMatchObject({ names: ["*.ec2.internal", "*.corp.example"], days: 45, subject });
  const third = developmentBundle({ ...asked, domains: ["ec2.internal"], days: 7, subject: parseSubject("/O=Other") });
  expect(third).toMatchObject({ names: ["*.ec2.internal"], days: 7, subject: [{ shortName: "O", value: "Other" }] });
});

test("a bundle of another subject is neither kept nor replaced", () => {
  const { folder } = developmentBundle(request({ subject: parseSubject("/O=Example") }));
  expect(() => developmentBundle(request({ subject: parseSubject("/O=Other") }))).toThrow(
    `folder '${folder}' contains a bundle of /O=Example, not of /O=Other; give another folder, or --force to replace it`,
  );
  expect(developmentBundle(request())).toMatchObject({ made: false, subject: [{ shortName: "O", value: "Example" }] });
});

test("a renewal after the former CA has ended does not trust it", () => {
  developmentBundle(request());
  const later = new Date("2027-11-23T12:00:00Z");
  const renewed = developmentBundle(request({ renew: true, now: later }));
  expect(renewed.formerTrust).toBe(0);
  expect(trusted(renewed.folder)).toHaveLength(1);
});

test("a renewal of nothing is refused", () => {
  expect(() => developmentBundle(request({ renew: true }))).toThrow(
    "contains no bundle to renew; run it without --renew first",
  );
  expect(readdirSync(root)).toEqual([]);
});

test("the private key fits the leaf after a renewal and after --force", () => {
  const fits = (folder: string) =>
    new X509Certificate(readFileSync(join(folder, "certificateChain.pem"))).checkPrivateKey(
      createPrivateKey(readFileSync(join(folder, "privateKey.pem"))),
    );
  const { folder } = developmentBundle(request());
  developmentBundle(request({ force: true }));
  expect([folder, developmentBundle(request({ renew: true })).folder].map(fits)).toEqual([true, true]);
});

test("an empty folder is used; one with a foreign file is left alone, even with --force", () => {
  mkdirSync(join(root, "certs"));
  expect(developmentBundle(request()).made).toBe(true);
  const other = join(root, "other");
  mkdirSync(other);
  writeFileSync(join(other, "thesis.txt"), "years of work");
  for (const force of [false, true]) {
    expect(() => developmentBundle(request({ folder: other, force }))).toThrow("contains 'thesis.txt'");
  }
  writeFileSync(join(root, "certs", "notes.txt"), "mine");
  expect(() => developmentBundle(request({ force: true }))).toThrow(
    "contains 'notes.txt', which this command did not create",
  );
  expect(readdirSync(root).sort()).toEqual(["certs", "other"]);
});

test("a file or symbolic link in place of the folder is refused", () => {
  writeFileSync(join(root, "file"), "");
  symlinkSync(tmpdir(), join(root, "link"));
  expect(() => developmentBundle(request({ folder: join(root, "file") }))).toThrow("is a file; give a folder");
  expect(() => developmentBundle(request({ folder: join(root, "link") }))).toThrow(
    "is a symbolic link; give the folder it leads to",
  );
});

test("a disk that fails half-way leaves the old bundle whole and nothing beside it", () => {
  const { folder } = developmentBundle(request());
  const before = contents(folder);
  const full = Object.assign(new Error("ENOSPC"), { code: "ENOSPC" });
  const fs = require("node:fs") as typeof import("node:fs");
  let writes = 0;
  const fsync = jest.spyOn(fs, "fsyncSync").mockImplementation(() => {
    writes += 1;
    if (writes === 3) throw full;
  });
  expect(() => developmentBundle(request({ force: true }))).toThrow(
    "cannot be written: no space left on the disk; nothing was changed",
  );
  fsync.mockRestore();
  expect(writes).toBe(3);
  expect(contents(folder)).toEqual(before);
  expect(readdirSync(root)).toEqual(["certs"]);
});

test("the next run removes what an interrupted run left behind, but nothing younger than a minute and nothing else", () => {
  for (const name of [".certs-aaaaaa", ".certs-bbbbbb", ".certs-notes", ".certs-aaaaaa-former"])
    mkdirSync(join(root, name));
  writeFileSync(join(root, ".certs-aaaaaa/privateKey.pem"), "");
  const anHourAgo = new Date(Date.now() - 3_600_000);
  for (const name of readdirSync(root))
    if (name !== ".certs-bbbbbb") utimesSync(join(root, name), anHourAgo, anHourAgo);
  developmentBundle(request());
  expect(readdirSync(root).sort()).toEqual([".certs-aaaaaa-former", ".certs-bbbbbb", ".certs-notes", "certs"]);
});

test("a trailing slash names the same folder", () => {
  const { folder } = developmentBundle(request({ folder: `${join(root, "certs")}/` }));
  expect(folder).toBe(join(root, "certs"));
  expect(developmentBundle(request({ renew: true, folder: `${folder}/` })).folder).toBe(`${folder}-2`);
});

test("a folder that cannot be created is reported in one sentence", () => {
  writeFileSync(join(root, "file"), "");
  expect(() => developmentBundle(request({ folder: join(root, "file", "certs") }))).toThrow(
    "a part of the path is a file",
  );
});
