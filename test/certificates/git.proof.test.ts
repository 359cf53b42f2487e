import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { developmentBundle } from "../../certificates/generations";
import { sharedKeyPair } from "./key-pairs";

test("git offers only the public sidecar of a bundle's folder", () => {
  const root = mkdtempSync(join(tmpdir(), "git-"));
  const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" });
  git("init", "--quiet");
  const { folder } = developmentBundle({
    folder: join(root, "certs"),
    domains: ["ec2.internal"],
    days: 1,
    subject: [],
    renew: false,
    force: false,
    now: new Date(),
    makeKeyPair: sharedKeyPair,
  });
  expect(git("status", "--porcelain", "--untracked-files=all")).toBe("");
  writeFileSync(join(folder, "development.bundle.json"), "{}");
  expect(git("status", "--porcelain", "--untracked-files=all")).toBe("?? certs/development.bundle.json\n");
  rmSync(root, { recursive: true });
});
