import { isObject, type Json, type JsonObject, list, member } from "../values/json";

/** A `dynamic` block: the blocks of one type that it makes, one for each element of a collection. */
export interface DynamicBlock {
  readonly forEach: Json;
  /** The name of the element in the content. */
  readonly iterator: string;
  readonly content: Json;
}

/**
 * The dynamic blocks of a body, by the type of the blocks that they make; undefined where the body has none. An argument that
 * is named `dynamic` has another form.
 */
export function dynamicBlocks(body: JsonObject): ReadonlyMap<string, readonly DynamicBlock[]> | undefined {
  const found = new Map<string, readonly DynamicBlock[]>();
  for (const [type, written] of dynamicBodies(body)) {
    const blocks = (Array.isArray(written) ? list(written) : [written]).map((one) => dynamicBlock(type, one));
    if (!blocks.every((block) => block !== undefined)) return undefined;
    found.set(type, [...(found.get(type) ?? []), ...blocks]);
  }
  return found.size === 0 ? undefined : found;
}

/** What is written in `dynamic`, in order, each with the type of its blocks. */
export function dynamicBodies(body: JsonObject): readonly (readonly [string, Json])[] {
  const dynamic = member(body, "dynamic");
  return (Array.isArray(dynamic) ? list(dynamic) : [dynamic]).filter(isObject).flatMap((one) => Object.entries(one));
}

function dynamicBlock(type: string, written: Json): DynamicBlock | undefined {
  const forEach = member(written, "for_each");
  const body = member(written, "content");
  const content = Array.isArray(body) ? body[0] : body;
  if (forEach === undefined || content === undefined) return undefined;
  const iterator = member(written, "iterator");
  return { forEach, iterator: typeof iterator === "string" ? nameOf(iterator) : type, content };
}

/** A name such as `item` of `iterator = item`, which JSON syntax may write as `${item}`. */
export function nameOf(written: string): string {
  return written.startsWith("${") && written.endsWith("}") ? written.slice(2, -1).trim() : written;
}
