import type { Evaluator } from "../expressions/evaluate";
import type { Scope } from "../expressions/scope";
import type { ModuleSource, ProviderBlock, Written } from "../expressions/source";
import { isRecord, type Symbolic, Unknown } from "../values/symbolic";
import { isKnown, oneValue, unknownValue } from "../values/unknowns";
import type { Resource } from "./model";

/** What a provider needs of its model. */
interface ModelView {
  readonly parts: { readonly source: ModuleSource; readonly region?: string };
  readonly resources: readonly (Pick<Resource, "mode"> & {
    readonly provider: ProviderView;
    attribute(name: string): Symbolic | undefined;
  })[];
  readonly evaluator: Evaluator;
  scope(module: string): Scope | undefined;
  /** The provider of the root module that one of a module is. */
  inheritedProvider(name: string, module: string): string;
}

/** The form of a Region's name. */
const REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d$/;

/** A provider's configuration, as far as it is known. */
export class ProviderView {
  constructor(
    private readonly model: ModelView,
    /** `aws`, `aws.west`, `module.lake:aws`. */
    readonly name: string,
  ) {}

  /** Whether there is one for each of several Regions, under one name. */
  get isOneOfSeveral(): boolean {
    const region = this.written("region");
    if (region?.kind === "references") return region.references.some((name) => name.startsWith("each."));
    const text = region?.kind === "template" ? JSON.stringify(region.value) : "";
    return text.includes("${") && /\beach\./.test(text);
  }

  /** Region that it works in. */
  get region(): Symbolic {
    const region =
      this.referredRegion() ??
      this.argument("region") ??
      this.model.parts.region ??
      unknownValue(
        "the Region of the provider, which its environment gives",
        "name the Region in the provider or with --region",
      );
    return oneValue(region, `the Region of ${this.name}`);
  }

  /** Account that it works in, if it allows only one. */
  get account(): string | undefined {
    const allowed = this.argument("allowed_account_ids");
    const [only, ...others] = Array.isArray(allowed) ? allowed : [];
    return typeof only === "string" && others.length === 0 ? only : undefined;
  }

  /** Tags that it adds to every resource. */
  get defaultTags(): Symbolic {
    const blocks = this.argument("default_tags");
    const [first] = Array.isArray(blocks) ? blocks : [blocks];
    const tags = isRecord(first) ? first.tags : first;
    return tags instanceof Unknown ? (this.tagsOfUntagged() ?? tags) : (tags ?? {});
  }

  /** A resource without tags of its own has exactly the provider's. */
  private tagsOfUntagged(): Symbolic | undefined {
    for (const resource of this.model.resources) {
      if (resource.mode !== "managed" || resource.provider !== this) continue;
      const all = resource.attribute("tags_all");
      if (isRecord(all) && isKnown(all) && resource.attribute("tags") === null) return all;
    }
    return undefined;
  }

  /** The Region of which a plan of HCL keeps only references: the value of the only variable or local among them. */
  private referredRegion(): string | undefined {
    const written = this.written("region");
    if (written?.kind !== "references" || written.references.length !== 1) return undefined;
    const [reference = ""] = written.references;
    const scope = this.model.scope(this.block?.module ?? "");
    const value = scope && this.model.evaluator.reference(reference, scope);
    return typeof value === "string" && REGION.test(value) ? value : undefined;
  }

  private argument(name: string): Symbolic | undefined {
    const written = this.written(name);
    const scope = written && this.model.scope(this.block?.module ?? "");
    return scope && this.model.evaluator.written(written, scope);
  }

  private written(name: string): Written | undefined {
    return this.block?.arguments.get(name);
  }

  private get block(): ProviderBlock | undefined {
    const own = this.model.parts.source.providers.get(this.name);
    // A plan lists a provider that a module inherits over several levels as one of its own, without arguments.
    if (own && (own.module === "" || own.arguments.size > 0)) return own;
    return this.inModule() ?? own;
  }

  /** `module.lake:aws`: a provider that a module configures itself, or inherits: the only one, or the one that the calls pass down. */
  private inModule(): ProviderBlock | undefined {
    const colon = this.name.lastIndexOf(":");
    if (colon === -1) return undefined;
    const [module, local] = [this.name.slice(0, colon), this.name.slice(colon + 1)];
    const configured = this.model.scope(module)?.source.providers.get(local);
    if (configured) return configured;
    const { providers } = this.model.parts.source;
    const named = [...providers.keys()].filter((name) => name === local || name.startsWith(`${local}.`));
    if (named.length > 1 && !this.passesKnownProviders(module)) return undefined;
    return providers.get(this.model.inheritedProvider(local, module));
  }

  /** Whether every call that leads to a module shows which providers it passes. */
  private passesKnownProviders(module: string): boolean {
    const caller = this.model.scope(module)?.caller;
    if (!caller) return module === "";
    return caller.call.providers !== undefined && this.passesKnownProviders(caller.scope.module);
  }
}
