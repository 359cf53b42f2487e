import { printable } from "../words";

/** Text in which nothing is markup, and nothing is invisible or turns the direction of writing. */
export function text(value: string): string {
  return printable(value).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A span of code that may break anywhere. */
export function code(value: string): string {
  return `<code>${text(value)}</code>`;
}

/** A link to a page of documentation; its bare text where the address is no plain one. */
export function link(address: string, words: string): string {
  return /^https:\/\/[^\s<>"'`\\]+$/.test(address) ? `<a href="${text(address)}">${text(words)}</a>` : text(words);
}

/** A section with a heading that names it; nothing where it has no content. */
export function section(id: string, heading: string, content: string): string {
  if (content === "") return "";
  return `<section id="${id}" aria-labelledby="${id}-h"><h2 id="${id}-h">${text(heading)}</h2>${content}</section>`;
}

/** A table with a caption for screen readers; cells are markup. Its roles are written out, since narrow pages show rows as blocks. */
export function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = heads.map((each) => `<th scope="col" role="columnheader">${text(each)}</th>`).join("");
  const body = rows.map(
    ([first = "", ...rest]) =>
      `<tr role="row"><th scope="row" role="rowheader">${first}</th>${rest.map((cell) => `<td role="cell">${cell}</td>`).join("")}</tr>`,
  );
  return `<div class="scroll" tabindex="0" role="region" aria-label="${text(caption)}"><table role="table"><caption class="sr">${text(caption)}</caption><thead role="rowgroup"><tr role="row">${head}</tr></thead><tbody role="rowgroup">${body.join("")}</tbody></table></div>`;
}
