import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { GuardedFiles, MOST_REFERENCED_BYTES } from "../../../linter/read/guarded-files";
import { explainFileError } from "../../../linter/read/refusal";
import { folderOf } from "../models";

const canary = "CANARY-4711";

/** A checkout below a folder that belongs to someone else. */
function checkout(): { readonly top: string; readonly cwd: string; path(name: string): string } {
  const top = folderOf({ "secret.txt": canary, "repository/.git/config": canary, "repository/live/a.txt": "a" });
  const cwd = join(top, "repository", "live");
  return { top, cwd, path: (name) => join(cwd, name) };
}

/** What reading comes to: the text, or the sentence of the refusal. */
function reading(files: GuardedFiles, path: string, limit = 1000): string {
  const read = [() => files.bytes(path, limit).toString(), () => files.text(path, limit)].map((attempt) => {
    try {
      return attempt();
    } catch (error) {
      return explainFileError(error);
    }
  });
  expect(new Set(read).size).toBe(1);
  return read[0] ?? "";
}

const outside = "it is outside of the checkout; to read it, allow its folder with --allow-outside";

describe("a guarded file", () => {
  test("is read in the folder of the run, and in all of its working tree", () => {
    const { top, cwd, path } = checkout();
    writeFileSync(join(top, "repository", "b.txt"), "b");
    symlinkSync("../b.txt", path("link"));
    const files = new GuardedFiles({ cwd });
    expect([path("a.txt"), join(cwd, "../b.txt"), path("link")].map((file) => reading(files, file))).toEqual([
      "a",
      "b",
      "b",
    ]);
  });

  test("is refused outside, by its path or through links, whether or not it is there", () => {
    const { top, cwd, path } = checkout();
    symlinkSync("../../secret.txt", path("link"));
    symlinkSync("../../nothing.txt", path("dangling"));
    symlinkSync("../..", path("folder"));
    symlinkSync("link", path("second"));
    const files = new GuardedFiles({ cwd });
    for (const file of ["link", "dangling", "second", "folder/secret.txt", "folder/nothing.txt", "../../secret.txt"]) {
      expect([file, reading(files, join(cwd, file))]).toEqual([file, outside]);
      expect(files.status(join(cwd, file))).toEqual({ kind: "refused", reason: outside });
    }
    expect(reading(files, "/etc/passwd")).toBe(outside);
    expect(reading(files, join(top, "secret.txt"))).toBe(outside);
    expect(() => files.entries(path("folder"))).toThrow(outside);
  });

  test("is read outside where the folder is allowed", () => {
    const { top, cwd, path } = checkout();
    symlinkSync("../../secret.txt", path("link"));
    const files = new GuardedFiles({ cwd, allowOutside: [top] });
    expect(reading(files, path("link"))).toBe(canary);
  });

  test("that the command line names outside is admitted with its folder", () => {
    const { cwd } = checkout();
    const other = folderOf({ "plans/plan.json": "plan", "plans/b.zip": "zip", "secret.txt": canary });
    symlinkSync("../secret.txt", join(other, "plans/link"));
    const files = new GuardedFiles({ cwd });
    files.admit(join(other, "plans/plan.json"));
    expect(reading(files, join(other, "plans/plan.json"))).toBe("plan");
    expect(reading(files, join(other, "plans/b.zip"))).toBe("zip");
    expect(reading(files, join(other, "plans/link"))).toBe(outside);
    expect(reading(files, join(other, "secret.txt"))).toBe(outside);
  });

  test("that the command line names outside may not exist yet", () => {
    const { top, cwd } = checkout();
    const files = new GuardedFiles({ cwd });
    files.admit(join(top, "new.json"));
    expect(files.status(join(top, "new.json"))).toEqual({ kind: "missing" });
  });

  test("that the command line names inside is not admitted where a link leads out", () => {
    const { cwd, path } = checkout();
    symlinkSync("../../secret.txt", path("plan.json"));
    const files = new GuardedFiles({ cwd });
    files.admit(path("plan.json"));
    expect(reading(files, path("plan.json"))).toBe(outside);
  });

  test("is not read from .git, where credentials are", () => {
    const { cwd, path } = checkout();
    symlinkSync("../.git/config", path("link"));
    const files = new GuardedFiles({ cwd });
    for (const file of [path("link"), join(cwd, "../.git/config")]) {
      expect(reading(files, file)).toBe("it is inside .git, which is not read");
    }
  });

  test("must be a regular file", () => {
    const { cwd, path } = checkout();
    execFileSync("mkfifo", [path("fifo")]);
    mkdirSync(path("folder"));
    const files = new GuardedFiles({ cwd, allowOutside: ["/"] });
    expect(reading(files, path("fifo"))).toBe("it is not a regular file");
    expect(reading(files, path("folder"))).toBe("this is a folder");
    expect(reading(files, "/dev/zero")).toBe("it is not a regular file");
    for (const file of ["/proc/self/environ", "/proc/self/pagemap", "/sys/kernel/notes"]) {
      expect([file, reading(files, file)]).toEqual([file, outside]);
    }
  });

  test("has a limit in bytes, whatever size the file system reports", () => {
    const { cwd, path } = checkout();
    const files = new GuardedFiles({ cwd });
    writeFileSync(path("large"), "x".repeat(1001));
    expect(reading(files, path("large"))).toBe("it has 1001 bytes; at most 1000 are read");
    expect(reading(files, path("large"), 1001)).toHaveLength(1001);
  });

  test.each<[string, string, string]>([
    ["a NUL", "a\0b", "its path contains a NUL character"],
    ["5,000 characters", "a".repeat(5000), "its name is longer than the file system allows"],
    ["a file as a folder", "a.txt/b", "a part of its path is a file, not a folder"],
    ["nothing", "nothing", "no such file or folder"],
  ])("with %s in its path is refused in a sentence", (_, name, sentence) => {
    const { cwd, path } = checkout();
    expect(reading(new GuardedFiles({ cwd }), path(name))).toBe(sentence);
  });

  test("is not found behind links in a circle", () => {
    const { cwd, path } = checkout();
    symlinkSync("b", path("x"));
    symlinkSync("x", path("b"));
    expect(reading(new GuardedFiles({ cwd }), path("x"))).toBe("its symbolic links form a loop");
  });

  test("counts against the run's budget", () => {
    const { cwd, path } = checkout();
    writeFileSync(path("large"), Buffer.alloc(1024));
    const files = new GuardedFiles({ cwd, mostBytes: 4000 });
    for (let times = 0; times < 3; times++) files.bytes(path("large"), 1024);
    expect(() => files.bytes(path("large"), 1024)).toThrow(
      /^this run has read more than 4000 bytes of files that its inputs refer to$/,
    );
    expect(MOST_REFERENCED_BYTES).toBe(2 * 1024 ** 3);
  });
});
