import { execFileSync } from "node:child_process";
import { relative, resolve, sep } from "node:path";
import { UsageError } from "../errors";
import type { FileAccess, FileStatus } from "../model/terraform/model";
import { checkoutOf } from "../read/guarded-files";
import { FetchedFiles } from "../read/lfs-pointer";
import { MissingFile, OutsideFile, Refusal } from "../read/refusal";

/** Largest listing of a path that git prints, in bytes. */
const LISTING = 64 * 1024;
/** Time limit for one call of git, which waits forever if a file of its folder is a pipe. */
const MOST_MILLISECONDS = 10_000;
/** Nothing in the checkout may run: no pager, filter, monitor or remote, and no replacement objects. */
const QUIET = ["--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never"];
const ENVIRONMENT = {
  GIT_NO_LAZY_FETCH: "1",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
};

interface Entry {
  readonly mode: string;
  readonly id: string;
}

/** The files of a repository as they are in one of its revisions, whatever the working tree contains. */
export class RevisionFiles implements FileAccess {
  private readonly top: string;
  private readonly commit: string;
  private readonly fetched = new FetchedFiles();

  /** @throws UsageError where there is no repository, or no such revision in it */
  constructor(cwd: string, revision: string) {
    this.top = checkoutOf(cwd);
    if (!/^[\w][\w./@{}^~-]*$/.test(revision)) {
      throw new UsageError("--settings-from is not the name of a revision; write a name such as origin/main");
    }
    try {
      this.commit = this.git(["rev-parse", "--verify", "--quiet", `${revision}^{commit}`], LISTING)
        .toString()
        .trim();
    } catch {
      throw new UsageError(
        `--settings-from '${revision}' is not a revision in this repository; fetch it first, for example with fetch-depth: 0 of actions/checkout`,
      );
    }
  }

  covers(path: string): boolean {
    return !relative(this.top, resolve(path)).startsWith("..");
  }

  status(path: string): FileStatus {
    if (!this.covers(path)) return { kind: "refused", reason: new OutsideFile().message };
    const mode = this.entry(path)?.mode;
    if (mode === undefined) return { kind: "missing" };
    if (mode === "100644" || mode === "100755") return { kind: "file" };
    return mode === "040000" ? { kind: "folder" } : { kind: "refused", reason: "it is not a regular file" };
  }

  bytes(path: string, limit: number): Buffer {
    const status = this.status(path);
    if (status.kind === "missing") throw new MissingFile();
    if (status.kind === "folder") throw new Refusal("this is a folder");
    if (status.kind === "refused") throw new Refusal(status.reason);
    return this.fetched.require(path, this.blob(this.entry(path)?.id ?? "", limit));
  }

  takeUnfetched(): readonly string[] {
    return this.fetched.take();
  }

  private blob(id: string, limit: number): Buffer {
    try {
      return this.git(["cat-file", "blob", id], limit);
    } catch {
      throw new Refusal(`git cannot read it from the revision, or it has more than ${limit} bytes`);
    }
  }

  entries(): readonly never[] {
    return [];
  }

  place(path: string): string {
    return resolve(path);
  }

  private entry(path: string): Entry | undefined {
    const name = relative(this.top, resolve(path)).split(sep).join("/");
    if (name === "") return { mode: "040000", id: "" };
    const [line = ""] = this.git(["ls-tree", "-z", this.commit, "--", name], LISTING).toString().split("\0");
    const [mode = "", , id] = line.split(/[ \t]/);
    return id === undefined ? undefined : { mode, id };
  }

  private git(args: readonly string[], limit: number): Buffer {
    return execFileSync("git", [...QUIET, ...args], {
      cwd: this.top,
      env: { ...process.env, ...ENVIRONMENT },
      maxBuffer: limit,
      timeout: MOST_MILLISECONDS,
      killSignal: "SIGKILL",
      stdio: ["ignore", "pipe", "ignore"],
    });
  }
}
