import type { ClassFile } from "./class-file";
import { type Descent, descendsFrom, type Jar, readJar } from "./read";

/** Where a custom provider replaces EMR's. */
export type ProviderPlace = "s3" | "localDisk" | "tls";

/**
 * The type that a provider must have, by its place. EMR's own two are abstract classes, although the guide calls them interfaces. The one for
 * S3 is an interface of the S3 client that has the same simple name as EMR's for local disks.
 */
export const providerTypes: { readonly [P in ProviderPlace]: string } = {
  s3: "com.amazonaws.services.s3.model.EncryptionMaterialsProvider",
  localDisk: "com.amazonaws.services.elasticmapreduce.spi.security.EncryptionMaterialsProvider",
  tls: "com.amazonaws.services.elasticmapreduce.spi.security.TLSArtifactsProvider",
};

/** Interface that replaces S3's `EncryptionMaterialsProvider` in version 3 of the S3 encryption client, which S3A uses. */
export const keyringType = "software.amazon.encryption.s3.materials.Keyring";

/** Types of EMR, the SDK and Hadoop, and what these extend and implement. */
const supertypes: ReadonlyMap<string, readonly string[]> = new Map([
  ...[...Object.values(providerTypes), keyringType].map((type): [string, readonly string[]] => [type, []]),
  ["software.amazon.encryption.s3.materials.S3Keyring", [keyringType]],
  ["com.amazonaws.services.s3.model.EncryptionMaterialsAccessor", []],
  ["com.amazonaws.services.s3.model.EncryptionMaterialsFactory", []],
  ...["StaticEncryptionMaterialsProvider", "KMSEncryptionMaterialsProvider", "SimpleMaterialProvider"].map(
    (name): [string, readonly string[]] => [`com.amazonaws.services.s3.model.${name}`, [providerTypes.s3]],
  ),
  ["org.apache.hadoop.conf.Configurable", []],
  ["org.apache.hadoop.conf.Configured", []],
]);

/**
 * Why a class in a JAR cannot be the provider of a place, as a clause with what to write; undefined if it can, or if that depends on a
 * class that the JAR does not contain.
 */
export function providerProblem(bytes: Uint8Array, className: string, place: ProviderPlace): string | undefined {
  const jar = readJar(bytes);
  if ("problem" in jar)
    return "the JAR cannot be read: it is not a zip, or it is damaged; give the file that the build created";
  const found = jar.classFile(className);
  if (!found)
    return `class ${/^\S+$/.test(className) ? className : `'${className}'`} is not in the JAR; ${classWanted(jar, className, place)}`;
  const refused = jar.signatureProblem(className);
  if (refused !== undefined)
    return `Java refuses to load class ${className}: ${refused}; sign the finished JAR, or leave out signatures when merging JARs`;
  const reason = notConstructible(found);
  if (reason !== undefined)
    return `EMR cannot instantiate class ${className}: ${reason}; name a class with a public constructor without arguments`;
  const descent = providerDescent(jar, className, place);
  if (place === "s3" && isKeyring(jar, className)) return undefined;
  return descent === false ? `class ${className} is not a ${providerTypes[place]}; extend or implement it` : undefined;
}

/** Why a class cannot be instantiated by its name, as a clause; undefined if it can. */
export function notConstructible({ kind, isAbstract, constructorAccess }: ClassFile): string | undefined {
  if (kind === "interface") return "it is an interface";
  if (kind === "enum") return "it is an enum";
  if (isAbstract) return "it is abstract";
  return constructorAccess === undefined ? "it has no constructor without arguments" : undefined;
}

function classWanted(jar: Jar, className: string, place: ProviderPlace): string {
  const near = sameSimpleName(jar, className);
  if (near !== undefined) return `write ${near}`;
  const fitting = jar.classes.filter(
    (name) => !jar.classFile(name)?.isAbstract && providerDescent(jar, name, place) === true,
  );
  return fitting.length === 0 ? `it has no ${providerTypes[place]}` : `write ${fitting.slice(0, 3).join(" or ")}`;
}

/** Whether a class of a JAR has the type that a place requires. */
export function providerDescent(jar: Jar, className: string, place: ProviderPlace): Descent {
  return descendsFrom(jar, className, providerTypes[place], supertypes);
}

/** Whether a class of a JAR is a Keyring, which S3A accepts instead of the interface of the old S3 client. */
export function isKeyring(jar: Jar, className: string): boolean {
  return descendsFrom(jar, className, keyringType, supertypes) === true;
}

/** A class of a JAR whose name differs only in its package or in case. */
export function sameSimpleName(jar: Jar, className: string): string | undefined {
  const simple = (name: string): string => name.slice(name.lastIndexOf(".") + 1);
  // A nested class is separated by a dot in source code, and by a dollar sign in its name.
  const isNested = (name: string): boolean => name.replaceAll("$", ".") === className;
  const isSameButCase = (name: string): boolean => name.toLowerCase() === className.toLowerCase();
  return (
    jar.classes.find((name) => name !== className && (isNested(name) || isSameButCase(name))) ??
    jar.classes.find((name) => name !== className && simple(name) === simple(className))
  );
}
