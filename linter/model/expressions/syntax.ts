/** One step of a traversal: `.name`, `[index]`, or a splat: `[*]` takes all steps behind it, `.*` the names alone. */
export type Step = { readonly name: string } | { readonly index: Expression } | { readonly splat: "all" | "names" };

/** Terraform's expression language, as far as JSON syntax can express it. */
export type Expression =
  | { readonly kind: "literal"; readonly value: null | boolean | number | string }
  | { readonly kind: "template"; readonly parts: readonly Expression[] }
  | { readonly kind: "traversal"; readonly root: string; readonly steps: readonly Step[] }
  | { readonly kind: "access"; readonly of: Expression; readonly steps: readonly Step[] }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[]; readonly spread: boolean }
  | { readonly kind: "tuple"; readonly items: readonly Expression[] }
  | { readonly kind: "object"; readonly items: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: "unary"; readonly operator: string; readonly operand: Expression }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "conditional"; readonly test: Expression; readonly then: Expression; readonly else: Expression }
  /** `%{for}` of a template: the texts of a loop, joined. */
  | { readonly kind: "joined"; readonly loop: ForExpression }
  | ForExpression;

/** `[for k, v in collection : value if condition]`, or with `{ … key => value … }`. */
export interface ForExpression {
  readonly kind: "for";
  readonly names: readonly string[];
  readonly collection: Expression;
  readonly key?: Expression;
  readonly value: Expression;
  readonly condition?: Expression;
  readonly grouped: boolean;
}
