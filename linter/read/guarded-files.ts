import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  statSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join, parse, relative, resolve, sep } from "node:path";
import type { FileAccess, FileStatus } from "../model/terraform/model";
import { FetchedFiles } from "./lfs-pointer";
import { MissingFile, OutsideFile, Refusal } from "./refusal";

/** Largest files that are read, in bytes, by kind. */
export const FILE_LIMITS = {
  /** A plan, state or configuration: the longest string of Node. */
  input: 512 * 1024 * 1024,
  /** A zip that may be a bundle; the zip reader has limits of its own. */
  bundle: 16 * 1024 * 1024,
  pem: 1024 * 1024,
  /** Settings, sidecars and key policies. */
  document: 1024 * 1024,
  /** Trust stores such as those of an operating system. */
  roots: 16 * 1024 * 1024,
  /** Compiled policies, packed or not. */
  policy: 64 * 1024 * 1024,
  baseline: 64 * 1024 * 1024,
  /** A file that a Terraform expression reads. */
  text: 4 * 1024 * 1024,
} as const;

/** Bytes that one run reads of files that other files name. */
export const MOST_REFERENCED_BYTES = 2 * 1024 * 1024 * 1024;
const MOST_LINKS = 40;
const MOST_LISTED = 10_000;
/** Size of a `.git` file, which holds one path. */
const LARGEST_GIT_FILE = 8 * 1024;
const CHUNK = 256 * 1024;
const LARGE = 1024 * 1024;

interface Root {
  /** As it was given, absolute. */
  readonly named: string;
  /** The same with links followed. */
  readonly real: string;
}

/** The options that decide which files a run may read. */
export interface GuardOptions {
  readonly cwd: string;
  /** Further folders, relative to `cwd`. */
  readonly allowOutside?: readonly string[];
  /** Bytes of files that inputs refer to. @default MOST_REFERENCED_BYTES */
  readonly mostBytes?: number;
}

/**
 * The only way in which a run reads files. A file has to be regular and inside an allowed folder, with links followed: the checkout, the
 * folders that the user allows, and the folders of files that the command line names. What is refused is refused in a sentence that quotes
 * nothing of the file.
 */
export class GuardedFiles implements FileAccess {
  private readonly roots: Root[] = [];
  /** Files that the command line names outside of all roots, by path, with their place. */
  private readonly named = new Map<string, string>();
  private readonly folders = new Map<string, string>();
  private readonly mostBytes: number;
  private readonly listings = new Map<string, readonly Dirent[]>();
  private listed = 0;
  private referencedBytes = 0;
  private readonly fetched = new FetchedFiles();

  constructor({ cwd, allowOutside = [], mostBytes = MOST_REFERENCED_BYTES }: GuardOptions) {
    this.mostBytes = mostBytes;
    this.allow(checkoutOf(cwd));
    this.allow(cwd);
    for (const folder of allowOutside) this.allow(resolve(cwd, folder));
  }

  /**
   * Admits what the user names on the command line. Outside of the checkout that is the file wherever its links lead, and its folder for what
   * the file refers to; inside of it, links have to stay inside, since the author of the checkout made them.
   */
  admit(path: string): void {
    const named = resolve(path);
    if (this.rootOf(named)) return;
    const real = realPathOf(named);
    if (real !== undefined && statSync(real).isDirectory()) {
      this.allow(named);
      return;
    }
    this.named.set(named, real ?? named);
    for (const folder of [dirname(named), dirname(real ?? named)]) {
      if (folder !== parse(folder).root && folder !== homedir()) this.allow(folder);
    }
  }

  /** What is at a path, if it may be known. */
  status(path: string): FileStatus {
    try {
      const place = this.find(path);
      if (place === undefined) return { kind: "missing" };
      const stats = lstatSync(place);
      if (stats.isFile()) return { kind: "file" };
      return stats.isDirectory() ? { kind: "folder" } : { kind: "refused", reason: NOT_REGULAR };
    } catch (error) {
      if (ABSENT.has((error as NodeJS.ErrnoException).code ?? "")) return { kind: "missing" };
      return { kind: "refused", reason: error instanceof Refusal ? error.message : "it cannot be read" };
    }
  }

