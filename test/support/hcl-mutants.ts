/** Pieces of HCL that change how what is around them is read. */
const FRAGMENTS = [
  "\n",
  "\r\n",
  "\r",
  "\t",
  " ",
  "\0",
  "\ufeff",
  "é",
  "{",
  "}",
  "[",
  "]",
  "(",
  ")",
  '"',
  "'",
  "\\",
  "${",
  "%{",
  "~}",
  "$${",
  "=",
  "==",
  "=>",
  ",",
  ":",
  "::",
  "?",
  ".",
  "...",
  "-",
  "!",
  "&&",
  "*",
  ";",
  "#",
  "//",
  "/*",
  "*/",
  "<<EOT\n",
  "<<-X\n",
  "EOT\n",
  "for",
  " in ",
  " if ",
  "1",
  "a",
  "null",
  "%{ if a }",
  "%{ else }",
  "%{ endif }",
  "%{ for x in y }",
  "%{ endfor }",
  "<<<<<<< HEAD\n",
];

/** Numbers below a limit, the same for the same seed. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A text with one to three changes: a piece removed, inserted, replaced, or copied from another place in it. */
export function mutant(text: string, random: (below: number) => number): string {
  let changed = text;
  for (let count = 1 + random(3); count > 0; count--) {
    const at = random(changed.length + 1);
    const fragment = FRAGMENTS[random(FRAGMENTS.length)] ?? "";
    const kind = random(4);
    const removed = kind === 0 || kind === 2 ? 1 + random(4) : 0;
    const from = random(changed.length + 1);
    const added = kind === 0 ? "" : kind === 3 ? changed.slice(from, from + 20) : fragment;
    changed = changed.slice(0, at) + added + changed.slice(at + removed);
  }
  return changed;
}
