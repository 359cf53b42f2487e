import { createHash } from "node:crypto";
import { EmrSecurityConfiguration } from "@cdktf/provider-aws/lib/emr-security-configuration";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import {
  type ITerraformDependable,
  TerraformResource,
  type TerraformResourceLifecycle,
  TerraformStack,
  Token,
} from "cdktf";
import { Construct } from "constructs";
import type { ProviderPlace } from "../formats/jar/provider";
import {
  describeProblem,
  malformedNames,
  renderSecurityConfiguration,
  type SecurityConfigurationDocument,
  type SecuritySettings,
  securityConfigurationDocument,
  walkSecurityConfiguration,
} from "../formats/security-configuration";
import { type Arguments, checkArguments, group, list, parameterName, text } from "./arguments";
import type { ICertificateBundle } from "./certificate-bundle";
import { EncryptionConstruct } from "./construct";
import { argumentOf } from "./document-arguments";
import type { IEncryptionKey } from "./encryption-key";
import { ManagedKeyBase } from "./encryption-key/managed-key";
import { guardOrder } from "./escape-hatches";
import { checkStack } from "./framework";
import { type ExistingConfiguration, importProblems } from "./imported-configuration";
import { jsonText, quoted, rendersHcl } from "./json-text";
import { completed, type Placement, placementArguments, regionOf } from "./placement";
import type { IProviderJar } from "./provider-jar";
import { resolved, synthesized } from "./resolve";
import type { ConstructLeaves } from "./security-configuration-leaves";
import { checkSettings, settingArguments } from "./setting-arguments";
import { reserveName } from "./unique-names";

/** Settings of one generation of a security configuration. */
export interface GenerationSettings extends SecuritySettings<ConstructLeaves> {
  /**
   * An existing security configuration with these settings, which Terraform imports instead of creating one.
   *
   * @default - a new security configuration is created
   */
  readonly importFrom?: ExistingConfiguration;
}

/** Arguments of {@link SecurityConfiguration}. */
export interface SecurityConfigurationConfig extends GenerationSettings, Placement {
  /**
   * First part of the name in EMR. A hash of the document follows, because a security configuration cannot be changed.
   *
   * @default - the path of the construct, with "-" for "/"
   */
  readonly name?: string;

  /**
   * Settings of previous generations that running clusters still use. A generation that is declared here with unchanged settings is kept;
   * one that is no longer declared is deleted, which EMR refuses while a cluster uses it.
   *
   * @default - none
   */
  readonly previous?: readonly GenerationSettings[];

  /**
   * Name of an SSM parameter that contains the name of the current generation, for schedulers that start clusters by name.
   *
   * @default - no parameter
   */
  readonly nameParameter?: string;
}

/** The arguments of one generation. */
export const generationArguments: Arguments<GenerationSettings> = { ...settingArguments, importFrom: group };

const existing: Arguments<ExistingConfiguration> = { name: text, configuration: text };

const configArguments: Arguments<SecurityConfigurationConfig> = {
  ...generationArguments,
  ...placementArguments,
  name: text,
  previous: list,
  nameParameter: parameterName,
};

const nameLimit = 10_280;

/**
 * A security configuration of EMR. It cannot be changed after its creation, so it comes in generations: changed settings create another one,
 * under another name, beside the previous ones that are still declared.
 *
 * It depends on the policies and grants of its keys and on its bundle and JARs, so a cluster that refers to its name starts after them.
 *
 * @example
 * const configuration = new SecurityConfiguration(this, "configuration", {
 *   atRest: { s3: { mode: "SSE-KMS", key: s3Key }, localDisk: { provider: "AwsKms", key: diskKey } },
 *   inTransit: { provider: "PEM", bundle },
 * });
 * new EmrCluster(this, "cluster", { securityConfiguration: configuration.name, ...clusterConfig });
 *
 * @throws Error for a name that is too long, and for a previous generation that repeats another. The document is checked when the stack is
 *   synthesized.
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
 */
export class SecurityConfiguration extends EncryptionConstruct {
  /** The current generation. */
  readonly resource: EmrSecurityConfiguration;
  /** Previous generations, in the order of their settings. */
  readonly previous: readonly EmrSecurityConfiguration[];
  /** The SSM parameter with the current name, if one was requested. */
  readonly parameter?: SsmParameter;

  private readonly config: SecurityConfigurationConfig;
  private readonly further: (() => readonly ITerraformDependable[])[] = [];

  constructor(scope: Construct, id: string, config: SecurityConfigurationConfig) {
    super(scope, id);
    const { path } = this.node;
    checkArguments(path, config, configArguments);
    for (const [index, settings] of (config.previous ?? []).entries())
      checkArguments(`${path}: previous[${index}]`, settings, generationArguments);
    for (const settings of [config, ...(config.previous ?? [])]) {
      checkSettings(this, settings);
      if (settings.importFrom)
        checkArguments(`${path}: importFrom`, settings.importFrom, existing, ["name", "configuration"]);
    }
    const { previous = [], nameParameter, provider } = config;
    this.config = config;
    this.resource = this.make(config);
    this.previous = previous.map((settings) => this.make(settings));
    if (nameParameter !== undefined) {
      reserveName(this, "nameParameter", nameParameter, "parameter", config);
      const parameter = new SsmParameter(this, "name-parameter", {
        name: nameParameter,
        type: "String",
        value: this.resource.name,
        description: `Name of EMR's current security configuration (${this.node.path})`,
        provider,
      });
      this.parameter = completed(parameter, config);
    }
  }