  isFile(path: string): boolean {
    return this.status(path).kind === "file";
  }

  isFolder(path: string): boolean {
    return this.status(path).kind === "folder";
  }

  /** Bytes that were read of files so far. */
  get bytesRead(): number {
    return this.referencedBytes;
  }

  /**
   * Bytes of a file.
   *
   * @throws Refusal for what may not be read, is no regular file or is larger than the limit.
   */
  bytes(path: string, limit: number): Buffer {
    const bytes = this.opened(path, limit, (file, size) => readUpTo(file, size, limit));
    this.referencedBytes += bytes.length;
    if (this.referencedBytes > this.mostBytes) {
      throw new Refusal(`this run has read more than ${this.mostBytes} bytes of files that its inputs refer to`);
    }
    return this.fetched.require(path, bytes);
  }

  /**
   * Text of a file of UTF-8; what is not UTF-8 becomes U+FFFD. Large files are read straight as text, without their bytes beside it.
   *
   * @throws Refusal as {@link bytes} does.
   */
  text(path: string, limit: number): string {
    const text = this.opened(path, limit, (file, size) =>
      size < LARGE ? readUpTo(file, size, limit).toString("utf8") : readFileSync(file, "utf8"),
    );
    return this.fetched.require(path, text);
  }

  takeUnfetched(): readonly string[] {
    return this.fetched.take();
  }

  start(path: string, length: number): Buffer {
    return this.opened(path, Number.POSITIVE_INFINITY, (file) => readFrom(file, 0, length));
  }

  end(path: string, length: number): Buffer {
    return this.opened(path, Number.POSITIVE_INFINITY, (file, size) =>
      readFrom(file, Math.max(0, size - length), Math.min(length, size)),
    );
  }

  size(path: string): number {
    return lstatSync(this.place(path)).size;
  }

