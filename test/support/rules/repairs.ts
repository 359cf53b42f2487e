/** Commands that repair a bundle, `certs.zip` in the current folder. */

interface Sources {
  readonly folder?: string;
  readonly privateKey?: string;
  readonly chain?: string;
  readonly trusted?: string;
}

/** Unpacks the zip before other commands. */
export function unpacked(...commands: readonly string[]): readonly string[] {
  return ["unzip certs.zip -d certs", ...commands];
}

/** Bundles the files of the zip again, with some of them from elsewhere. */
export function again({ folder = "certs", privateKey, chain, trusted }: Sources = {}): readonly string[] {
  return unpacked(
    ...write(
      privateKey ?? `${folder}/privateKey.pem`,
      chain ?? `${folder}/certificateChain.pem`,
      trusted ?? `${folder}/trustedCertificates.pem`,
    ),
  );
}

/** Bundles files. */
export function write(
  privateKey: string,
  chain: string,
  trusted: string,
  names = "--region us-east-1",
): readonly string[] {
  return [
    `emr-encryption certs bundle --private-key ${privateKey} --certificate-chain ${chain} \\`,
    `  --trusted-certificates ${trusted} ${names} --out certs.zip --force`,
  ];
}

/** Unpacks the zip, and runs openssl on a file of it. */
export function openssl(command: string, does?: string): readonly string[] {
  return unpacked(`openssl ${command}${does ? `   # ${does}` : ""}`);
}

/** A new private key, and a certificate for it: `ask` is what the CA has to look after. */
export function renewed(ask: string, names = "--region us-east-1"): readonly string[] {
  return [
    `emr-encryption certs request ${names} --out new`,
    `# have new/request.csr signed ${ask}`,
    ...write("new/privateKey.pem", "answer.pem", "root.pem", names),
  ];
}
