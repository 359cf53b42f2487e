/** Regular expressions of Go that JavaScript reads the same way. */
export interface Pattern {
  readonly expression: RegExp;
  readonly groups: number;
  /** Steps that a search may take at worst. */
  readonly cost: number;
}

const MOST_STEPS = 100_000;
const LONGEST_PATTERN = 1_000;

/** V8 takes long to read patterns of Unicode properties, and few configurations have patterns. */
const atomPattern = () =>
  /\\(?:[dDsSwW]|[bBA]|z|[nrtfv]|[^\p{L}\p{N}])|\[\^?\]?(?:\[:\w+:\]|\\.|[^\]\\])*\]|\((?:\?(?::|P?<[A-Za-z_]\w*>))?|\)|\||\^|\$|\.|(?:[*+?]|\{\d+(?:,\d*)?\})\??|[^\\[\](){}|^$.*+?]/uy;

const POSIX: { readonly [name: string]: string } = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  digit: "0-9",
  lower: "a-z",
  punct: "!-\\/:-@\\[-`{-~",
  space: "\\t\\n\\v\\f\\r ",
  upper: "A-Z",
  word: "0-9A-Za-z_",
  xdigit: "0-9A-Fa-f",
};

/**
 * Translates a pattern. Undefined where it uses what the two engines read differently, and where a search in a text of this
 * length could backtrack for long: Go's engine never does, JavaScript's can be made to.
 */
export function compilePattern(source: string, length: number): Pattern | undefined {
  const flags = /^\(\?([is]+)\)/.exec(source);
  const body = source.slice(flags?.[0].length ?? 0);
  if (body.length > LONGEST_PATTERN) return undefined;
  const translated = new Translation();
  if (!translated.read(body)) return undefined;
  const cost = Math.ceil((length + 1) ** (translated.unbounded + 1) / 100) * body.length * translated.choices;
  if (!(cost <= MOST_STEPS)) return undefined;
  const dotAll = flags?.[1]?.includes("s") ? "s" : "";
  try {
    return {
      expression: new RegExp(translated.source, `u${flags?.[1]?.includes("i") ? "i" : ""}${dotAll}`),
      groups: translated.groups,
      cost,
    };
  } catch {
    return undefined;
  }
}

class Translation {
  source = "";
  groups = 0;
  unbounded = 0;
  /** How often a search may have to choose again for one way through the repetitions. */
  choices = 1;
  /** Repetitions and choices so far: a repetition of one of them backtracks without end. */
  private ways = 0;
  /** For each group that is open, the ways before it and its alternatives. */
  private readonly open: { readonly ways: number; alternatives: number }[] = [];
  private alternatives = 1;
  private closed: number | undefined;

  /** Translates a whole pattern; false where it cannot be. */
  read(body: string): boolean {
    const pattern = atomPattern();
    for (let at = 0; at < body.length; ) {
      pattern.lastIndex = at;
      const atom = pattern.exec(body)?.[0];
      if (atom === undefined || !this.add(atom)) return false;
      at += atom.length;
    }
    this.choices *= this.alternatives;
    return this.open.length === 0;
  }

  private add(atom: string): boolean {
    if (atom.startsWith("(")) return this.group(atom);
    if (atom === ")") {
      const group = this.open.pop();
      this.closed = group?.ways;
      this.choices *= group?.alternatives ?? 1;
      this.source += atom;
      return group !== undefined;
    }
    if (/^[*+?{]/.test(atom)) return this.quantifier(atom);
    this.closed = undefined;
    if (atom === "|") this.choose();
    if (atom.startsWith("[")) return this.characterClass(atom);
    this.source += ATOMS[atom] ?? (atom.startsWith("\\") ? escaped(atom) : atom === "/" ? "\\/" : atom);
    return true;
  }

  private group(atom: string): boolean {
    if (atom !== "(?:") this.groups++;
    this.open.push({ ways: this.ways, alternatives: 1 });
    this.source += atom.replace("?P<", "?<");
    this.closed = undefined;
    return true;
  }

  private choose(): void {
    const group = this.open.at(-1);
    if (group) group.alternatives++;
    else this.alternatives++;
    this.ways++;
  }

  /** A repetition or a choice within a repetition is what makes searches backtrack without end. */
  private quantifier(atom: string): boolean {
    const [, least = "", most = least] = /^\{(\d+)(?:,(\d*))?\}/.exec(atom) ?? [];
    const isOptional = atom.startsWith("?");
    if (this.closed !== undefined && !isOptional && this.ways > this.closed) return false;
    if (this.closed !== undefined && !isOptional) this.unbounded++;
    if (/^[*+]/.test(atom) || most === "" || Number(most) - Number(least) > 3) this.unbounded++;
    else this.choices *= isOptional ? 2 : Number(most) - Number(least) + 1;
    if (isOptional || least !== most || least === "") this.ways++;
    if (Number(most) > 1_000 || Number(least) > 1_000) return false;
    this.source += atom;
    this.closed = undefined;
    return true;
  }

  private characterClass(atom: string): boolean {
    const negated = atom.startsWith("[^") ? "^" : "";
    const content = atom.slice(1 + negated.length, -1);
    if (content === "") return false;
    let known = true;
    const members = content.replace(/\[:(\w+):\]|\\(.)|([[\]/(){}|&-])/g, (all, posix, letter, special) => {
      if (posix !== undefined) {
        known &&= Object.hasOwn(POSIX, posix);
        return POSIX[posix] ?? "";
      }
      if (letter !== undefined) {
        known &&= /[dwsnrtfv]|[^\p{L}\p{N}]/u.test(letter);
        return letter === "s" ? "\\t\\n\\f\\r " : /[dwnrtfv]/.test(letter) ? all : classEscape(letter);
      }
      return special === "-" ? "-" : classEscape(special);
    });
    this.source += `[${negated}${members}]`;
    return known;
  }
}

function classEscape(character: string): string {
  return /[\\\]^[\-/(){}|.*+?$]/.test(character) ? `\\${character}` : character;
}

const ATOMS: { readonly [atom: string]: string } = {
  ".": "[^\\n]",
  "\\s": "[\\t\\n\\f\\r ]",
  "\\S": "[^\\t\\n\\f\\r ]",
  "\\A": "^",
  "\\z": "$",
};

function escaped(atom: string): string {
  const character = atom.slice(1);
  if (/[\p{L}\p{N}]/u.test(character)) return atom;
  return /[\^$\\.*+?()[\]{}|/]/.test(character) ? atom : character;
}
