import type { Symbolic } from "../../model/values/symbolic";
import type { ResourceNames } from "../iam/resource-names";
import type { DeclaredRoles } from "../iam/roles";

/** What rows of keys are built from. */
export interface KeyContext {
  readonly names: ResourceNames;
  readonly documents: Documents;
  readonly declared: KeyDeclarations;
}

/** Parsed documents of security configurations, by address; a document that is not known is an `Unknown`. */
export type Documents = ReadonlyMap<string, Symbolic>;

/** Declarations of the settings about keys, roles and buckets of other states and accounts. */
export interface KeyDeclarations {
  readonly region?: string;
  readonly roles?: DeclaredRoles;
  /** By ARN; `policy` is the document's text. */
  readonly keys?: { readonly [arn: string]: { readonly policy?: string; readonly rotation?: boolean } };
  /** By name. */
  readonly buckets?: { readonly [name: string]: { readonly region?: string } };
  /** Whether keys that nothing of EMR refers to are checked as well. */
  readonly allKeys?: boolean;
}
