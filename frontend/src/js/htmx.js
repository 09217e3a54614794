import htmx from "htmx.org/dist/htmx.esm.js";

// The content security policy allows no inline style and no eval, so htmx is told not to try either.
Object.assign(htmx.config, {
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  selfRequestsOnly: true,
  historyCacheSize: 0, // pages hold learners' names: none is kept in the browser's storage
  refreshOnHistoryMiss: true,
  scrollIntoViewOnBoost: true,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "409|413|422|400", swap: true, error: false }, // a form sent back with its problems
    { code: "[45]..", swap: false, error: true },
  ],
});

/** Bring new parts of a page to life, and move the reader to a new page's start as the browser would. */
export function startHtmx(enhance) {
  document.addEventListener("htmx:afterSwap", (event) => {
    const target = event.detail.target;
    enhance(target.isConnected ? target : document);
    if (target !== document.body) return;
    const start = document.querySelector(".govuk-error-summary") || document.getElementById("main-content");
    if (start) start.focus();
  });
  document.addEventListener("htmx:afterSettle", () => {
    const results = document.getElementById("results");
    if (results && document.activeElement === document.body) results.focus(); // the link that was followed is gone
  });
}
