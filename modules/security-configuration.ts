import { createHash } from "node:crypto";
import { EmrSecurityConfiguration } from "@cdktf/provider-aws/lib/emr-security-configuration";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { type ITerraformDependable, Token } from "cdktf";
import { Construct } from "constructs";
import type { ProviderPlace } from "../formats/jar/provider";
import {
  describeProblem,
  malformedNames,
  renderSecurityConfiguration,
  type SecuritySettings,
  securityConfigurationDocument,
  walkSecurityConfiguration,
} from "../formats/security-configuration";
import { type Arguments, checkArguments, list, text } from "./arguments";
import type { ICertificateBundle } from "./certificate-bundle";
import type { IEncryptionKey } from "./encryption-key";
import { type Placement, placed, placementArguments } from "./placement";
import type { IProviderJar } from "./provider-jar";
import { resolved } from "./resolve";
import type { ConstructLeaves } from "./security-configuration-leaves";
import { checkSettings, settingArguments } from "./setting-arguments";

/** Arguments of {@link SecurityConfiguration}. */
export interface SecurityConfigurationConfig extends SecuritySettings<ConstructLeaves>, Placement {
  /**
   * First part of the name in EMR; a hash of the document follows, because a security configuration cannot be changed.
   *
   * @default - the path of the construct, with "-" for "/"
   */
  readonly name?: string;

  /**
   * Settings of former generations that running clusters still use. A generation that is declared here, word for word as it was,
   * stays as it is; one that is not is deleted, which EMR refuses while a cluster uses it.
   *
   * @default - none
   */
  readonly former?: readonly SecuritySettings<ConstructLeaves>[];

  /**
   * Name of an SSM parameter that holds the name of the current generation, for schedulers that start clusters by name.
   *
   * @default - none
   */
  readonly nameParameter?: string;
}

const configArguments: Arguments<SecurityConfigurationConfig> = {
  ...settingArguments,
  ...placementArguments,
  name: text,
  former: list,
  nameParameter: text,
};

const nameLimit = 10_280;

/**
 * A security configuration of EMR. It cannot be changed once it was made, so it comes in generations: other settings make another one,
 * under another name, beside the former ones that are still declared.
 *
 * @example
 * const configuration = new SecurityConfiguration(this, "configuration", {
 *   atRest: { s3: { mode: "SSE-KMS", key: s3Key }, localDisk: { provider: "AwsKms", key: diskKey } },
 *   inTransit: { provider: "PEM", bundle },
 * });
 * new EmrCluster(this, "cluster", { securityConfiguration: configuration.name, dependsOn: [...configuration.dependables], … });
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
 */
export class SecurityConfiguration extends Construct {
  /** The current generation. */
  readonly resource: EmrSecurityConfiguration;
  /** Former generations, in the order of their settings. */
  readonly former: readonly EmrSecurityConfiguration[];
  /** The SSM parameter with the current name, where one was asked for. */
  readonly parameter?: SsmParameter;
  /** What a cluster waits for: the configuration, and the rights of its roles on keys and objects. */
  readonly dependables: readonly ITerraformDependable[];

  /**
   * @throws Error for a name that is too long, and for a former generation that repeats another. The document is checked when the stack is
   *   synthesized.
   */
  constructor(scope: Construct, id: string, config: SecurityConfigurationConfig) {
    super(scope, id);
    const { path } = this.node;
    checkArguments(path, config, configArguments);
    for (const [index, settings] of (config.former ?? []).entries())
      checkArguments(`${path}: former[${index}]`, settings, settingArguments);
    for (const settings of [config, ...(config.former ?? [])]) checkSettings(this, settings);
    const { former = [], nameParameter, provider } = config;
    this.resource = this.make(config, config);
    this.former = former.map((settings) => this.make(settings, config));
    this.dependables = [this.resource, ...dependablesOf(config)];
    if (nameParameter !== undefined) {
      const parameter = new SsmParameter(this, "name-parameter", {
        name: nameParameter,
        type: "String",
        value: this.resource.name,
        description: `Name of EMR's current security configuration (${this.node.path})`,
        provider,
      });
      this.parameter = placed(parameter, config);
    }
  }

