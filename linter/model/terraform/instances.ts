import { groupBy } from "../../../formats/group-by";
import type { Address } from "../expressions/address";
import { blockKey, type ResourceBlock } from "../expressions/source";
import type { Json } from "../values/json";
import type { Unknown } from "../values/symbolic";
import { isKept } from "./lifecycle";
import type { Action } from "./model";

/** One value in a plan, or all of a resource. */
export interface Planned {
  readonly value?: Json | undefined;
  /** `true`, or the same shape with `true` where a part is not known. */
  readonly unknown?: Json | undefined;
  /** `true`, or the same shape with `true` where a part is sensitive. */
  readonly hidden?: Json | undefined;
}

/** One instance of a resource as an input has it, not converted yet. */
export interface Instance extends Omit<Address, "rest"> {
  readonly address: string;
  readonly actions: readonly Action[];
  /** The block it comes from, where the input has it. */
  readonly block?: ResourceBlock;
  /** Values of the plan or state; absent for a configuration, which has only its blocks. */
  readonly planned?: { readonly after: Planned; readonly before: Planned };
  /** Attributes that an audit could not read, each with the reason. */
  readonly unseen?: ReadonlyMap<string, Unknown>;
}

/** Keys of the instances that have one. */
export function keysByBlock(instances: readonly Instance[]): ReadonlyMap<string, readonly (string | number)[]> {
  const keyed = instances.flatMap((instance) =>
    instance.key !== undefined && isKept(instance) ? [{ block: blockOf(instance), key: instance.key }] : [],
  );
  const blocks = groupBy(keyed, ({ block }) => block);
  return new Map([...blocks].map(([block, group]) => [block, group.map(({ key }) => key)] as const));
}

/** The block of an instance, by its module and address. */
export function blockOf({ module, mode, type, name }: Omit<Address, "rest" | "key">): string {
  return `${module} ${blockKey(mode, type, name)}`;
}
