/** Colours of terminal text; every function returns its text unchanged where there is no colour. */
export type Palette = ReturnType<typeof palette>;

/**
 * Colours of the 256-colour table that have a contrast of at least 4 on white and on black alike. The sixteen named colours have no such
 * promise: yellow cannot be read on white, nor blue on black.
 */
export const shades = { red: 161, yellow: 130, green: 28, cyan: 30, blue: 27, dim: 243 } as const;

/** The palette of a terminal, or one that colours nothing. */
export function palette(colour: boolean) {
  const shade = (number: number) => (text: string) => (colour ? `\u001b[38;5;${number}m${text}\u001b[39m` : text);
  return {
    bold: (text: string) => (colour ? `\u001b[1m${text}\u001b[22m` : text),
    dim: shade(shades.dim),
    red: shade(shades.red),
    yellow: shade(shades.yellow),
    green: shade(shades.green),
    cyan: shade(shades.cyan),
    blue: shade(shades.blue),
  };
}
