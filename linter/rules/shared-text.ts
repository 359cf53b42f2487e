/** Values that are kept to be shared, by a key. */
export class SharedValues<T> {
  private readonly kept = new Map<string, T>();

  /** @param most values that are kept; beyond, all are forgotten */
  constructor(private readonly most: number) {}

  /** The value that was given first for a key. */
  first(key: string, value: T): T {
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    if (this.kept.size >= this.most) this.kept.clear();
    this.kept.set(key, value);
    return value;
  }
}

/** Texts and lists that are kept; a run has a few hundred that repeat. */
const MOST_KEPT = 5_000;

const texts = new SharedValues<string>(MOST_KEPT);
const lists = new SharedValues<readonly unknown[]>(MOST_KEPT);

/** Longer texts are not kept: thousands of them would need much memory, and they seldom repeat. */
const LONGEST_TEXT = 1_000;

/** The same text as before where it was seen: the results of thousands of inputs repeat a few hundred rules and reasons. */
export function sharedText(text: string): string {
  return text.length > LONGEST_TEXT ? text : texts.first(text, text);
}

/** The same list as before where an equal one was seen, such as the path of a mistake that many inputs have. */
export function sharedList<T extends readonly (string | number)[]>(list: T): T {
  return lists.first(JSON.stringify(list), list) as T;
}
