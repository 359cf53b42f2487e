import type { Model, Resource } from "../../model/terraform/model";
import { known, type Leaf } from "../../rows/leaf";
import type { ObjectFact } from "../../rows/objects";
import { argument, type DocumentCursor } from "../document-cursor";
import { allBlocks, firstBlock } from "./blocks";
import type { Bucket } from "./bucket";

/** Storage classes from which an object has to be restored before it can be read. */
export const ARCHIVES: ReadonlySet<unknown> = new Set(["GLACIER", "DEEP_ARCHIVE"]);
const ARCHIVE_TIERS: ReadonlySet<unknown> = new Set(["ARCHIVE_ACCESS", "DEEP_ARCHIVE_ACCESS"]);

/** A lifecycle rule that applies to an object. */
interface AppliedRule {
  readonly part: DocumentCursor;
  /** The rule, in words. */
  readonly words: string;
  /** Whether it leaves objects below 128 KiB where they are. */
  readonly sparesSmall: boolean;
}

/** What the lifecycle rules of its bucket do to an object. */
export function lifecycleLeaves(
  model: Model,
  object: Resource,
  bucket: Bucket,
): Pick<ObjectFact, "expiredBy" | "archivedBy" | "archivedIfLarge"> {
  const rules = appliedRules(model, object, bucket);
  const expiring = rules.find(({ part }) => expires(firstBlock(model, part.at("expiration"))));
  const tiered = rules.some(({ part }) => movesTo(model, part, new Set(["INTELLIGENT_TIERING"])));
  const archived =
    rules.find(({ part }) => movesTo(model, part, ARCHIVES)) ??
    tieringRule(model, object, bucket, tiered || object.values.storage_class === "INTELLIGENT_TIERING");
  return {
    expiredBy: text(expiring?.words),
    archivedBy: text(archived?.words),
    archivedIfLarge: known(archived?.sparesSmall),
  };
}

function text(value: string | undefined): Leaf<string> {
  return known(value ?? null);
}

function appliedRules(model: Model, object: Resource, bucket: Bucket): readonly AppliedRule[] {
  const lifecycle = bucket.about("aws_s3_bucket_lifecycle_configuration");
  // From September 2024 on, transitions leave objects below 128 KiB alone unless the lifecycle or a rule says otherwise.
  const variesBySize = lifecycle?.values.transition_default_minimum_object_size === "varies_by_storage_class";
  const separate = lifecycle ? rulesOf(model, lifecycle, "rule", variesBySize) : [];
  const inline = bucket.resource ? rulesOf(model, bucket.resource, "lifecycle_rule", false) : [];
  return [...separate, ...inline].filter(({ part }) => isEnabled(part) && covers(model, part, object));
}

function rulesOf(model: Model, resource: Resource, name: string, variesBySize: boolean): readonly AppliedRule[] {
  return allBlocks(model, argument(model, resource, name)).map((part) => {
    const id = part.at("id").resolved();
    const filter = firstBlock(model, part.at("filter"));
    const sized = [filter, firstBlock(model, filter.at("and"))].some(
      (each) => typeof each.at("object_size_greater_than").resolved() === "number",
    );
    const words = `${typeof id === "string" && id !== "" ? `the rule ${id}` : "a rule"} of ${resource.address}`;
    return { part, words, sparesSmall: !variesBySize && !sized };
  });
}

function isEnabled(part: DocumentCursor): boolean {
  return part.at("status").resolved() === "Enabled" || part.at("enabled").resolved() === true;
}

/** Whether a rule's filter covers an object for certain. */
function covers(model: Model, part: DocumentCursor, object: Resource): boolean {
  const filter = firstBlock(model, part.at("filter"));
  const both = firstBlock(model, filter.at("and"));
  const prefix = [part, filter, both].map((each) => each.at("prefix").resolved()).find((each) => (each ?? "") !== "");
  const key = argument(model, object, "key").resolved();
  const inPrefix =
    (prefix ?? "") === "" || (typeof prefix === "string" && typeof key === "string" && key.startsWith(prefix));
  const tags = [firstBlock(model, filter.at("tag")), both.at("tags"), part.at("tags")];
  return inPrefix && tags.every((each) => (each.resolved() ?? null) === null || each.names().length === 0);
}

function expires(expiration: DocumentCursor): boolean {
  const days = expiration.at("days").resolved();
  const date = expiration.at("date").resolved();
  return (typeof days === "number" && days > 0) || (typeof date === "string" && date !== "");
}

function movesTo(model: Model, part: DocumentCursor, classes: ReadonlySet<unknown>): boolean {
  return allBlocks(model, part.at("transition")).some((each) => classes.has(each.at("storage_class").resolved()));
}

/** The archive tiers of Intelligent-Tiering, which watches objects from 128 KiB on. */
function tieringRule(model: Model, object: Resource, bucket: Bucket, tiered: boolean): AppliedRule | undefined {
  const resource = tiered ? bucket.about("aws_s3_bucket_intelligent_tiering_configuration") : undefined;
  if (!resource || argument(model, resource, "status").resolved() === "Disabled") return undefined;
  const part = firstBlock(model, argument(model, resource, "filter"));
  const tiers = allBlocks(model, argument(model, resource, "tiering"));
  const archives = tiers.some((each) => ARCHIVE_TIERS.has(each.at("access_tier").resolved()));
  if (!archives || !covers(model, part, object)) return undefined;
  return { part, words: resource.address, sparesSmall: true };
}
