import type { Model, Resource } from "../../model/terraform/model";
import type { Symbolic } from "../../model/values/symbolic";
import { LINT_LATER_PLAN } from "../../model/values/unknowns";
import { known, type Leaf, type UnknownLeaf, unknownLeaf } from "../../rows/leaf";
import type { ObjectFact } from "../../rows/objects";
import { allBlocks, firstBlock } from "../blocks";
import { argument, type DocumentCursor } from "../document-cursor";
import type { Bucket } from "./bucket";

/** Storage classes from which an object has to be restored before it can be read. */
export const ARCHIVES: ReadonlySet<unknown> = new Set(["GLACIER", "DEEP_ARCHIVE"]);
const ARCHIVE_TIERS: ReadonlySet<unknown> = new Set(["ARCHIVE_ACCESS", "DEEP_ARCHIVE_ACCESS"]);
const TIERED: ReadonlySet<unknown> = new Set(["INTELLIGENT_TIERING"]);
const ENABLED: ReadonlySet<unknown> = new Set(["Enabled"]);
const LARGER = "object_size_greater_than";

/** A lifecycle rule of the bucket. */
interface StorageRule {
  readonly part: DocumentCursor;
  /** The rule, in words. */
  readonly words: string;
  /** Whether it applies to the object. */
  readonly applies: Leaf<boolean>;
  /** Whether it skips objects below 128 KiB. */
  readonly skipsSmall: boolean;
}

/** What the lifecycle rules of its bucket do to an object. */
export function lifecycleLeaves(
  model: Model,
  object: Resource,
  bucket: Bucket,
): Pick<ObjectFact, "expiredBy" | "archivedBy" | "archivedIfLarge"> {
  const rules = lifecycleRules(model, object, bucket);
  const stored = argument(model, object, "storage_class").text();
  const tiered = any([isOneOf(stored, TIERED), ...rules.map((rule) => movesTo(model, rule, TIERED))]);
  const archived = firstOf([
    ...rules.map((rule) => ({ ...rule, applies: movesTo(model, rule, ARCHIVES) })),
    ...tieringRules(model, object, bucket, tiered),
  ]);
  return {
    expiredBy: nameOf(firstOf(rules.map((rule) => ({ ...rule, applies: expires(model, rule) })))),
    archivedBy: nameOf(archived),
    archivedIfLarge: known(archived?.skipsSmall),
  };
}

/** The first rule that applies for certain, or else the first for which that is not known. */
function firstOf(rules: readonly StorageRule[]): StorageRule | undefined {
  const holds = ({ applies }: StorageRule) => "known" in applies && applies.known === true;
  return rules.find(holds) ?? rules.find(({ applies }) => !("known" in applies));
}

function nameOf(rule: StorageRule | undefined): Leaf<string> {
  if (!rule || "known" in rule.applies) return known(rule?.words);
  const { unknown, resolveWith } = unresolved(rule.applies);
  return unknownLeaf(`whether ${rule.words} applies is not known: ${unknown}`, resolveWith);
}

function lifecycleRules(model: Model, object: Resource, bucket: Bucket): readonly StorageRule[] {
  const lifecycle = bucket.about("aws_s3_bucket_lifecycle_configuration");
  // From September 2024 on, transitions leave objects below 128 KiB alone unless the lifecycle or a rule says otherwise.
  const variesBySize = lifecycle?.values.transition_default_minimum_object_size === "varies_by_storage_class";
  const separate = lifecycle ? rulesOf(model, object, lifecycle, "rule", variesBySize) : [];
  const inline = bucket.resource ? rulesOf(model, object, bucket.resource, "lifecycle_rule", false) : [];
  return [...separate, ...inline];
}

function rulesOf(
  model: Model,
  object: Resource,
  resource: Resource,
  name: string,
  variesBySize: boolean,
): readonly StorageRule[] {
  return allBlocks(model, argument(model, resource, name)).map((part) => {
    const id = part.at("id").resolved();
    const sized = filters(model, part).some((each) => typeof each.at(LARGER).resolved() === "number");
    return {
      part,
      words: `${typeof id === "string" && id !== "" ? `the rule ${id}` : "a rule"} of ${resource.address}`,
      applies: all([isEnabled(part), matchesFilter(model, part, object)]),
      skipsSmall: !variesBySize && !sized,
    };
  });
}

function isEnabled(part: DocumentCursor): Leaf<boolean> {
  const status = part.at("status").text();
  return "known" in status && status.known === null ? part.at("enabled").flag() : isOneOf(status, ENABLED);
}

