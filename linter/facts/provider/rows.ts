import type { ClassFile } from "../../../formats/jar/class-file";
import type { ProviderPlace } from "../../../formats/jar/provider";
import type { Jar } from "../../../formats/jar/read";
import { isRemoved } from "../../model/terraform/lifecycle";
import type { Model, Resource } from "../../model/terraform/model";
import { kept } from "../../model/terraform/of-type";
import { Unknown } from "../../model/values/symbolic";
import { explainFileError } from "../../read/refusal";
import { ABSENT, isAbsent, known, knownValue, type Leaf, type UnknownLeaf, unknownLeaf } from "../../rows/leaf";
import type { ProviderFact, ProviderUse } from "../../rows/providers";
import { type Connector, clusterJava, connectorOf } from "../cluster/configuration-clusters";
import { type EncryptionPlace, encryptionPlaces } from "../configuration/encryption-places";
import type { ConfigurationDocument } from "../configuration/rows";
import { argument, DocumentCursor, leafOfUnknown } from "../document-cursor";
import { firstThree } from "../first-three";
import { lookUp, shortened, unreadableFile } from "../look-up";
import { objectNamed, objectTypes } from "../object-name";

const placeWords: { readonly [place in ProviderPlace]: ProviderUse } = {
  s3: "S3",
  localDisk: "local disks",
  tls: "traffic between nodes",
};

/** Which kind of provider a section names, and by which property. */
const providersOf: {
  readonly [kind in EncryptionPlace["kind"]]?: { readonly place: ProviderPlace; readonly named: string };
} = {
  s3: { place: "s3", named: "EncryptionKeyProviderClass" },
  override: { place: "s3", named: "EncryptionKeyProviderClass" },
  localDisk: { place: "localDisk", named: "EncryptionKeyProviderClass" },
  tls: { place: "tls", named: "CertificateProviderClass" },
};

/** Rows of the custom providers that the security configurations of a model name. */
export function providerRows(model: Model, documents: readonly ConfigurationDocument[]): readonly ProviderFact[] {
  const opened = new Map<string, Opened>();
  return documents.flatMap(({ resource, root }) => {
    if (isRemoved(resource.actions) || root instanceof Unknown) return [];
    return encryptionPlaces(new DocumentCursor(model, root)).flatMap(({ kind, part, path }) => {
      const provider = providersOf[kind];
      if (!provider) return [];
      const { place, named } = provider;
      const className = part.at(named).text();
      if (isAbsent(className)) return [];
      const at = [...path, named];
      const connector = () => connectorOf(model, resource);
      const leaves = jarLeaves(model, part.at("S3Object"), { className, place, connector }, opened);
      return [
        {
          id: `${resource.address}#${at.slice(1).join(".")}`,
          path: at,
          place: known(placeWords[place]),
          className,
          expected: known(providerFormat().providerTypes[place]),
          ...leaves,
          ...clusterJava(model, resource, leaves.classJava),
        },
      ];
    });
  });
}

type JarLeaves = Omit<ProviderFact, "id" | "path" | "place" | "className" | "expected" | "clusterJava" | "cluster">;

/** A class that a configuration names, and what it is for. */
interface Provider {
  readonly className: Leaf<string>;
  readonly place: ProviderPlace;
  readonly connector: () => Connector | undefined;
}
type Opened = Jar | { readonly problem: string } | UnknownLeaf;

function jarLeaves(model: Model, uri: DocumentCursor, provider: Provider, opened: Map<string, Opened>): JarLeaves {
  const where = uri.text();
  if (isAbsent(where)) return everyLeaf(where, ABSENT);
  const { object } = objectNamed(model, uri.source() ?? null, kept(model, ...objectTypes));
  const jar = object
    ? open(model, object, opened)
    : unknownLeaf(
        `${"known" in where ? where.known : "the JAR"} is uploaded elsewhere`,
        "lint the stack that uploads it",
      );
  if ("unknown" in jar) return everyLeaf(where, jar);
  const unreadable = unknownLeaf("the JAR cannot be read", "build it again");
  if ("problem" in jar) return { ...everyLeaf(where, unreadable), problem: known(jar.problem) };
  return { jar: where, problem: ABSENT, ...contentLeaves(jar, provider) };
}

function everyLeaf(jar: Leaf<string>, leaf: Leaf<never>): JarLeaves {
  return { jar, problem: leaf, ...everyClassLeaf(leaf), materials: leaf, sdk: leaf, sdkNumber: leaf };
}

function everyClassLeaf(leaf: Leaf<never>) {
  return {
    refused: leaf,
    hasClass: leaf,
    nearest: leaf,
    fits: leaf,
    notConstructible: leaf,
    hiddenConstructor: leaf,
    classJava: leaf,
  };
}