  /** Name of the current generation, for `security_configuration` of `aws_emr_cluster`. */
  get name(): string {
    return this.resource.name;
  }

  /** Name of the current generation, for a text that contains this construct. */
  override toString(): string {
    return this.name;
  }

  /**
   * The configuration and everything that it depends on. A cluster that refers to `name` waits for them already; use `dependables` for a resource
   * that does not.
   */
  get dependables(): ITerraformDependable[] {
    return [...new Set([this.resource, ...this.requirements(this.config)])];
  }

  /**
   * Makes every generation wait for further resources.
   *
   * @internal
   */
  requires(further: () => readonly ITerraformDependable[]): void {
    this.further.push(further);
  }

  /**
   * A generation by its id.
   *
   * @internal
   */
  generation(id: string): EmrSecurityConfiguration {
    return this.node.findChild(id) as EmrSecurityConfiguration;
  }

  private make(settings: GenerationSettings): EmrSecurityConfiguration {
    deployFirst(this, this.requirements(settings));
    const document = documentOf(this, settings);
    const id = idOf(this, document);
    const { importFrom } = settings;
    const name = importFrom?.name ?? this.generationName(id.slice(idPrefix.length));
    if (this.node.tryFindChild(id)) {
      throw new Error(
        `${this.node.path}: previous contains the same settings twice, or the current ones; remove the duplicate`,
      );
    }
    const where = (path: Parameters<typeof argumentOf>[0]) => argumentOf(path, settings.inTransit?.provider);
    this.node.addValidation({
      validate: () => [
        ...walkSecurityConfiguration(document).map((problem) => describeProblem(problem, where)),
        ...malformedNames(document, where),
        ...providerProblems(settings),
        ...regionProblems(this, settings, this.config),
        ...(importFrom ? importProblems(importFrom, resolved(this, document)) : []),
      ],
    });
    const { provider } = this.config;
    reserveName(this, "name", name, "security configuration", this.config);
    const resource = new EmrSecurityConfiguration(this, id, {
      name,
      configuration: importFrom ? quoted(importFrom.configuration) : jsonText(document),
      provider,
      lifecycle: this.lifecycle(settings),
    });
    this.order(resource, settings);
    if (importFrom) resource.importFrom(importFrom.name, provider);
    return completed(resource, this.config);
  }

  /** Makes a generation wait for what it requires, which grants add to until the stack is synthesized, and for what its users add. */
  private order(resource: EmrSecurityConfiguration, settings: GenerationSettings): void {
    const further: string[] = [];
    const required = () => {
      const requirements = this.requirements(settings);
      deployFirst(this, requirements);
      return namesInStack(this, requirements);
    };
    Object.defineProperty(resource, "dependsOn", {
      get: () => {
        const names = [...new Set([...required(), ...further])];
        return names.length === 0 ? undefined : names;
      },
      set: (names: readonly string[] = []) => further.push(...names),
    });
    guardOrder(resource, required);
  }

  /**
   * EMR adds properties to some documents when it stores them, and Terraform would replace such a configuration in every plan. Its name changes
   * with the document, so a change of the document can be ignored there; what it refers to still triggers a replacement.
   */
  private lifecycle(settings: GenerationSettings): TerraformResourceLifecycle | undefined {
    if (!isExtendedByEmr(settings)) return undefined;
    const rendered = synthesized(this, renderSecurityConfiguration(documentOf(this, settings)));
    const references = [...rendered.matchAll(/\$\{(aws_[\w.-]+)}/g)].map(([, reference = ""]) => reference);
    return {
      ignoreChanges: ["configuration"],
      // In HCL the framework quotes the references, which Terraform refuses here; see docs/leaving-cdktf.md.
      ...(references.length === 0 || rendersHcl() ? {} : { replaceTriggeredBy: [...new Set(references)] }),
    };
  }

  private generationName(hash: string): string {
    const prefix = this.config.name ?? this.node.path.replaceAll("/", "-");
    const limit = nameLimit - hash.length - 1;
    if (!Token.isUnresolved(prefix) && prefix.length > limit) {
      throw new Error(
        `${this.node.path}: name has ${prefix.length} characters, but EMR accepts at most ${limit}; write a shorter one`,
      );
    }
    return `${prefix}-${hash}`;
  }

  private requirements(settings: SecuritySettings<ConstructLeaves>): readonly ITerraformDependable[] {
    return [...new Set([...dependablesOf(settings), ...this.further.flatMap((of) => of())])];
  }
}

