/** Hides the rows of the rule table that do not match its filters, on every page that shows it. */
export function filterRules(): void {
  document.addEventListener("input", ({ target }) => {
    const table = (target as Element).closest(".rule-table");
    if (table) filter(table);
  });
}

function filter(table: Element): void {
  const terms = (table.querySelector("input")?.value ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = [...table.querySelectorAll("select")].filter((select) => select.value !== "");
  const rows = [...table.querySelectorAll<HTMLElement>("tbody tr")];
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !(
      terms.every((term) => text.includes(term)) && chosen.every(({ name, value }) => row.dataset[name] === value)
    );
  }
  const shown = rows.filter((row) => !row.hidden).length;
  for (const output of table.querySelectorAll("output")) output.value = `${shown} of ${rows.length} rules`;
}
