/** Names in a sentence: the first three of many, and how many more there are. */
export function firstThree(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(", ");
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
