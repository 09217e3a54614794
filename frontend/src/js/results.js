import htmx from "htmx.org/dist/htmx.esm.js";

const LINKS = "form.wm-filter, .wm-applied a, .wm-filter .wm-actions a, a.wm-sort, .wm-pages a";

/** On a page with `#results`, filtering, sorting and paging renew that part alone; on any other they load a page as links do. */
export function enhanceResults(scope) {
  if (!document.getElementById("results")) return;
  for (const link of scope.querySelectorAll(LINKS)) {
    link.setAttribute("hx-boost", "true");
    link.setAttribute("hx-target", "#results");
    link.setAttribute("hx-select", "#results");
    link.setAttribute("hx-swap", "outerHTML show:none");
    htmx.process(link);
  }
}
