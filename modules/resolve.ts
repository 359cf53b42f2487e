import { DefaultTokenResolver, StringConcat, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";

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
