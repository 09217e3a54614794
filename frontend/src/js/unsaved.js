/** Ask before leaving a page whose form (`data-guard`) was changed and not sent. */
export function guardUnsaved() {
  const changed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && "guard" in form.dataset) changed.add(form);
  });
  document.addEventListener("submit", (event) => changed.delete(event.target));
  document.addEventListener("waymark:unsent", (event) => changed.add(event.target));
  document.addEventListener("waymark:sent", (event) => changed.delete(event.target));
  window.addEventListener("beforeunload", (event) => {
    if ([...changed].some((form) => form.isConnected)) event.preventDefault();
  });
}
