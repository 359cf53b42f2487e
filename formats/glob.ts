/** Whether a glob matches the whole text: `*` is any text, `?` one character, everything else itself. Linear in practice, never exponential. */
export function globMatches(glob: ArrayLike<string>, text: ArrayLike<string>): boolean {
  let at = 0;
  let inGlob = 0;
  let star = -1;
  let afterStar = 0;
  while (at < text.length) {
    if (glob[inGlob] === "*") {
      star = inGlob++;
      afterStar = at;
    } else if (glob[inGlob] === "?" || glob[inGlob] === text[at]) {
      inGlob++;
      at++;
    } else if (star >= 0) {
      inGlob = star + 1;
      at = ++afterStar;
    } else return false;
  }
  while (glob[inGlob] === "*") inGlob++;
  return inGlob === glob.length;
}
