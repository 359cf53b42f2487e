import type {
  ChoiceNode,
  Fields,
  FlagNode,
  IntegerNode,
  ListNode,
  RecordNode,
  TextNode,
} from "../../../formats/security-configuration/grammar";

type Simplify<T> = { [K in keyof T]: T[K] };

type FieldsOf<F extends Fields> = { readonly [K in keyof F["required"]]: ValueOf<F["required"][K]> } & {
  readonly [K in keyof F["optional"]]?: ValueOf<F["optional"][K]>;
};

type CasesOf<C extends ChoiceNode> = {
  [W in keyof C["cases"]]: Simplify<{ readonly [O in C["on"]]: W } & FieldsOf<C> & FieldsOf<C["cases"][W]>>;
}[keyof C["cases"]];

/** The TypeScript type of the values that a part of the grammar allows. */
export type ValueOf<N> = N extends ChoiceNode
  ? CasesOf<N>
  : N extends RecordNode
    ? Simplify<FieldsOf<N>>
    : N extends ListNode
      ? readonly ValueOf<N["items"]>[]
      : N extends { readonly values: readonly (infer V)[] }
        ? V
        : N extends TextNode
          ? string
          : N extends IntegerNode
            ? number
            : N extends FlagNode
              ? boolean
              : never;
