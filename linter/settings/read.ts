import { dirname, join, relative, resolve } from "node:path";
import { DAY } from "../../formats/day";
import { nearestName } from "../../formats/nearest";
import { UsageError } from "../errors";
import type { FileAccess } from "../model/terraform/model";
import { packageFile } from "../package";
import type { GuardedFiles } from "../read/guarded-files";
import type { Thresholds } from "../rows/facts";
import { findSettingsFile, type ParsedFile, parseSettingsFile } from "./file";
import { type Defaults, mergeLocked, mergePeers } from "./locks";
import {
  type Declarations,
  noSettings,
  type RootModule,
  type RuleSeverities,
  type Settings,
  type StandingWaiver,
} from "./settings";

/** Default of how many days ahead a waiver may expire: a leap year. */
export const longestWaiverDays = 366;
/** Number of settings files in one run, and the depth to which they may extend each other. */
const MOST_FILES = 100;
const DEEPEST = 20;

export interface ReadSettingsOptions {
  /**
   * The file to read.
   * @default - the settings file of `cwd` or of the nearest folder above it in the repository, if there is one
   */
  readonly file?: string;
  /** Whether there are none, whatever files there are. */
  readonly none?: boolean;
  /**
   * Revision of the repository whose files are read instead of the working tree's.
   * @default - the working tree
   */
  readonly revision?: string;
  readonly cwd: string;
  readonly files: GuardedFiles;
  /** When the run checks, in milliseconds since 1970: waivers may run for a year from then. */
  readonly evaluatedAt: number;
  /** The rules; read only if there is a settings file. */
  readonly rules: () => RuleSeverities;
}

/**
 * Reads the settings, with all that they extend.
 * @throws UsageError with file, line (of YAML) and path: unknown keys and rules, invalid days, waivers without an expiry date or with one
 *   too far away, a file that is missing or extends itself
 */
export function readSettings(options: ReadSettingsOptions): Settings {
  const { file, cwd, evaluatedAt, rules, revision } = options;
  if (options.none) return noSettings;
  const files = revision === undefined ? options.files : revisionFiles(cwd, revision);
  const found = file === undefined ? findSettingsFile(cwd, files) : resolve(cwd, file);
  const origin = revision === undefined ? {} : { revision, declared: files };
  if (found === undefined) return { ...noSettings, ...origin };
  const defaults = { severities: rules(), thresholds: defaultThresholds() };
  const settings = new Chain({ cwd, files, defaults, revision }).read(found, []);
  requireSoon(settings, evaluatedAt);
  return { ...settings, ...origin };
}

/** Loaded only when asked for: it runs git. */
function revisionFiles(cwd: string, revision: string): FileAccess {
  const { RevisionFiles } = require("./revision") as typeof import("./revision");
  return new RevisionFiles(cwd, revision);
}

let packagedThresholds: Thresholds | undefined;

/** Default limits. */
export function defaultThresholds(): Thresholds {
  packagedThresholds ??= JSON.parse(packageFile("policies/settings/thresholds.json").toString("utf8")) as Thresholds;
  return packagedThresholds;
}

interface Reading {
  readonly cwd: string;
  readonly files: FileAccess;
  readonly defaults: Defaults;
  readonly revision: string | undefined;
}

/** The files that extend each other, each read once. */
class Chain {
  private readonly done = new Map<string, Settings>();
  private count = 0;

  constructor(private readonly reading: Reading) {}

  read(file: string, below: readonly string[]): Settings {
    const { cwd, files, defaults } = this.reading;
    const shown = (path: string) => relative(cwd, path) || path;
    if (below.includes(file)) {
      throw new UsageError(
        `${[...below, file].map(shown).join(" extends ")}: a file cannot extend itself`,
        "invalid-settings",
      );
    }
    const known = this.done.get(file);
    if (known) return known;
    if (below.length > DEEPEST)
      throw new UsageError(`${shown(file)} is extended through more than ${DEEPEST} files`, "invalid-settings");
    if (++this.count > MOST_FILES)
      throw new UsageError(`the settings extend more than ${MOST_FILES} files`, "invalid-settings");
    const parsed = parseSettingsFile(file, cwd, files);
    requireRules(parsed, defaults);
    const bases = (parsed.content.extends ?? []).map((name, index) =>
      this.read(this.extended(name, parsed, index), [...below, file]),
    );
    const [first = noSettings, ...others] = bases;
    const base = others.reduce((earlier, later) => mergePeers(later, earlier, defaults), first);
    const settings = mergeLocked(ownSettings(parsed), base, defaults);
    this.done.set(file, settings);
    return settings;
  }

