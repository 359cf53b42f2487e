import { createPrivateKey } from "node:crypto";
import { unzipSync } from "fflate";
import { type ClassFile, readClassFile } from "./class-file";

/** Limits of {@link readJar}: a JAR with all of its dependencies has some tens of megabytes. */
export const JAR_LIMITS = {
  /** Bytes of the whole archive. */
  archiveBytes: 256 * 1024 * 1024,
  /** Bytes of one entry once inflated. */
  entryBytes: 4 * 1024 * 1024,
  /** Bytes of all entries that are inflated to look for key material. */
  materialBytes: 16 * 1024 * 1024,
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
  const sizes = new Map<string, number>();
  try {
    unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        sizes.set(name, originalSize);
        return false;
      },
    });
  } catch (error) {
    return { problem: `it is not a JAR: ${(error as Error).message}` };
  }
  const entry = (name: string): Uint8Array | undefined => inflated(bytes, name, sizes.get(name));
  const names = [...sizes.keys()];
  const version = entry("META-INF/maven/com.amazonaws/aws-java-sdk-core/pom.properties");
  const sdkVersion = version && /^version\s*=\s*(\S+)/m.exec(Buffer.from(version).toString("latin1"))?.[1];
  return {
    classes: names.flatMap((name) => (isClass(name) ? [name.slice(0, -".class".length).replaceAll("/", ".")] : [])),
    classFile: (name) => {
      const content = entry(`${name.replaceAll(".", "/")}.class`);
      return content && readClassFile(content);
    },
    materials: () => materialsOf(names, sizes, entry),
    ...(sdkVersion === undefined ? {} : { sdkVersion }),
  };
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

function inflated(bytes: Uint8Array, name: string, size: number | undefined): Uint8Array | undefined {
  if (size === undefined || size > JAR_LIMITS.entryBytes) return undefined;
  try {
    return unzipSync(bytes, { filter: (entry) => entry.name === name })[name];
  } catch {
    return undefined;
  }
}

const keystore = /\.(jks|jceks|keystore|p12|pfx|bcfks)$/i;
const keyFile = /\.(pem|key|der|p8|pk8)$/i;
const settings = /\.(properties|conf|ini|ya?ml|json|txt)$/i;
/** A key as a value: 128 bits or more in Base64 or hex. */
const keyValue =
  /(secret|private|master|aes|encryption)[._-]?key["']?\s*[=:]\s*["']?([A-Za-z0-9+/]{22,}={0,2})["']?\s*,?\s*$/im;

function materialsOf(
  names: readonly string[],
  sizes: ReadonlyMap<string, number>,
  entry: (name: string) => Uint8Array | undefined,
): readonly string[] {
  let left: number = JAR_LIMITS.materialBytes;
  return names.filter((name) => {
    if (keystore.test(name)) return true;
    if (name.startsWith("META-INF/maven/") || !(keyFile.test(name) || settings.test(name))) return false;
    left -= sizes.get(name) ?? 0;
    const content = left < 0 ? undefined : entry(name);
    return content !== undefined && isMaterial(name, Buffer.from(content));
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
