/**
 * A Terraform value before apply: plain JSON as far as it is known, with a {@link Reference}, a {@link Template} or an
 * {@link Unknown} at each place where it is not. Nothing that was written is ever absent.
 */
export type Symbolic =
  | null
  | boolean
  | number
  | string
  | readonly Symbolic[]
  | { readonly [name: string]: Symbolic }
  | Reference
  | Template
  | Unknown;

/** Points at an attribute of another resource: `aws_kms_key.s3` and `arn`. */
export class Reference {
  constructor(
    /** Terraform address with modules and instance keys, as in `module.lake.aws_kms_key.k["s3"]`. */
    readonly address: string,
    /** Attribute path as Terraform writes it: `arn`, `policy`, `ec2_attributes[0].instance_profile`; empty for the resource itself. */
    readonly attribute: string,
  ) {}
}

/** A string with references or unknown parts in it, in order: `s3://`, (reference), `/certs.zip`. */
export class Template {
  constructor(readonly parts: readonly (string | Reference | Unknown)[]) {}
}

/** A value that is not known. */
export class Unknown {
  constructor(
    /** Why it is not known, as a noun clause: "known after apply". */
    readonly reason: string,
    /** What would resolve it, as an imperative: "lint cdktf.out or the plan made after the keys exist". */
    readonly resolveWith: string,
    /** The references that it is made from, in order, repeats included, if they are known. */
    readonly references: readonly Reference[] = [],
    /** Name of what it is the value of, if that has one value: two unknowns with the same name are certainly equal. */
    readonly of?: string,
    /** Where it comes from, if rules depend on that; `reason` is only text. */
    readonly cause?: UnknownCause,
  ) {}
}

/**
 * Sources of values that are not known: AWS, which generates them; a variable without a value; a module that is not here; a plan that marks
 * its value as sensitive; an account that an audit could not read completely; an operation that Terraform refuses.
 */
export type UnknownCause = "AWS" | "variable" | "module" | "sensitive" | "account" | "refused";

/** A plain object of the symbolic world, not one of its leaves. */
export function isRecord(value: Symbolic | undefined): value is { readonly [name: string]: Symbolic } {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isLeaf(value);
}

/** One of the three leaves in place of a value that is not plain JSON. */
export function isLeaf(value: unknown): value is Reference | Template | Unknown {
  return value instanceof Reference || value instanceof Template || value instanceof Unknown;
}
