import type { Unseen } from "./calls";

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Values of a resource, as Terraform's provider names them. Absent ones are left out of the document. */
export type Values = { readonly [attribute: string]: Json | undefined };

/** A resource of an account, in the form of Terraform's state. */
export interface AccountResource {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly index?: string;
  readonly values: { readonly [attribute: string]: Json };
  /** Attributes that could not be read, with the reason. */
  readonly unseen?: { readonly [attribute: string]: Pick<Unseen, "reason" | "resolveWith"> };
}

/** A bundle or JAR that does not exist where a configuration names it. */
export interface MissingObject {
  readonly uri: string;
  readonly namedBy: string;
}

/** Collects resources by address; the first of each address is kept. */
export class Resources {
  private readonly found = new Map<string, AccountResource>();
  readonly missing = new Map<string, MissingObject>();

  /** Adds an instance of `type.NAME[index]`. */
  add(
    type: string,
    index: string,
    values: Values,
    unseen: { readonly [attribute: string]: Unseen | undefined } = {},
    name = "all",
  ): void {
    const address = `${type}.${name}[${JSON.stringify(index)}]`;
    if (this.found.has(address)) return;
    const gaps = Object.entries(unseen).flatMap(([attribute, gap]) =>
      gap ? [[attribute, { reason: gap.reason, resolveWith: gap.resolveWith }] as const] : [],
    );
    this.found.set(address, {
      address,
      mode: "managed",
      type,
      name,
      index,
      values: present(values),
      ...(gaps.length > 0 && { unseen: Object.fromEntries(gaps) }),
    });
  }

  addData(type: string, name: string, values: Values): void {
    const address = `data.${type}.${name}`;
    this.found.set(address, { address, mode: "data", type, name, values: present(values) });
  }

  /** Sorted by address. */
  get all(): readonly AccountResource[] {
    return [...this.found.values()].sort((a, b) => (a.address < b.address ? -1 : 1));
  }

  ofType(wanted: string): readonly AccountResource[] {
    return this.all.filter(({ type }) => type === wanted);
  }
}

function present(values: Values): AccountResource["values"] {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

/** Tags in the form of the provider. */
export function tagsOf(
  tags: readonly { readonly Key?: string; readonly Value?: string }[] | undefined,
): { readonly [key: string]: string } | undefined {
  if (!tags || tags.length === 0) return undefined;
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}