  /** Name of the current generation, to give to a cluster. */
  get name(): string {
    return this.resource.name;
  }

  /**
   * A generation by its id.
   *
   * @internal
   */
  generation(id: string): EmrSecurityConfiguration {
    return this.node.findChild(id) as EmrSecurityConfiguration;
  }

  private make(settings: SecuritySettings<ConstructLeaves>, config: SecurityConfigurationConfig) {
    const document = documentOf(settings);
    const id = generationId(this, settings);
    const hash = id.slice(idPrefix.length);
    const prefix = config.name ?? this.node.path.replaceAll("/", "-");
    if (!Token.isUnresolved(prefix) && prefix.length > nameLimit - hash.length - 1) {
      throw new Error(
        `${this.node.path}: name has ${prefix.length} characters, EMR takes ${nameLimit - hash.length - 1}; write a shorter one`,
      );
    }
    if (this.node.tryFindChild(id)) {
      throw new Error(
        `${this.node.path}: former holds the same settings twice, or the current ones; leave out the repetition`,
      );
    }
    this.node.addValidation({
      validate: () => [
        ...walkSecurityConfiguration(document).map(describeProblem),
        ...malformedNames(document),
        ...providerProblems(settings),
      ],
    });
    const configuration = renderSecurityConfiguration(document);
    const { provider } = config;
    return placed(
      new EmrSecurityConfiguration(this, id, { name: `${prefix}-${hash}`, configuration, provider }),
      config,
    );
  }
}

const idPrefix = "generation-";

/** Id of the construct that stands for a generation with these settings: a hash of what they say to EMR. */
export function generationId(scope: Construct, settings: SecuritySettings<ConstructLeaves>): string {
  const configuration = resolved(scope, renderSecurityConfiguration(documentOf(settings)));
  return `${idPrefix}${createHash("sha256").update(configuration).digest("hex").slice(0, 8)}`;
}

/** Plain JavaScript may leave a key, bundle or JAR out: the document then lacks it, and the grammar says so. */
function documentOf(settings: SecuritySettings<ConstructLeaves>) {
  return securityConfigurationDocument(withEbs(settings), {
    key: (key: IEncryptionKey | undefined) => key?.arn as string,
    bundle: (bundle: ICertificateBundle | undefined) => bundle?.s3Uri as string,
    jar: (jar: IProviderJar | undefined) => jar?.s3Uri as string,
  });
}

/** EBS encryption goes with a KMS key for local disks unless somebody says no: without it the root volume stays clear. */
function withEbs(settings: SecuritySettings<ConstructLeaves>): SecuritySettings<ConstructLeaves> {
  const { atRest } = settings;
  if (atRest?.localDisk?.provider !== "AwsKms") return settings;
  return { ...settings, atRest: { ...atRest, localDisk: { ...atRest.localDisk, ebs: atRest.localDisk.ebs ?? true } } };
}

function dependablesOf({ atRest, inTransit, wal }: SecuritySettings<ConstructLeaves>): readonly ITerraformDependable[] {
  const parts = [atRest?.s3, ...(atRest?.s3?.overrides ?? []), atRest?.localDisk, inTransit, wal];
  const leaves = parts.flatMap((part) => [
    part && "key" in part && part.key,
    part && "jar" in part && part.jar,
    part && "bundle" in part && part.bundle,
  ]);
  return [...new Set(leaves.flatMap((leaf) => (leaf ? leaf.dependables : [])))];
}

function providerProblems({ atRest, inTransit }: SecuritySettings<ConstructLeaves>): readonly string[] {
  const of = (part: { readonly jar?: IProviderJar; readonly providerClass: string }, place: ProviderPlace) =>
    part.jar?.problems(part.providerClass, place) ?? [];
  const s3 = [atRest?.s3, ...(atRest?.s3?.overrides ?? [])];
  return [
    ...s3.flatMap((part) => (part?.mode === "CSE-Custom" ? of(part, "s3") : [])),
    ...(atRest?.localDisk?.provider === "Custom" ? of(atRest.localDisk, "localDisk") : []),
    ...(inTransit?.provider === "Custom" ? of(inTransit, "tls") : []),
  ];
}
