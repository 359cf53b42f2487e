import { writeZip } from "./write";

/** The files of a bundle, named exactly as EMR looks for them. */
export interface BundleFiles {
  readonly "privateKey.pem": Uint8Array | string;
  readonly "certificateChain.pem": Uint8Array | string;
  /** Absent where a public CA signed, which Java trusts by itself. */
  readonly "trustedCertificates.pem"?: Uint8Array | string;
}

/** Order of the files in a bundle: the one of AWS's own `zip` command. */
const order = ["certificateChain.pem", "privateKey.pem", "trustedCertificates.pem"] as const;

/** Writes the zip that EMR downloads: the same files give the same bytes on any machine. Never throws. */
export function writeBundle(files: BundleFiles): Uint8Array {
  return writeZip(
    order.flatMap((name) => {
      const content = files[name];
      if (content === undefined) return [];
      return [{ name, bytes: typeof content === "string" ? new TextEncoder().encode(content) : content }];
    }),
  );
}
