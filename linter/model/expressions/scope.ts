import type { Reference, Symbolic } from "../values/symbolic";
import type { Address } from "./address";
import type { ExpressionFiles } from "./result";
import type { CallBlock, ModuleSource } from "./source";

/** Where an expression is: one module instance, and one instance of a block in it. */
export interface Scope {
  /** Address of the module instance, empty for the root. */
  readonly module: string;
  readonly source: ModuleSource;
  /** The call that made the module, in the scope of its caller. */
  readonly caller?: { readonly scope: Scope; readonly call: CallBlock };
  readonly key?: string | number;
  /** The value of `each.value`. */
  readonly item?: () => Symbolic;
  /** Names bound by `for` expressions, `dynamic` blocks and templates around. */
  readonly bound?: ReadonlyMap<string, Symbolic>;
  /** Whether only the bound names are visible, as in the file of a template. */
  readonly closed?: true;
  /** Whether references to resources stay as they are, to find out what a value is made from. */
  readonly unfollowed?: true;
}

/** What expressions may name. */
export interface World {
  /** Whether instances that {@link instances} does not list do not exist. */
  readonly listsAllInstances: boolean;
  /** `terraform.workspace`, where it is known. */
  readonly workspace?: string;
  variable(name: string, scope: Scope): Symbolic;
  local(name: string, scope: Scope): Symbolic;
  output(call: string, key: string | number | undefined, name: string, scope: Scope): Symbolic;
  /** Keys of the instances of a module call; undefined where they are not known; a lone `undefined` for one without count and for_each. */
  calls(call: string, scope: Scope): readonly (string | number | undefined)[] | undefined;
  /** Keys of the instances of a resource; undefined where they are not known; a lone `undefined` for one without count and for_each. */
  instances(address: Address): readonly (string | number | undefined)[] | undefined;
  /** The value behind an attribute; the reference itself where it ends there. */
  follow(reference: Reference): Symbolic;
  readonly expressionFiles: ExpressionFiles;
}