/** Names of the resources in the stack of `scope`, for `depends_on`. */
function namesInStack(scope: Construct, resources: readonly ITerraformDependable[]): string[] {
  const stack = TerraformStack.of(scope);
  const isHere = (each: ITerraformDependable) => !Construct.isConstruct(each) || TerraformStack.of(each) === stack;
  // Not the token of a resource, which takes longer to resolve.
  const nameOf = (each: ITerraformDependable) =>
    TerraformResource.isTerraformResource(each)
      ? `${each.terraformResourceType}.${each.friendlyUniqueId}`
      : resolved(scope, each.fqn).replace(/^\$\{(.+)}$/, "$1");
  return resources.filter(isHere).map(nameOf);
}

/**
 * Lets other stacks be deployed first, as a whole.
 *
 * @throws Error for a stack that is deployed after this one
 */
function deployFirst(scope: Construct, resources: readonly ITerraformDependable[]): void {
  const stack = TerraformStack.of(scope);
  for (const resource of resources) {
    if (!Construct.isConstruct(resource)) continue;
    checkStack(resource, `${scope.node.path}: ${resource.node.path}`);
    const home = TerraformStack.of(resource);
    if (home === stack) continue;
    if (home.node.root !== stack.node.root)
      throw new Error(`${scope.node.path}: it uses ${resource.node.path} of another App; create both in one App`);
    if (home.dependsOn(stack)) {
      throw new Error(
        `${scope.node.path}: it uses ${resource.node.path}, but stack ${home.node.path} depends on stack ${stack.node.path}; ` +
          "create what both use in a third stack, or in one of the two",
      );
    }
    stack.addDependency(home);
  }
}

/** Whether EMR adds the ARN of the secret of its CA, or the external id of runtime roles. */
function isExtendedByEmr({ inTransit, authorization }: GenerationSettings): boolean {
  return (
    inTransit?.provider === "EMR" ||
    authorization?.IAMConfiguration?.ApplicationScopedIAMRoleConfiguration !== undefined
  );
}

const idPrefix = "generation-";

/** Id of the construct of a generation with these settings. */
export function generationId(scope: Construct, settings: SecuritySettings<ConstructLeaves>): string {
  return idOf(scope, documentOf(scope, settings));
}

function idOf(scope: Construct, document: SecurityConfigurationDocument): string {
  const configuration = resolved(scope, renderSecurityConfiguration(document));
  return `${idPrefix}${createHash("sha256").update(configuration).digest("hex").slice(0, 8)}`;
}

/** A key, bundle or JAR that JavaScript code leaves out is missing from the document, where the grammar reports it. */
function documentOf(scope: Construct, settings: SecuritySettings<ConstructLeaves>): SecurityConfigurationDocument {
  return securityConfigurationDocument(withEbs(settings), {
    key: (key: IEncryptionKey | undefined) => (key instanceof ManagedKeyBase ? key.arnIn(scope) : (key?.arn as string)),
    bundle: (bundle: ICertificateBundle | undefined) => bundle?.s3Uri as string,
    jar: (jar: IProviderJar | undefined) => jar?.s3Uri as string,
  });
}

/** EBS encryption accompanies a KMS key for local disks unless it is switched off: without it the root volume is not encrypted. */
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

/** Keys of other stacks in another Region; the linter sees one stack at a time, and reports those in the same stack. */
function regionProblems(
  scope: Construct,
  { atRest, inTransit, wal }: SecuritySettings<ConstructLeaves>,
  place: Placement,
): readonly string[] {
  const home = regionOf(scope, place);
  const parts = { "atRest.s3": atRest?.s3, "atRest.localDisk": atRest?.localDisk, inTransit, wal };
  return Object.entries(parts).flatMap(([argument, part]) => {
    const key = part && "key" in part ? part.key : undefined;
    if (!(key instanceof ManagedKeyBase) || TerraformStack.of(key) === TerraformStack.of(scope)) return [];
    if (home === undefined || key.region === undefined || key.region === home) return [];
    return [
      `${argument}.key is ${key.node.path} in ${key.region}, and the configuration is in ${home}; use a key in ${home}, such as an EncryptionKeyReplica`,
    ];
  });
}

function providerProblems({ atRest, inTransit }: SecuritySettings<ConstructLeaves>): readonly string[] {
  // A class that JavaScript code leaves out is missing from the document, where the grammar reports it.
  const of = (part: { readonly jar?: IProviderJar; readonly providerClass?: string }, place: ProviderPlace) =>
    (part.providerClass === undefined ? undefined : part.jar?.problems(part.providerClass, place)) ?? [];
  const s3 = [atRest?.s3, ...(atRest?.s3?.overrides ?? [])];
  return [
    ...s3.flatMap((part) => (part?.mode === "CSE-Custom" ? of(part, "s3") : [])),
    ...(atRest?.localDisk?.provider === "Custom" ? of(atRest.localDisk, "localDisk") : []),
    ...(inTransit?.provider === "Custom" ? of(inTransit, "tls") : []),
  ];
}
