import { createPrivateKey } from "node:crypto";
import { type ClassFile, readClassFile } from "./class-file";
import { inflate, type PackedEntry, readDirectory } from "./directory";
import { JAR_LIMITS } from "./limits";
import { signatureProblem } from "./signature";

export { JAR_LIMITS };

/** The content of a JAR that matters for a custom provider. */
export interface Jar {
  /** Names of the classes in it, with dots. */
  readonly classes: readonly string[];
  /** The class of that name; undefined if it is not in the JAR or not a class file. */
  classFile(name: string): ClassFile | undefined;
  /** Why Java refuses to load the class of that name because of the JAR's signature; undefined if it does not. */
  signatureProblem(name: string): string | undefined;
  /** Names of the entries with key material: private keys, keystores, properties that contain a key. */
  materials(): readonly string[];
  /** Version of the AWS SDK for Java (1.x) in it. */
  readonly sdkVersion?: string;
}

/** Whether a class has a type, or the supertype outside of the JAR because of which this is not known. */
export type Descent = true | false | { readonly outside: string };

/** Reads a JAR as tolerantly as Java does; returns the reason where Java cannot read it either. Never throws. */
export function readJar(bytes: Uint8Array): Jar | { readonly problem: string } {
  if (bytes.length > JAR_LIMITS.archiveBytes) {
    return { problem: `it has ${bytes.length} bytes, more than the ${JAR_LIMITS.archiveBytes} that are read` };
  }
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const directory = readDirectory(archive);
  if (directory === undefined) return { problem: "it is not a JAR: it has no central directory" };
  const entry = (name: string): Uint8Array | undefined => {
    const packed = directory.get(name);
    return packed && inflate(archive, packed, JAR_LIMITS.entryBytes);
  };
  const names = [...directory.keys()];
  const versions = isMultiRelease(entry("META-INF/MANIFEST.MF")) ? versionedClasses(names) : new Map<string, number>();
  const classes = new ClassFiles(directory, entry, versions);
  let materials: readonly string[] | undefined;
  const version = entry("META-INF/maven/com.amazonaws/aws-java-sdk-core/pom.properties");
  const sdkVersion = version && /^version\s*=\s*(\S+)/m.exec(Buffer.from(version).toString("latin1"))?.[1];
  return {
    classes: [...new Set([...names, ...versions.keys()])].flatMap((name) =>
      isClass(name) ? [name.slice(0, -".class".length).replaceAll("/", ".")] : [],
    ),
    classFile: (name) => classes.get(name),
    signatureProblem: (name) => signatureProblem(names, entry, classes.entryOf(name)),
    materials: () => {
      materials ??= materialsOf(directory, entry);
      return materials;
    },
    ...(sdkVersion === undefined ? {} : { sdkVersion }),
  };
}

/** The class files of a JAR, each read once. */
class ClassFiles {
  private readonly read = new Map<string, ClassFile | undefined>();
  private left: number = JAR_LIMITS.classBytes;

  constructor(
    private readonly directory: ReadonlyMap<string, PackedEntry>,
    private readonly entry: (name: string) => Uint8Array | undefined,
    private readonly versions: ReadonlyMap<string, number>,
  ) {}

  get(name: string): ClassFile | undefined {
    if (!this.read.has(name)) this.read.set(name, this.fileOf(name));
    return this.read.get(name);
  }

  /** The entry with the class of that name, for the oldest Java that finds it. */
  entryOf(name: string): string {
    const path = `${name.replaceAll(".", "/")}.class`;
    const version = this.versions.get(path);
    return version === undefined || this.directory.has(path) ? path : `${VERSIONS}${version}/${path}`;
  }

  private fileOf(name: string): ClassFile | undefined {
    const path = this.entryOf(name);
    this.left -= this.directory.get(path)?.size ?? 0;
    const content = this.left < 0 ? undefined : this.entry(path);
    const file = content && readClassFile(content);
    const [, version = 0] = VERSIONED.exec(path) ?? [];
    return file && { ...file, java: Math.max(file.java, Number(version)) };
  }
}

const VERSIONS = "META-INF/versions/";
const VERSIONED = /^META-INF\/versions\/(\d{1,3})\/(.+\.class)$/;

function isMultiRelease(manifest: Uint8Array | undefined): boolean {
  const [main = ""] = Buffer.from(manifest ?? [])
    .toString("utf8")
    .split(/\r\n\r\n|\n\n|\r\r/, 1);
  return /^Multi-Release:\s*true\s*$/im.test(main);
}

/** The lowest version of Java for which a multi-release JAR has a class, by the path of that class (JEP 238). */
function versionedClasses(names: readonly string[]): ReadonlyMap<string, number> {
  const lowest = new Map<string, number>();
  for (const name of names) {
    const [, version, path] = VERSIONED.exec(name) ?? [];
    if (path !== undefined) lowest.set(path, Math.min(Number(version), lowest.get(path) ?? Number.POSITIVE_INFINITY));
  }
  return lowest;
}

/**
 * Whether a class of the JAR extends or implements a type, however far up.
 *
 * @param supertypes what types outside of the JAR extend and implement, if it is known; those of Java need not be given
 */
export function descendsFrom(
  jar: Jar,
  name: string,
  type: string,
  supertypes: ReadonlyMap<string, readonly string[]> = new Map(),
): Descent {
  const open = [name];
  const seen = new Set<string>();
  let outside: string | undefined;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === type) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    const above = supertypesIn(jar, next) ?? supertypes.get(next);
    if (above) open.push(...above);
    else if (!/^javax?\./.test(next)) outside ??= next;
  }
  return outside === undefined ? false : { outside };
}

function supertypesIn(jar: Jar, name: string): readonly string[] | undefined {
  const file = jar.classFile(name);
  return file && [...file.interfaces, ...(file.superclass === undefined ? [] : [file.superclass])];
}

function isClass(name: string): boolean {
  return name.endsWith(".class") && !/^(META|BOOT|WEB)-INF\/|(^|\/)(module|package)-info\.class$/.test(name);
}

const keystore = /\.(jks|jceks|keystore|p12|pfx|bcfks)$/i;
const keyFile = /\.(pem|key|der|p8|pk8)$/i;
const settings = /\.(properties|conf|ini|ya?ml|json|txt)$/i;
/** A key as a value: 128 bits or more in Base64 or hex. */
const keyValue =
  /(secret|private|master|aes|encryption)[._-]?key["']?\s*[=:]\s*["']?([A-Za-z0-9+/]{22,}={0,2})["']?[ \t]*(?:,[ \t]*)?$/im;

function materialsOf(
  directory: ReadonlyMap<string, PackedEntry>,
  entry: (name: string) => Uint8Array | undefined,
): readonly string[] {
  let left: number = JAR_LIMITS.materialBytes;
  return [...directory].flatMap(([name, { size }]) => {
    if (keystore.test(name)) return name;
    if (name.startsWith("META-INF/maven/") || !(keyFile.test(name) || settings.test(name))) return [];
    left -= size;
    const content = left < 0 ? undefined : entry(name);
    return content !== undefined && isMaterial(name, Buffer.from(content)) ? name : [];
  });
}

function isMaterial(name: string, content: Buffer): boolean {
  if (content.includes("PRIVATE KEY-----")) return true;
  if (!keyFile.test(name)) return keyValue.test(content.toString("latin1"));
  try {
    createPrivateKey({ key: content, format: "der", type: "pkcs8" });
    return true;
  } catch {
    return false;
  }
}
