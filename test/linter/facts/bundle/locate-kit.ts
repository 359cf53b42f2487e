import { readBundle } from "../../../../formats/bundle/read";
import { writeSidecar } from "../../../../formats/sidecar";
import { lint } from "../../../../linter/run/lint";
import type { LintOptions } from "../../../../linter/run/options";
import { authorityAndLeaf, bundleZip } from "../../../support/certificates";

export const now = new Date("2026-11-23T12:00:00Z");
export const { root, leaf } = authorityAndLeaf();
export const good = {
  "privateKey.pem": leaf.privateKeyPem,
  "certificateChain.pem": leaf.pem + root.pem,
  "trustedCertificates.pem": root.pem,
};
/** Broken in a way that no argument of a plan shows. */
export const wrongKey = bundleZip({ ...good, "privateKey.pem": root.privateKeyPem });
export const goodZip = bundleZip(good);

export type Block = { readonly [name: string]: unknown };

export const security = (object: string) => ({
  this: {
    configuration: JSON.stringify({
      EncryptionConfiguration: {
        EnableInTransitEncryption: true,
        EnableAtRestEncryption: false,
        InTransitEncryptionConfiguration: {
          TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: object },
        },
      },
    }),
  },
});

export const stack = (resource: { readonly [type: string]: Block }, uri = "s3://emr-artifacts/certs/prod.zip") =>
  JSON.stringify({
    provider: { aws: { region: "us-east-1" } },
    resource: { ...resource, aws_emr_security_configuration: security(uri) },
  });

export const uploaded = (source: string, key = "certs/prod.zip") => ({
  aws_s3_object: { certs: { bucket: "emr-artifacts", key, source } },
});

/** Where a run sees that the private key does not fit, without the zip that is checked on its own. */
export function seen(inputs: readonly string[], cwd: string, options: LintOptions = {}): readonly string[] {
  return lint(inputs, { cwd, now, rules: ["bundle.key_mismatch"], ...options })
    .findings.filter(({ address }) => address !== "")
    .map(({ address }) => address);
}

/** Why a run does not see it. */
export function open(inputs: readonly string[], cwd: string): readonly string[] {
  return lint(inputs, { cwd, now, rules: ["bundle.key_mismatch"] }).notEvaluated.map(({ reason }) => reason);
}

export const settings = (bundles: Block) => ({ "emr-encryption.config.json": JSON.stringify({ known: { bundles } }) });

export const object = { bucket: "emr-artifacts", key: "certs/prod.zip", region: "us-east-1" };
/** The sidecar of a published zip. */
export const sidecar = (zip: Uint8Array, of = object) => writeSidecar(zip, readBundle(zip), of);

/** Where a run sees it, wherever that is. */
export const everywhere = (inputs: readonly string[], cwd: string) => {
  const { findings, inputs: statuses } = lint(inputs, { cwd, now, rules: ["bundle.key_mismatch"] });
  return {
    findings: findings.map(({ input, address }) => [input, address]),
    with: statuses.map(({ input, checkedWith }) => [input, ...(checkedWith ?? []).map(({ address }) => address)]),
  };
};
