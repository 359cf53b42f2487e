import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcDhcpOptions } from "@cdktf/provider-aws/lib/vpc-dhcp-options";
import { VpcDhcpOptionsAssociation } from "@cdktf/provider-aws/lib/vpc-dhcp-options-association";
import type { TerraformStack } from "cdktf";
import { CLIENT_AUTH, type Issued, type IssueOptions, issue, rsaKeys, SERVER_AUTH } from "../../support/certificates";
import { outdir } from "../stacks";
import { type Attempt, bundleIn, cluster, encryption, rolesIn } from "./attempt";

export const domain = "ec2.internal";
export const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString().slice(0, 19).concat("Z");
export const keys = rsaKeys();
export const later = { notAfter: days(3650) };
export const root = issue({ subject: "O=Example, CN=Example Root", ca: true, ...later });

/** A correct leaf, with the given changes. */
export const leaf = (of: IssueOptions = {}): Issued =>
  issue({
    subject: `CN=*.${domain}`,
    by: root,
    keys,
    dns: [`*.${domain}`],
    ca: false,
    keyUsage: [0, 2],
    extendedKeyUsage: [SERVER_AUTH, CLIENT_AUTH],
    notAfter: days(200),
    ...of,
  });
export const authority = (of: IssueOptions = {}): Issued =>
  issue({ subject: "O=Example, CN=Example Issuing CA", by: root, ca: true, pathLength: 0, ...later, ...of });

export interface Folder {
  readonly chain?: readonly Issued[];
  readonly trusted?: readonly Issued[];
  readonly privateKey?: string;
}

export const text = (list: readonly Issued[]): string => list.map((one) => one.pem).join("");

/** A folder of PEM files as a user has it from a CA. */
export function folderOf({ chain = [leaf()], trusted = [root], privateKey }: Folder): string {
  const folder = join(mkdtempSync(join(outdir, "certs-")));
  writeFileSync(join(folder, "privateKey.pem"), privateKey ?? chain[0]?.privateKeyPem ?? "");
  writeFileSync(join(folder, "certificateChain.pem"), text(chain));
  if (trusted.length > 0) writeFileSync(join(folder, "trustedCertificates.pem"), text(trusted));
  return folder;
}

/** A stack with the bundle of such a folder, for a cluster in the default VPC of us-east-1. */
export const bundleOf =
  (folder: () => Folder): Attempt["fill"] =>
  (stack) =>
    encryption(stack, { inTransit: { provider: "PEM", bundle: bundleIn(stack, undefined, folderOf(folder())) } });

/** A cluster in a VPC of the stack, where the domain of its nodes is seen. */
export function inVpc(stack: TerraformStack, dhcpDomain?: string, applications: string[] = ["Spark"]): void {
  const vpc = new Vpc(stack, "vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
  const { id: subnetId } = new Subnet(stack, "subnet", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
  if (dhcpDomain !== undefined) {
    const options = new VpcDhcpOptions(stack, "dhcp", { domainName: dhcpDomain });
    new VpcDhcpOptionsAssociation(stack, "dhcp-of-vpc", { vpcId: vpc.id, dhcpOptionsId: options.id });
  }
  const { instanceProfile } = rolesIn(stack).cluster.ec2Attributes;
  const { name } = encryption(stack, {
    inTransit: { provider: "PEM", bundle: bundleIn(stack, undefined, folderOf({})) },
  }).securityConfiguration;
  cluster(stack, { securityConfiguration: name, applications, ec2Attributes: { instanceProfile, subnetId } });
}

export const production = { environment: "production" } as const;
export const make = (
  did: string,
  rule: string,
  told: string,
  folder: () => Folder,
  more: Partial<Attempt> = {},
): Attempt => ({
  did,
  rule,
  told,
  fill: bundleOf(folder),
  ...more,
});
