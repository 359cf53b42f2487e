/**
 * A function that computes its result once for each object. The framework creates a new token, with a stack trace, each time an attribute
 * of a resource is read; tokens that many constructs refer to are read once.
 */
export function oncePer<Key extends object, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const results = new WeakMap<Key, Value>();
  return (key) => {
    const known = results.get(key);
    if (known !== undefined) return known;
    const result = compute(key);
    results.set(key, result);
    return result;
  };
}
