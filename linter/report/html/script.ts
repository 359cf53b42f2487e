/**
 * The page's only script: filters findings, zooms pictures. Everything can be read without it. It reads text and attributes of the page,
 * and never writes markup.
 */
export const script = `"use strict";
(() => {
  const one = (query, root = document) => root.querySelector(query);
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const form = one("#filter");
  if (form) {
    const groups = all(".resource").map((element) => ({
      element,
      findings: all(".finding", element).map((finding) => ({
        finding,
        severity: finding.dataset.s,
        area: finding.dataset.a,
        change: finding.dataset.c || "",
        words: undefined,
      })),
    }));
    const shown = one("#shown");
    const total = groups.reduce((sum, { findings }) => sum + findings.length, 0);
    const apply = () => {
      const severities = new Set(all("input[name=severity]:checked", form).map(({ value }) => value));
      const area = form.elements.area.value;
      const change = form.elements.change ? form.elements.change.value : "";
      const terms = form.elements.text.value.toLowerCase().split(/\\s+/).filter(Boolean);
      let count = 0;
      for (const { element, findings } of groups) {
        let visible = 0;
        const head = terms.length > 0 ? element.firstElementChild.textContent.toLowerCase() : "";
        for (const each of findings) {
          const fits = severities.has(each.severity) && (!area || each.area === area) && (!change || each.change === change);
          if (fits && terms.length > 0) each.words ??= each.finding.textContent.toLowerCase();
          const matches = fits && terms.every((term) => each.words.includes(term) || head.includes(term));
          if (each.finding.hidden === matches) each.finding.hidden = !matches;
          if (matches) visible += 1;
        }
        if (element.hidden === visible > 0) element.hidden = visible === 0;
        count += visible;
      }
      shown.textContent = count === total ? "All " + total + " findings are shown." : count + " of " + total + " findings are shown.";
    };
    let waiting;
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(apply, 120);
    });
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
    const target = () => {
      const element = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (element && element.closest("[hidden]")) {
        form.reset();
        apply();
      }
      const details = element && element.closest("details");
      if (details) details.open = true;
    };
    addEventListener("hashchange", target);
  }
  for (const figure of all("figure.drawn")) {
    const svg = one("svg.picture", figure);
    const canvas = one(".canvas", figure);
    const [width, height] = [svg.viewBox.baseVal.width, svg.viewBox.baseVal.height];
    let scale = 1;
    const zoom = (to) => {
      scale = Math.min(4, Math.max(0.1, to));
      svg.setAttribute("width", Math.round(width * scale));
      svg.setAttribute("height", Math.round(height * scale));
      one("output", figure).textContent = Math.round(scale * 100) + " %";
    };
    const fit = () => zoom(Math.min(1, (canvas.clientWidth - 2) / width));
    const steps = { in: () => zoom(scale * 1.25), out: () => zoom(scale / 1.25), fit, full: () => zoom(1) };
    for (const button of all("button", figure)) button.addEventListener("click", () => steps[button.dataset.zoom]());
    canvas.addEventListener("keydown", ({ key }) => {
      if (key === "+") steps.in();
      if (key === "-") steps.out();
      if (key === "0") fit();
    });
    one(".tools", figure).hidden = false;
  }
})();
`;
