import { all, any, type Truth, UnknownTruth, unknownTruth } from "../../access/truth";
import type { Model, Resource } from "../../model/terraform/model";
import type { Symbolic } from "../../model/values/symbolic";
import { LINT_LATER_PLAN } from "../../model/values/unknowns";
import { ABSENT, isAbsent, known, type Leaf, unknownLeaf } from "../../rows/leaf";
import type { ObjectFact } from "../../rows/objects";
import { argument, type DocumentCursor } from "../document-cursor";
import type { Bucket } from "./bucket";

/** Storage classes from which an object has to be restored before it can be read. */
const ARCHIVES = ["GLACIER", "DEEP_ARCHIVE"];
const ARCHIVE_TIERS = ["ARCHIVE_ACCESS", "DEEP_ARCHIVE_ACCESS"];
const TIERED = ["INTELLIGENT_TIERING"];
const LARGER = "object_size_greater_than";

interface StorageRule {
  readonly part: DocumentCursor;
  readonly words: string;
  readonly applies: Truth;
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
  const tiered = any([isOneOf(stored, TIERED), ...rules.map((rule) => movesTo(rule, TIERED))]);
  const archived = firstOf([
    ...rules.map((rule) => ({ ...rule, applies: movesTo(rule, ARCHIVES) })),
    ...tieringRules(model, object, bucket, tiered),
  ]);
  return {
    expiredBy: nameOf(firstOf(rules.map((rule) => ({ ...rule, applies: expires(rule) })))),
    archivedBy: nameOf(archived),
    archivedIfLarge: known(archived?.skipsSmall),
  };
}

/** The first rule that applies for certain, or else the first for which that is not known. */
function firstOf(rules: readonly StorageRule[]): StorageRule | undefined {
  return rules.find(({ applies }) => applies === true) ?? rules.find(({ applies }) => applies !== false);
}

function nameOf(rule: StorageRule | undefined): Leaf<string> {
  if (!rule || typeof rule.applies === "boolean") return known(rule?.words);
  const [why] = rule.applies.reasons;
  return why ? unknownLeaf(`whether ${rule.words} applies is not known: ${why.unknown}`, why.resolveWith) : ABSENT;
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
  return argument(model, resource, name)
    .blocks()
    .map((part) => {
      const id = part.at("id").resolved();
      const sized = filters(part).some((each) => typeof each.at(LARGER).resolved() === "number");
      return {
        part,
        words: `${typeof id === "string" && id !== "" ? `the rule ${id}` : "a rule"} of ${resource.address}`,
        applies: all([isEnabled(part), matchesFilter(model, part, object)]),
        skipsSmall: !variesBySize && !sized,
      };
    });
}

function isEnabled(part: DocumentCursor): Truth {
  const status = part.at("status").text();
  return isAbsent(status) ? truthOf(part.at("enabled").flag(), (flag) => flag) : isOneOf(status, ["Enabled"]);
}

/** The places of a rule that restrict it: the rule itself, its filter, and the part of the filter that joins conditions. */
function filters(part: DocumentCursor): readonly DocumentCursor[] {
  const filter = part.at("filter").firstBlock();
  return [part, filter, filter.at("and").firstBlock()];
}

/** Whether a rule's filter matches an object by its key, its tags and its size. */
function matchesFilter(model: Model, part: DocumentCursor, object: Resource): Truth {
  const key = argument(model, object, "key").text();
  return all(
    filters(part).flatMap((filter) => {
      const tag = filter.at("tag").firstBlock();
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

function hasTag(model: Model, object: Resource, name: Symbolic | undefined, value: Leaf<string>): Truth {
  const every = argument(model, object, "tags_all");
  const tags = every.names().length > 0 ? every : argument(model, object, "tags");
  const own = tags.at(String(name)).text();
  return isAbsent(own) ? false : compared(value, own, (one, other) => one === other);
}

/** A plan does not contain the size of an object; bundles and JARs have more than a few hundred bytes. */
function matchesSize(filter: DocumentCursor): Truth {
  const larger = filter.at(LARGER).number();
  const smaller = filter.at("object_size_less_than").number();
  const isOpen = "known" in larger && "known" in smaller && (larger.known ?? 0) < 512 && !smaller.known;
  return isOpen || unknownTruth("it depends on the size of the object", "limit the rule to a prefix");
}

/** Compares two texts if both are known; one that is absent requires nothing. */
function compared(one: Leaf<string>, other: Leaf<string>, matches: (one: string, other: string) => boolean): Truth {
  if ("known" in one && (one.known ?? "") === "") return true;
  return truthOf(one, (text) => truthOf(other, (name) => matches(text ?? "", name ?? "")));
}

function expires({ part, applies }: StorageRule): Truth {
  const expiration = part.at("expiration").firstBlock();
  const after = truthOf(expiration.at("days").number(), (days) => (days ?? 0) > 0);
  const on = truthOf(expiration.at("date").text(), (date) => (date ?? "") !== "");
  return all([applies, any([after, on])]);
}

function movesTo({ part, applies }: StorageRule, classes: readonly string[]): Truth {
  const transitions = part.at("transition").blocks();
  return all([applies, any(transitions.map((each) => isOneOf(each.at("storage_class").text(), classes)))]);
}

/** The archive tiers of Intelligent-Tiering, which watches objects from 128 KiB on. */
function tieringRules(model: Model, object: Resource, bucket: Bucket, tiered: Truth): readonly StorageRule[] {
  const resource = bucket.about("aws_s3_bucket_intelligent_tiering_configuration");
  if (!resource || argument(model, resource, "status").resolved() === "Disabled") return [];
  const part = argument(model, resource, "filter").firstBlock();
  const tiers = argument(model, resource, "tiering").blocks();
  const archives = any(tiers.map((each) => isOneOf(each.at("access_tier").text(), ARCHIVE_TIERS)));
  const applies = all([tiered, archives, matchesFilter(model, part, object)]);
  return [{ part, words: resource.address, applies, skipsSmall: true }];
}

function isOneOf(leaf: Leaf<string>, values: readonly string[]): Truth {
  return truthOf(leaf, (value) => value !== null && values.includes(value));
}

/** What holds of the value of a leaf, absent or not; a reference is resolved by a later plan. */
function truthOf<T>(leaf: Leaf<T>, holds: (value: T | null) => Truth | null): Truth {
  if ("known" in leaf) return holds(leaf.known) ?? false;
  return "unknown" in leaf ? new UnknownTruth([leaf]) : unknownTruth("a value is known after apply", LINT_LATER_PLAN);
}
