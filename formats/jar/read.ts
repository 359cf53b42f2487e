import { createPrivateKey } from "node:crypto";
import { type ClassFile, readClassFile } from "./class-file";
import { inflate, type PackedEntry, readDirectory } from "./directory";

/** Limits of {@link readJar}: a JAR with all of its dependencies has some tens of megabytes. */
export const JAR_LIMITS = {
  /** Bytes of the whole archive. */
  archiveBytes: 256 * 1024 * 1024,
  /** Bytes of one entry once inflated. */
  entryBytes: 4 * 1024 * 1024,
  /** Bytes of all entries that are inflated to look for key material. */
  materialBytes: 16 * 1024 * 1024,
  /** Bytes of all class files that are inflated: those of one class and what it extends. */
  classBytes: 16 * 1024 * 1024,
} as const;

/** The content of a JAR that matters for a custom provider. */
export interface Jar {
  /** Names of the classes in it, with dots. */
  readonly classes: readonly string[];
  /** The class of that name; undefined if it is not in the JAR or not a class file. */
  classFile(name: string): ClassFile | undefined;
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
  const classes = new ClassFiles(directory, entry);
  let materials: readonly string[] | undefined;
  const names = [...directory.keys()];
  const version = entry("META-INF/maven/com.amazonaws/aws-java-sdk-core/pom.properties");
  const sdkVersion = version && /^version\s*=\s*(\S+)/m.exec(Buffer.from(version).toString("latin1"))?.[1];
  return {
    classes: names.flatMap((name) => (isClass(name) ? [name.slice(0, -".class".length).replaceAll("/", ".")] : [])),
    classFile: (name) => classes.get(name),
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
  ) {}

  get(name: string): ClassFile | undefined {
    if (!this.read.has(name)) this.read.set(name, this.fileOf(`${name.replaceAll(".", "/")}.class`));
    return this.read.get(name);
  }

  private fileOf(path: string): ClassFile | undefined {
    this.left -= this.directory.get(path)?.size ?? 0;
    const content = this.left < 0 ? undefined : this.entry(path);
    return content && readClassFile(content);
  }
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
  return name.endsWith(".class") && !name.startsWith("META-INF/") && !/(^|\/)(module|package)-info\.class$/.test(name);
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
