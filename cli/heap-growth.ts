/**
 * Flags of V8 for short and long runs: by which factor the space for new objects grows where many of them stay, and by how many
 * percent the rest may grow before it is collected (0: V8 decides, which takes twice the memory that is needed).
 */
const FLAGS = {
  fast: ["--semi-space-growth-factor=2", "--heap-growing-percent=0"],
  small: ["--semi-space-growth-factor=1", "--heap-growing-percent=20"],
} as const;

let now: keyof typeof FLAGS = "fast";

/**
 * Decides how V8's memory grows. In a long run most of it would be garbage, and keeping it small costs little time; a short run is
 * faster where it grows. V8 rejects code that it compiled with other flags, so a run whose code is kept ends with `fast`.
 */
export function heapGrowth(then: keyof typeof FLAGS): void {
  if (then === now) return;
  now = then;
  const { setFlagsFromString } = require("node:v8") as typeof import("node:v8");
  for (const flag of FLAGS[then]) setFlagsFromString(flag);
}
