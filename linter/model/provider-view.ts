import type { Evaluator, Scope } from "./evaluate";
import type { Resource } from "./model";
import type { ModuleSource } from "./source";
import { isRecord, type Symbolic, Unknown } from "./symbolic";
import { elsewhere, isKnown } from "./unknowns";

/** What a provider needs of its model. */
interface Surroundings {
  readonly parts: { readonly source: ModuleSource; readonly region?: string };
  readonly resources: readonly (Pick<Resource, "mode"> & {
    readonly provider: ProviderView;
    attribute(name: string): Symbolic | undefined;
  })[];
  readonly evaluator: Evaluator;
  scope(module: string): Scope | undefined;
}

/** A provider's configuration, as far as the input tells it. */
export class ProviderView {
  constructor(
    private readonly model: Surroundings,
    /** `aws`, `aws.west`, `module.lake:aws`. */
    readonly name: string,
  ) {}

  /** Region that it works in. */
  get region(): Symbolic {
    const region = this.argument("region");
    if (region !== undefined && region !== null) return region;
    return (
      this.model.parts.region ??
      elsewhere(
        "the Region of the provider, which its environment gives",
        "name the Region in the provider or with --region",
      )
    );
  }

  /** Tags that it puts on everything. */
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

  private argument(name: string): Symbolic | undefined {
    const block = this.model.parts.source.providers.get(this.name) ?? this.inModule();
    const scope = block && this.model.scope(block.module);
    const written = block?.arguments.get(name);
    return written && scope ? this.model.evaluator.written(written, scope) : undefined;
  }

  /** `module.lake:aws` names a provider that a module configures itself. */
  private inModule() {
    const colon = this.name.lastIndexOf(":");
    if (colon === -1) return undefined;
    return this.model.scope(this.name.slice(0, colon))?.source.providers.get(this.name.slice(colon + 1));
  }
}
