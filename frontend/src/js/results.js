import htmx from "htmx.org/dist/htmx.esm.js";

const LINKS = "form.wm-filter, .wm-applied a, .wm-filter .wm-actions a, a.wm-sort, .wm-pages a";
const RENEWED = {
  "hx-boost": "true",
  "hx-target": "#results",
  "hx-select": "#results",
  "hx-select-oob": "#filter-panel",
  "hx-swap": "outerHTML show:none",
};

/** On a page with `#results`, filtering, sorting and paging renew that part and the filter; on any other they load a page as links do. */
export function enhanceResults(scope) {
  if (!document.getElementById("results")) return;
  const itself = scope.matches?.(LINKS) ? [scope] : [];
  for (const link of [...itself, ...scope.querySelectorAll(LINKS)]) {
    for (const [name, value] of Object.entries(RENEWED)) link.setAttribute(name, value);
    htmx.process(link);
  }
}
