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
  document.addEventListener("htmx:load", ({ detail }) => {
    if (detail.elt !== document.body) enhance(detail.elt); // the body itself was brought to life as the page came
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const whole = document.querySelector(".govuk-error-summary") || document.getElementById("main-content");
    if (detail.target === document.body) whole.focus();
    // Within a page: only if the link that was followed is gone with the part it stood in.
    else if (document.activeElement === document.body) document.getElementById("results")?.focus();
  });
}
