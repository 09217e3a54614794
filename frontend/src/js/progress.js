/** Tell a screen reader how far long work is: the same words again are not said again. */
export function enhanceProgress(scope) {
  const parts = scope.matches?.(".wm-progress") ? [scope] : scope.querySelectorAll(".wm-progress");
  for (const part of parts) {
    const heard = part.parentElement.querySelector(".wm-progress__heard");
    if (heard && heard.textContent !== part.dataset.said) heard.textContent = part.dataset.said;
  }
}