/** The places of a rule that restrict it: the rule itself, its filter, and the part of the filter that joins conditions. */
function filters(model: Model, part: DocumentCursor): readonly DocumentCursor[] {
  const filter = firstBlock(model, part.at("filter"));
  return [part, filter, firstBlock(model, filter.at("and"))];
}

/** Whether a rule's filter matches an object by its key, its tags and its size. */
function matchesFilter(model: Model, part: DocumentCursor, object: Resource): Leaf<boolean> {
  const key = argument(model, object, "key").text();
  return all(
    filters(model, part).flatMap((filter) => {
      const tag = firstBlock(model, filter.at("tag"));
      const tags = filter.at("tags");
      return [
        compared(filter.at("prefix").text(), key, (prefix, name) => name.startsWith(prefix)),
        ...(tag.names().length > 0 ? [hasTag(model, object, tag.at("key").resolved(), tag.at("value").text())] : []),
        ...tags.names().map((name) => hasTag(model, object, name, tags.at(name).text())),
        matchesSize(filter),
      ];
    }),
  );
}

function hasTag(model: Model, object: Resource, name: Symbolic | undefined, value: Leaf<string>): Leaf<boolean> {
  const every = argument(model, object, "tags_all");
  const tags = every.names().length > 0 ? every : argument(model, object, "tags");
  const own = tags.at(String(name)).text();
  return "known" in own && own.known === null ? known(false) : compared(value, own, (one, other) => one === other);
}

/** A plan does not contain the size of an object; bundles and JARs have more than a few hundred bytes. */
function matchesSize(filter: DocumentCursor): Leaf<boolean> {
  const larger = filter.at(LARGER).number();
  const smaller = filter.at("object_size_less_than").number();
  const isOpen = "known" in larger && "known" in smaller && (larger.known ?? 0) < 512 && !smaller.known;
  return isOpen ? known(true) : unknownLeaf("it depends on the size of the object", "limit the rule to a prefix");
}

/** Compares two texts if both are known; one that is absent requires nothing. */
function compared(
  one: Leaf<string>,
  other: Leaf<string>,
  matches: (one: string, other: string) => boolean,
): Leaf<boolean> {
  if ("known" in one && (one.known === null || one.known === "")) return known(true);
  if ("known" in one && "known" in other) return known(matches(one.known ?? "", other.known ?? ""));
  return unresolved("known" in one ? other : one);
}

function expires(model: Model, { part, applies }: StorageRule): Leaf<boolean> {
  const expiration = firstBlock(model, part.at("expiration"));
  const days = expiration.at("days").number();
  const date = expiration.at("date").text();
  const after = "known" in days ? known((days.known ?? 0) > 0) : days;
  return all([applies, any([after, "known" in date ? known((date.known ?? "") !== "") : date])]);
}

function movesTo(model: Model, { part, applies }: StorageRule, classes: ReadonlySet<unknown>): Leaf<boolean> {
  const transitions = allBlocks(model, part.at("transition"));
  return all([applies, any(transitions.map((each) => isOneOf(each.at("storage_class").text(), classes)))]);
}

/** The archive tiers of Intelligent-Tiering, which watches objects from 128 KiB on. */
function tieringRules(model: Model, object: Resource, bucket: Bucket, tiered: Leaf<boolean>): readonly StorageRule[] {
  const resource = bucket.about("aws_s3_bucket_intelligent_tiering_configuration");
  if (!resource || argument(model, resource, "status").resolved() === "Disabled") return [];
  const part = firstBlock(model, argument(model, resource, "filter"));
  const tiers = allBlocks(model, argument(model, resource, "tiering"));
  const archives = any(tiers.map((each) => isOneOf(each.at("access_tier").text(), ARCHIVE_TIERS)));
  const applies = all([tiered, archives, matchesFilter(model, part, object)]);
  return [{ part, words: resource.address, applies, skipsSmall: true }];
}

function isOneOf(value: Leaf<string>, values: ReadonlySet<unknown>): Leaf<boolean> {
  if ("known" in value) return known(values.has(value.known));
  return unresolved(value);
}

/** Why a leaf is not known; a reference is resolved by a later plan. */
function unresolved(leaf: Leaf<unknown>): UnknownLeaf {
  return "unknown" in leaf ? leaf : unknownLeaf("a value is known after apply", LINT_LATER_PLAN);
}

function all(leaves: readonly Leaf<boolean>[]): Leaf<boolean> {
  if (leaves.some((each) => "known" in each && each.known !== true)) return known(false);
  return leaves.find((each) => !("known" in each)) ?? known(true);
}

function any(leaves: readonly Leaf<boolean>[]): Leaf<boolean> {
  if (leaves.some((each) => "known" in each && each.known === true)) return known(true);
  return leaves.find((each) => !("known" in each)) ?? known(false);
}