  /** Entries of a folder, sorted by name. A run asks for those of one folder several times, so they are kept. */
  entries(folder: string): readonly Dirent[] {
    const place = this.place(folder);
    const known = this.listings.get(place);
    if (known) return known;
    const entries = readdirSync(place, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    this.listed += entries.length + 1;
    if (this.listed > MOST_LISTED) {
      this.listings.clear();
      this.listed = 0;
    }
    this.listings.set(place, entries);
    return entries;
  }

  /**
   * The place of a file or folder: its path with all links followed.
   *
   * @throws Refusal where a link leads out of all roots, before anything there is looked at.
   */
  place(path: string): string {
    const place = this.find(path);
    if (place === undefined) throw new MissingFile();
    return place;
  }

  /** The place of a path; undefined where there is nothing, which a plan may name thousands of times. */
  private find(path: string): string | undefined {
    if (path.includes("\0")) throw new Refusal("its path contains a NUL character");
    return this.follow(resolve(path), 0);
  }

  private follow(path: string, links: number): string | undefined {
    const own = this.named.get(path);
    if (own !== undefined) return own;
    const root = this.rootOf(path);
    if (!root) throw new OutsideFile();
    if (links > MOST_LINKS) throw new Refusal("its symbolic links form a loop");
    if (path === root.named || path === root.real) return root.real;
    const folder = dirname(path);
    const parent = this.folders.get(folder) ?? this.follow(folder, links);
    if (parent === undefined) return undefined;
    this.folders.set(folder, parent);
    const name = path.slice(folder.endsWith(sep) ? folder.length : folder.length + 1);
    const place = join(parent, name);
    // It may contain the credentials that the repository was cloned with.
    if (name.toLowerCase() === ".git") throw new Refusal("it is inside .git, which is not read");
    if (SYSTEM.test(place)) throw new OutsideFile();
    const stats = lstatSync(place, { throwIfNoEntry: false });
    if (!stats) return undefined;
    return stats.isSymbolicLink() ? this.follow(resolve(parent, readlinkSync(place)), links + 1) : place;
  }

  private opened<T>(path: string, limit: number, read: (file: number, size: number) => T): T {
    const place = this.place(path);
    if (SYSTEM.test(place)) throw new OutsideFile();
    // Opening a device or a pipe may wait or have effects.
    requireRegular(lstatSync(place), limit);
    const file = openSync(place, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    try {
      const stats = fstatSync(file);
      requireRegular(stats, limit);
      return read(file, stats.size);
    } finally {
      closeSync(file);
    }
  }

  private rootOf(path: string): Root | undefined {
    return this.roots.find(({ named, real }) => isWithin(path, named) || isWithin(path, real));
  }

  private allow(folder: string): void {
    const named = resolve(folder);
    const real = realPathOf(named) ?? named;
    if (!this.roots.some((root) => root.named === named && root.real === real)) this.roots.push({ named, real });
  }
}

/** Whether a symbolic link of the checkout leads a path, which is to be written, out of the checkout. */
export function leadsOut(path: string): boolean {
  const files = new GuardedFiles({ cwd: process.cwd() });
  files.admit(path);
  return files.status(path).kind === "refused";
}

const ABSENT: ReadonlySet<string> = new Set(["ENOENT", "ENOTDIR"]);

const NOT_REGULAR = "it is not a regular file";
/** File systems of the kernel: their files are regular, but contain internals of the process. */
const SYSTEM = /^\/(?:proc|sys)(?:\/|$)/;

function requireRegular(stats: { isFile(): boolean; isDirectory(): boolean; readonly size: number }, limit: number) {
  if (stats.isDirectory()) throw new Refusal("this is a folder");
  if (!stats.isFile()) throw new Refusal(NOT_REGULAR);
  if (stats.size > limit) throw tooLarge(`${stats.size} bytes`, limit);
}

function tooLarge(size: string, limit: number): Refusal {
  return new Refusal(`it has ${size}; at most ${limit} are read`);
}

/** Reads to the end, whatever size the file system reports. */
function readUpTo(file: number, size: number, limit: number): Buffer {
  let buffer = Buffer.allocUnsafe(Math.min(size, limit) + 1);
  let length = 0;
  for (;;) {
    const read = readSync(file, buffer, length, buffer.length - length, null);
    length += read;
    if (length > limit) throw tooLarge(`more than ${limit} bytes`, limit);
    if (read === 0) return buffer.subarray(0, length);
    if (length === buffer.length) {
      const larger = Buffer.allocUnsafe(Math.min(2 * buffer.length + CHUNK, limit + 1));
      buffer.copy(larger, 0, 0, length);
      buffer = larger;
    }
  }
}

function readFrom(file: number, position: number, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  return buffer.subarray(0, readSync(file, buffer, 0, length, position));
}

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function isWithin(path: string, folder: string): boolean {
  const rest = relative(folder, path);
  return rest === "" || (rest !== ".." && !rest.startsWith(`..${sep}`) && !parse(rest).root);
}

/**
 * The working tree of git that contains a folder, else the folder itself. A submodule belongs to the tree that it is part of: a pull request that
 * turns a folder into one would otherwise bring settings and revisions of its own.
 */
export function checkoutOf(folder: string): string {
  const top = treeOf(resolve(folder));
  const above = top && dirname(top) !== top ? treeOf(dirname(top)) : undefined;
  if (top && above && isWithin(gitFolderOf(top), join(gitFolderOf(above), "modules"))) return checkoutOf(above);
  return top ?? resolve(folder);
}

function treeOf(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (lstatSync(join(at, ".git"), { throwIfNoEntry: false })) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** The git directory of a working tree: `.git`, or the folder that this file names in submodules and additional working trees. */
function gitFolderOf(tree: string): string {
  const git = join(tree, ".git");
  const stats = lstatSync(git);
  if (!stats.isFile() || stats.size > LARGEST_GIT_FILE) return git;
  const [, named = git] = /^gitdir: (.+)/.exec(readFileSync(git, "utf8")) ?? [];
  return resolve(tree, named);
}
