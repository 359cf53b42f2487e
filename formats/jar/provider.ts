import { unzipSync } from "fflate";
import { type ClassFile, readClassFile } from "./class-file";

/** Where a provider of one's own stands in for EMR's. */
export type ProviderPlace = "s3" | "localDisk" | "tls";

/**
 * The type that a provider must have, by its place. The two for EMR itself are abstract classes, whatever the guide says; S3's is an
 * interface of the S3 client with a name that differs in its package alone.
 */
export const providerTypes: { readonly [P in ProviderPlace]: string } = {
  s3: "com.amazonaws.services.s3.model.EncryptionMaterialsProvider",
  localDisk: "com.amazonaws.services.elasticmapreduce.spi.security.EncryptionMaterialsProvider",
  tls: "com.amazonaws.services.elasticmapreduce.spi.security.TLSArtifactsProvider",
};

/** Bytes of a class file that is read; real ones have a few thousand. */
const classBytes = 4 * 1024 * 1024;

/**
 * Why a class in a JAR cannot be the provider of a place, as a clause with what to write; undefined where it can, and where its type is
 * settled by a class that the JAR does not hold.
 */
export function providerProblem(jar: Uint8Array, className: string, place: ProviderPlace): string | undefined {
  const wanted = providerTypes[place];
  let found: ClassFile | undefined;
  try {
    found = classIn(jar, className);
  } catch {
    return "the JAR cannot be read: it is no zip, or a damaged one";
  }
  if (!found) {
    const near = classNames(jar).find((name) => name.split(".").at(-1) === className.split(".").at(-1));
    return near === undefined
      ? `class ${className} is not in the JAR`
      : `class ${className} is not in the JAR; write ${near}`;
  }
  if (found.isAbstract)
    return `class ${className} is abstract, and EMR makes an instance of it; name a class that is not`;
  return isA(jar, found, wanted) === false ? `class ${className} is no ${wanted}; extend or implement it` : undefined;
}

/** Whether a class is of a type; undefined where that depends on a class outside the JAR. */
function isA(jar: Uint8Array, start: ClassFile, wanted: string): boolean | undefined {
  const seen = new Set<string>();
  const open = [start];
  let outside = false;
  for (const { superclass, interfaces } of open) {
    for (const parent of [...(superclass === undefined ? [] : [superclass]), ...interfaces]) {
      if (parent === wanted) return true;
      if (seen.has(parent)) continue;
      seen.add(parent);
      const file = classIn(jar, parent);
      if (file) open.push(file);
      else if (!isKnownStranger(parent)) outside = true;
    }
  }
  return outside ? undefined : false;
}

/** Types that are certainly no provider's ancestors: Java's own, and those of the other places. */
function isKnownStranger(name: string): boolean {
  return (
    name.startsWith("java.") ||
    Object.values(providerTypes).includes(name) ||
    name === "org.apache.hadoop.conf.Configurable"
  );
}

function classIn(jar: Uint8Array, className: string): ClassFile | undefined {
  const path = `${className.replaceAll(".", "/")}.class`;
  const entries = unzipSync(jar, { filter: ({ name, originalSize }) => name === path && originalSize <= classBytes });
  const bytes = entries[path];
  return bytes && readClassFile(bytes);
}

function classNames(jar: Uint8Array): readonly string[] {
  const names: string[] = [];
  unzipSync(jar, {
    filter: ({ name }) => {
      if (name.endsWith(".class")) names.push(name.slice(0, -".class".length).replaceAll("/", "."));
      return false;
    },
  });
  return names;
}
