/** Texts that are kept; a run has a few hundred that repeat. */
const MOST_KEPT = 5_000;

const kept = new Map<string, string>();

/** The same text as before where it was seen: the results of thousands of inputs repeat a few hundred rules and reasons. */
export function sharedText(text: string): string {
  const known = kept.get(text);
  if (known !== undefined) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(text, text);
  return text;
}
