/** V8's own factor by which the space for new objects grows where many of them stay, and the one that keeps it as it is. */
const FACTORS = { grows: 2, stays: 1 } as const;

let now: keyof typeof FACTORS = "grows";

/**
 * Decides whether V8's space for new objects grows. For a long run, up to 48 MB of it would be garbage, and keeping it small costs no time;
 * a short run is faster where it grows. V8 rejects code that it compiled with another factor, so a run that is kept ends with `grows`.
 */
export function youngSpace(then: keyof typeof FACTORS): void {
  if (then === now) return;
  now = then;
  const { setFlagsFromString } = require("node:v8") as typeof import("node:v8");
  setFlagsFromString(`--semi-space-growth-factor=${FACTORS[then]}`);
}
