import type {
  ChoiceNode,
  Fields,
  FlagNode,
  IntegerNode,
  ListNode,
  RecordNode,
  securityConfigurationGrammar,
  TextNode,
} from "./grammar";
import { describeProblem, walkSecurityConfiguration } from "./walk";

type Simplify<T> = { [K in keyof T]: T[K] };

type FieldsOf<F extends Fields> = { readonly [K in keyof F["required"]]: ValueOf<F["required"][K]> } & {
  readonly [K in keyof F["optional"]]?: ValueOf<F["optional"][K]>;
};

type CasesOf<C extends ChoiceNode> = {
  [W in keyof C["cases"]]: Simplify<{ readonly [O in C["on"]]: W } & FieldsOf<C> & FieldsOf<C["cases"][W]>>;
}[keyof C["cases"]];

/** The TypeScript type of the values that a part of the grammar allows. */
export type ValueOf<N> = N extends ChoiceNode
  ? CasesOf<N>
  : N extends RecordNode
    ? Simplify<FieldsOf<N>>
    : N extends ListNode
      ? readonly ValueOf<N["items"]>[]
      : N extends { readonly values: readonly (infer V)[] }
        ? V
        : N extends TextNode
          ? string
          : N extends IntegerNode
            ? number
            : N extends FlagNode
              ? boolean
              : never;

/** EMR's security configuration with the service's own names, without anything that it would refuse. */
export type SecurityConfigurationDocument = ValueOf<typeof securityConfigurationGrammar>;

/** Encryption at rest and in transit. */
export type EncryptionConfiguration = NonNullable<SecurityConfigurationDocument["EncryptionConfiguration"]>;

/** Kerberos and IAM Identity Center. */
export type AuthenticationConfiguration = NonNullable<SecurityConfigurationDocument["AuthenticationConfiguration"]>;

/** EMRFS roles, runtime roles, Lake Formation and Ranger. */
export type AuthorizationConfiguration = NonNullable<SecurityConfigurationDocument["AuthorizationConfiguration"]>;

/** Instance metadata service of the nodes. */
export type InstanceMetadataServiceConfiguration = NonNullable<
  SecurityConfigurationDocument["InstanceMetadataServiceConfiguration"]
>;

/** The document as JSON, in the order of its properties. References `${…}` inside stay as they are. */
export function renderSecurityConfiguration(document: SecurityConfigurationDocument): string {
  return JSON.stringify(document);
}

/**
 * Reads a security configuration.
 *
 * @throws Error when the text is not JSON, or names every place where EMR would refuse the document.
 */
export function parseSecurityConfiguration(json: string): SecurityConfigurationDocument {
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch (error) {
    throw new Error(`the security configuration is not JSON: ${(error as Error).message}`);
  }
  const problems = walkSecurityConfiguration(document);
  if (problems.length > 0) {
    throw new Error(
      `EMR would refuse the security configuration: ${problems.map((problem) => describeProblem(problem)).join("; ")}`,
    );
  }
  return document as SecurityConfigurationDocument;
}
