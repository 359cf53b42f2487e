import { BUNDLE_FILES, type BundleFileName, isBundleFile, REQUIRED_BUNDLE_FILES } from "../../../formats/bundle/files";
import type { OtherFile } from "../../../formats/bundle/other-files";
import type { PrivateKeyEncoding } from "../../../formats/x509/private-key";
import type { Model } from "../../model/terraform/model";
import { type Symbolic, Template, Unknown } from "../../model/values/symbolic";
import { referencesIn } from "../../model/values/unknowns";
import type { BundleFileFact } from "../../rows/bundles";
import { ABSENT, known, knownValue, unknownLeaf } from "../../rows/leaf";
import type { PlannedArchive } from "./archive";
import { strayKeyFact, subjectOf, unknownFile } from "./file-rows";
import { certificateTypes, describePrivateKey, isAuthority, originOf } from "./planned-certificates";

/** Attributes that contain a private key, and how they encode it. */
const PRIVATE_KEYS: ReadonlyMap<string, PrivateKeyEncoding> = new Map([
  ["private_key_pem", "PKCS#1"],
  ["private_key_pem_pkcs8", "PKCS#8"],
]);

/** What a file of the archive is made from. */
export interface PlannedFile {
  readonly certificates: readonly string[];
  readonly privateKeys: readonly { readonly address: string; readonly encoding: PrivateKeyEncoding }[];
  /** Whether nothing else is in it, as far as the input shows. */
  readonly whole: boolean;
}

/** The files of a bundle that the input creates, by the certificates and private keys that it creates for them. */
export class PlannedFiles {
  private readonly contents: ReadonlyMap<string, PlannedFile>;

  constructor(
    private readonly model: Model,
    private readonly archive: PlannedArchive,
  ) {
    this.contents = new Map([...archive.entries].map(([name, content]) => [name, this.read(content)]));
  }

  get chain(): PlannedFile {
    return this.contents.get(CHAIN) ?? NOTHING;
  }

  get trust(): PlannedFile | undefined {
    return this.contents.get(TRUST);
  }

  get privateKey(): PlannedFile {
    return this.contents.get("privateKey.pem") ?? NOTHING;
  }

  rows(subject: string): readonly BundleFileFact[] {
    return [...BUNDLE_FILES.flatMap((name) => this.file(name, subject)), ...this.strayKeys(subject)];
  }

  private read(content: Symbolic): PlannedFile {
    const certificates: string[] = [];
    const privateKeys: { address: string; encoding: PrivateKeyEncoding }[] = [];
    let whole = isWhole(content);
    for (const reference of referencesIn(content)) {
      const { address, attribute } = originOf(this.model, reference);
      const made = this.model.at(address);
      const encoding = PRIVATE_KEYS.get(attribute);
      if (made?.type === "tls_private_key" && encoding !== undefined) privateKeys.push({ address, encoding });
      else if (made && (certificateTypes.has(made.type) || isAuthority(made))) certificates.push(address);
      // A plan lists the resource beside its attribute.
      else if (attribute !== "") whole = false;
    }
    return { certificates, privateKeys, whole };
  }

  private file(name: BundleFileName, subject: string): readonly BundleFileFact[] {
    const content = this.contents.get(name);
    if (!content && !REQUIRED_BUNDLE_FILES.includes(name)) return [];
    const row = { id: subjectOf(subject, name), name: known(name) };
    if (!content) return [{ ...row, ...unknownFile(unknownLeaf(`the bundle has no ${name}`, `put ${name} into it`)) }];
    if (content.certificates.length + content.privateKeys.length === 0) {
      const why = unknownLeaf(`what ${this.archive.archive} puts into ${name} is not known before apply`, LINT_BUNDLE);
      return [{ ...row, ...unknownFile(why) }];
    }
    const isKeyFile = name === "privateKey.pem";
    const lacks = isKeyFile ? content.privateKeys.length === 0 : content.certificates.length === 0;
    const noun = isKeyFile ? "private key" : "certificate";
    return [
      {
        ...row,
        ...unknownFile(ABSENT),
        problem: known(lacks && content.whole ? `it contains no ${noun}` : null),
        swapped: known(name !== TRUST && this.isSwapped()),
        privateKeys: known(new Set(content.privateKeys.map(({ address }) => address)).size),
        certificates: known(content.certificates.length),
        encrypted: known(false),
        encoding: known(isKeyFile ? this.encodingOf(content) : null),
      },
    ];
  }

  others(): readonly OtherFile[] {
    return [...this.contents].flatMap(([name, { certificates, privateKeys }]) => {
      if (isBundleFile(name)) return [];
      const hasCertificate = certificates.length > 0;
      return [
        { name, hasCertificate, ...(privateKeys.length > 0 && { privateKey: { form: "private key" as const } }) },
      ];
    });
  }

  /** Other files that a private key of the input is written to. */
  private strayKeys(subject: string): readonly BundleFileFact[] {
    if (!this.contents.has("privateKey.pem")) return [];
    return [...this.contents].flatMap(([name, { privateKeys }]) => {
      const [first] = privateKeys;
      if (isBundleFile(name) || !first) return [];
      return [strayKeyFact(subject, name, `the private key that ${first.address} makes`)];
    });
  }

  private isSwapped(): boolean {
    const key = this.privateKey;
    return (
      key.privateKeys.length === 0 &&
      key.certificates.length > 0 &&
      this.chain.certificates.length === 0 &&
      this.chain.privateKeys.length > 0
    );
  }

  private encodingOf({ privateKeys }: PlannedFile): PrivateKeyEncoding | null {
    const [first] = privateKeys;
    const type = first && this.typeOf(first.address);
    if (!first || first.encoding === "PKCS#8" || type === "Ed25519") return first ? "PKCS#8" : null;
    return type === "EC" ? "SEC1" : first.encoding;
  }

  private typeOf(address: string): string | undefined {
    const made = this.model.at(address);
    const { type } = made ? describePrivateKey(this.model, made) : {};
    return knownValue(type);
  }
}

const CHAIN = "certificateChain.pem";
const TRUST = "trustedCertificates.pem";
export const LINT_BUNDLE = "also lint the bundle itself, once it exists";
const NOTHING: PlannedFile = { certificates: [], privateKeys: [], whole: true };

/** Whether a content is nothing but references with blanks between them. */
function isWhole(content: Symbolic): boolean {
  if (content instanceof Template) {
    return content.parts.every((part) => (typeof part === "string" ? part.trim() === "" : !(part instanceof Unknown)));
  }
  return !(content instanceof Unknown) || content.references.length > 0;
}
