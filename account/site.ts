import type { Answers, Operation } from "./answers";
import type { Answer, Calls, Unseen } from "./calls";
import { Resources } from "./resources";

/** What EMR refers to in other services. */
export class Named {
  /** Names of KMS keys: ARNs, ids, aliases. */
  readonly keys = new Set<string>();
  /** Buckets and objects, with what names them. */
  readonly objects = new Map<string, NamedObject>();
  readonly buckets = new Set<string>();
  /** ARNs or names of roles. */
  readonly roles = new Set<string>();
  /** Names of instance profiles. */
  readonly profiles = new Set<string>();
  readonly subnets = new Set<string>();
}

/** An object of S3, and what names it. */
export interface NamedObject {
  readonly bucket: string;
  readonly key: string;
  readonly namedBy: string;
}

/** A Region of an account that is read: the calls there, what they found, and what that names. */
export class Site {
  constructor(
    private readonly calls: Calls,
    readonly account: string,
    readonly region: string,
    readonly resources = new Resources(),
    readonly named = new Named(),
  ) {}

  /** Another Region, whose resources are among those of this one. */
  at(region: string): Site {
    return new Site(this.calls, this.account, region, this.resources, this.named);
  }

  ask<Op extends Operation>(operation: Op, input: object = {}): Promise<Answer<Answers[Op]>> {
    return this.calls.ask(operation, this.region, input);
  }

  /** The entries of all pages of a listing. */
  list<Op extends Operation, Item>(
    operation: Op,
    input: object,
    items: (page: Answers[Op]) => readonly Item[] | undefined,
  ): Promise<{ readonly items: readonly Item[]; readonly unseen?: Unseen }> {
    return this.calls.list(operation, this.region, input, items);
  }

  /** Content of an object. */
  download(input: object): Promise<Answer<Uint8Array | undefined>> {
    return this.calls.download(this.region, input);
  }
}
