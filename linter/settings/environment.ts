import type { Model } from "../model/terraform/model";
import { kept } from "../model/terraform/of-type";
import { isRecord, type Symbolic } from "../model/values/symbolic";
import type { InputStatus } from "../report/finding";
import type { Settings } from "./settings";

type Environment = InputStatus["environment"];

const defaultKeys: readonly string[] = ["Environment"];
/** Resources whose tags decide the environment of the whole input. */
const CLUSTER = "aws_emr_cluster";
const taggedTypes: ReadonlySet<string> = new Set([CLUSTER, "aws_emr_security_configuration"]);
const PRODUCTION: Environment = { name: "production", from: "default" };

/**
 * The environment that an input is checked for, and its source, in this order: the flag, the settings for its account, the settings,
 * the tags, else production. Where tags disagree, the one that is not `development` wins; an account is `development` only if all of its
 * clusters are.
 */
export function environmentOf(model: Model, settings: Settings, flag?: string): Environment {
  if (flag !== undefined) return { name: flag, from: "flag" };
  const accounts = settings.environments?.accounts ?? {};
  const account = Object.keys(accounts).length > 0 ? model.account : undefined;
  const ofAccount = account !== undefined && Object.hasOwn(accounts, account) ? accounts[account] : undefined;
  if (ofAccount !== undefined) return { name: ofAccount, from: `account ${account}` };
  if (settings.environment !== undefined) return { name: settings.environment, from: "settings" };
  const tagged = taggedEnvironments(model, settings);
  return tagged.find(({ name }) => name !== "development") ?? tagged[0] ?? PRODUCTION;
}

function taggedEnvironments(model: Model, { environments }: Settings): readonly Environment[] {
  const keys = environments?.tags?.keys ?? defaultKeys;
  const development = new Set(["development", ...(environments?.tags?.development ?? [])].map(lowered));
  const own = kept(model, ...taggedTypes).map(({ address, type, values }) => ({ address, type, tags: values.tags }));
  const ofProviders = Object.entries(model.defaultTags).map(([name, tags]) => ({ address: `provider.${name}`, tags }));
  const environmentTag = (tags: Symbolic | undefined) =>
    keys.map((key) => tagOf(tags, key)).find((found) => typeof found === "string");
  const tagged = [...ofProviders, ...own, ...defaultTagsOfState(model)].flatMap(({ address, tags }): Environment[] => {
    const value = environmentTag(tags);
    if (typeof value !== "string") return [];
    const name = development.has(lowered(value)) ? "development" : value;
    return [{ name, from: `tag ${address}` }];
  });
  // An account has clusters of many teams: one that is tagged does not decide for those that are not.
  const isMixed = model.kind === "account" && own.some(({ type, tags }) => type === CLUSTER && !environmentTag(tags));
  return isMixed ? [...tagged, PRODUCTION] : tagged;
}

/** A state does not contain the provider, but resources carry the tags that it added to their own. */
function defaultTagsOfState(model: Model): readonly { readonly address: string; readonly tags: Symbolic }[] {
  if (model.kind !== "state") return [];
  return model.resources.flatMap(({ mode, address, values: { tags, tags_all: all } }) => {
    if (mode === "data" || !isRecord(all)) return [];
    const given = Object.entries(all).filter(([name]) => !isRecord(tags) || !Object.hasOwn(tags, name));
    return [{ address, tags: Object.fromEntries(given) }];
  });
}

function tagOf(tags: Symbolic | undefined, key: string): Symbolic | undefined {
  return isRecord(tags) && Object.hasOwn(tags, key) ? tags[key] : undefined;
}

function lowered(value: string): string {
  return value.toLowerCase();
}
