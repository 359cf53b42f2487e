import { DefaultTokenResolver, StringConcat, type TerraformResource, TerraformStack, Token, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * A reference to an attribute, as text; undefined in another stack than the resource's, which needs the framework's token. A token captures a stack
 * trace, which takes most of the time of large apps.
 */
export function referenceIn({ node }: IConstruct, resource: TerraformResource, attribute: string): string | undefined {
  if (!node.scopes.includes(TerraformStack.of(resource))) return undefined;
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}.${attribute}`;
}

/**
 * A text that is written when the stack is synthesized, like `Lazy.stringValue` without a stack trace.
 *
 * @param what - name of the text, for errors
 */
export function lazyText(what: string, produce: () => string): string {
  return Token.asString({ creationStack: [what], resolve: produce, toString: () => what, toJSON: () => what });
}

/** A value with `${…}` for its tokens, for ids and messages. A token of another stack is named as in that stack. */
export function resolved<T>(scope: IConstruct, value: T): T {
  return resolve(scope, value, false);
}

/** A value as it is written into the stack of `scope`. A token of another stack becomes an output there, which this stack reads. */
export function synthesized<T>(scope: IConstruct, value: T): T {
  return resolve(scope, value, true);
}

function resolve<T>(scope: IConstruct, value: T, preparing: boolean): T {
  return Tokenization.resolve(value, {
    scope,
    resolver: new DefaultTokenResolver(new StringConcat()),
    preparing,
  });
}