  private extended(name: string, { file, place }: ParsedFile, index: number): string {
    if (name.startsWith(".") || name.startsWith("/")) return resolve(dirname(file), name);
    const at = place.at("extends", index);
    if (this.reading.revision !== undefined) {
      return at.fail(
        "is a package, which a revision does not contain; extend a file of the repository, or use --settings",
      );
    }
    const installed = installedFile(name, dirname(file), this.reading.files);
    return (
      installed ?? at.fail("is not installed; a path starts with ./, anything else is package/file of node_modules")
    );
  }
}

/** A file of an installed package, `package/file` or `@scope/package/file`, in the nearest `node_modules` above a folder. */
function installedFile(name: string, folder: string, files: FileAccess): string | undefined {
  if (name.split("/").some((step) => step === "" || step === "." || step === "..")) return undefined;
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, "node_modules", name);
    const found = [file, `${file}.json`].find((each) => files.status(each).kind === "file");
    if (found !== undefined || dirname(at) === at) return found;
  }
}

function ownSettings({ file, content, place }: ParsedFile): Settings {
  const { $schema: _, extends: __, waivers = [], locked = [], known, roots, ...rest } = content;
  return {
    ...rest,
    ...(known ? { known: absolute(known, dirname(file)) } : {}),
    ...(roots ? { roots: roots.map((root) => absoluteRoot(root, dirname(file))) } : {}),
    files: [file],
    waivers: waivers.map((waiver, index) => standing(waiver, place.at("waivers", index).toString())),
    locked,
    exports: known?.asOf === undefined ? [] : [{ account: known.account, asOf: known.asOf }],
    notices: [],
  };
}

function standing(waiver: Omit<StandingWaiver, "from">, from: string): StandingWaiver {
  return { ...waiver, from };
}

function absoluteRoot({ path, varFiles }: RootModule, folder: string): RootModule {
  const root = resolve(folder, path);
  return { path: root, varFiles: varFiles.map((file) => resolve(root, file)) };
}

function absolute(known: Declarations, folder: string): Declarations {
  const { additionalRoots, keys, bundles } = known;
  const each = <T>(section: { readonly [name: string]: T }, change: (value: T) => T) =>
    Object.fromEntries(Object.entries(section).map(([name, value]) => [name, change(value)]));
  return {
    ...known,
    ...(additionalRoots ? { additionalRoots: additionalRoots.map((root) => resolve(folder, root)) } : {}),
    ...(keys
      ? { keys: each(keys, (key) => (key.policy ? { ...key, policy: resolve(folder, key.policy) } : key)) }
      : {}),
    ...(bundles ? { bundles: each(bundles, (bundle) => resolve(folder, bundle)) } : {}),
  };
}

function requireRules({ content, place }: ParsedFile, { severities }: Defaults): void {
  const require = (rule: string, at: ParsedFile["place"], isKey = false): void => {
    if (severities.has(rule)) return;
    const near = nearestName(rule, [...severities.keys()]);
    const help = near ? `did you mean '${near}'?` : "see emr-encryption rules";
    at.fail(`names a rule that does not exist; ${help}`, isKey && !near);
  };
  for (const rule of Object.keys(content.severities ?? {})) require(rule, place.at("severities", rule), true);
  for (const [index, lock] of (content.locked ?? []).entries()) {
    if (lock.startsWith("waivers:")) require(lock.slice("waivers:".length), place.at("locked", index));
  }
  for (const [index, waiver] of (content.waivers ?? []).entries()) {
    require(waiver.rule, place.at("waivers", index, "rule"));
    if (waiver.address === undefined && waiver.input === undefined) {
      place
        .at("waivers", index)
        .fail(
          `has neither address nor input; to leave out ${waiver.rule} everywhere write severities: { ${waiver.rule}: off }`,
        );
    }
  }
}

function requireSoon({ waivers, longestWaiverDays: days = longestWaiverDays }: Settings, evaluatedAt: number): void {
  for (const { rule, expires, from } of waivers) {
    if (Date.parse(`${expires}T00:00:00Z`) <= evaluatedAt + days * DAY) continue;
    const limit = new Date(evaluatedAt + days * DAY).toISOString().slice(0, 10);
    throw new UsageError(
      `${from}: the waiver of ${rule} expires on ${expires}, more than ${days} days away; write ${limit} or sooner`,
      "invalid-settings",
    );
  }
}
