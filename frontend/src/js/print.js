/** Show the print buttons, which can do nothing without a script. */
export function enhancePrint(scope) {
  for (const button of scope.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