function contentLeaves(jar: Jar, provider: Provider): Omit<JarLeaves, "jar" | "problem"> {
  const { className } = provider;
  const { sdkVersion } = jar;
  const materials = jar.materials();
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)/.exec(sdkVersion ?? "") ?? [];
  const bundled = {
    materials: known(materials.length === 0 ? null : firstThree(materials)),
    sdk: known(sdkVersion),
    sdkNumber: known(patch === undefined ? null : Number(major) * 1_000_000 + Number(minor) * 1_000 + Number(patch)),
  };
  const name = knownValue(className);
  if (name !== undefined) return { ...classLeavesOf(jar, name, provider), ...bundled };
  const why = "unknown" in className ? className : unknownLeaf("the class is known after apply", "write its name");
  return { ...everyClassLeaf(why), ...bundled };
}

function classLeavesOf(jar: Jar, name: string, provider: Provider) {
  const file = jar.classFile(name);
  // Java compares the name in a class file with the one that it looks for.
  const hasClass = jar.classes.includes(name) && (file === undefined || file.name === name);
  const because = file && providerFormat().notConstructible(file);
  return {
    refused: known(hasClass ? jar.signatureProblem(name) : null),
    hasClass: known(hasClass),
    nearest: known(hasClass ? null : providerFormat().sameSimpleName(jar, name)),
    fits: hasClass ? fitsLeaf(jar, name, provider) : ABSENT,
    notConstructible: known(because),
    hiddenConstructor: known(file && because === undefined && file.constructorAccess === "not public"),
    classJava: known(file && newestJava(jar, file)),
  };
}

/** The newest Java version of a class and of its supertypes in the JAR: all of them are loaded with it. */
function newestJava(jar: Jar, file: ClassFile): number {
  const loaded = new Set([file.name]);
  let newest = file.java;
  for (const name of loaded) {
    const { java = 0, superclass, interfaces = [] } = name === file.name ? file : (jar.classFile(name) ?? {});
    newest = Math.max(newest, java);
    for (const above of superclass === undefined ? interfaces : [superclass, ...interfaces]) loaded.add(above);
  }
  return newest;
}

function fitsLeaf(jar: Jar, name: string, { place, connector }: Provider): Leaf<boolean> {
  const { isKeyring, providerDescent } = providerFormat();
  if (place === "s3" && isKeyring(jar, name))
    return connector() === "EMRFS" ? known(false) : contradiction(name, "a Keyring");
  const descent = providerDescent(jar, name, place);
  if (place === "s3" && descent === true && connector()?.startsWith("S3A")) {
    return contradiction(name, "an EncryptionMaterialsProvider");
  }
  if (typeof descent === "boolean") return known(descent);
  return unknownLeaf(
    `${descent.outside}, which ${name} builds on, is not in the JAR`,
    "lint a JAR that contains all of its dependencies",
  );
}

/** From emr-7.10.0 on AWS's pages contradict each other about the type of a provider for S3. */
function contradiction(name: string, type: string): UnknownLeaf {
  return unknownLeaf(
    `${name} is ${type}, and from emr-7.10.0 AWS's pages differ: emr-s3a-migrate.html requires a Keyring, emr-encryption-enable.html an EncryptionMaterialsProvider`,
    "try the provider on a cluster of its release",
  );
}

function open(model: Model, object: Resource, opened: Map<string, Opened>): Opened {
  const jar = opened.get(object.address) ?? read(model, object);
  opened.set(object.address, jar);
  return jar;
}

function read(model: Model, object: Resource): Opened {
  const base64 = argument(model, object, "content_base64").resolved();
  if (typeof base64 === "string") return jarFormat().readJar(Buffer.from(base64, "base64"));
  const source = argument(model, object, "source").resolved();
  if (typeof source !== "string" || object.type === "aws_s3_object_copy") {
    return unknownLeaf("the input does not show which file the JAR is", "set source to its path");
  }
  const found = lookUp(model, source);
  if ("problem" in found) return leafOfUnknown(unreadableFile(source, found));
  const { readJar, JAR_LIMITS } = jarFormat();
  try {
    return readJar(model.files.bytes(found.file, JAR_LIMITS.archiveBytes));
  } catch (error) {
    return unknownLeaf(`the file ${shortened(source)} cannot be read: ${explainFileError(error)}`, "make it readable");
  }
}

/** Loaded only when there is a JAR to open. */
function jarFormat(): typeof import("../../../formats/jar/read") {
  return require("../../../formats/jar/read");
}

function providerFormat(): typeof import("../../../formats/jar/provider") {
  return require("../../../formats/jar/provider");
}
