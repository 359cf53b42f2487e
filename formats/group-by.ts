/** Each value once: of those with the same key the last, at the place of the first. */
export function uniqueBy<T>(values: Iterable<T>, keyOf: (value: T) => string): readonly T[] {
  return [...new Map([...values].map((value) => [keyOf(value), value])).values()];
}

/** Groups values by a key, in the order in which the keys first occur. */
export function groupBy<T, K>(values: Iterable<T>, keyOf: (value: T) => K): ReadonlyMap<K, readonly [T, ...T[]]> {
  return groupByEach(values, (value) => [keyOf(value)]);
}

/** Groups values by each of their keys. */
export function groupByEach<T, K>(
  values: Iterable<T>,
  keysOf: (value: T) => Iterable<K>,
): ReadonlyMap<K, readonly [T, ...T[]]> {
  const groups = new Map<K, [T, ...T[]]>();
  for (const value of values) {
    for (const key of keysOf(value)) {
      const group = groups.get(key);
      if (group) group.push(value);
      else groups.set(key, [value]);
    }
  }
  return groups;
}
