/** In a form marked `data-shown`, show what has `data-shown-when="kinds=employer kinds=provider"` only while one of these is
 * chosen. What is hidden is not sent. A kind newly chosen ticks its usual benchmark (`data-usual="employer=gb5 …"`). */
export function enhanceShown(scope) {
  for (const form of scope.querySelectorAll("form[data-shown]")) {
    const parts = [...form.querySelectorAll("[data-shown-when]")];
    const isChosen = (pair) => {
      const [name, value] = pair.split("=");
      return [...form.querySelectorAll(`input[name="${name}"]:checked`)].some((input) => input.value === value);
    };
    const show = () => {
      for (const part of parts) {
        const shown = part.dataset.shownWhen.split(" ").some(isChosen) || part.querySelector(".govuk-error-message") !== null;
        part.hidden = !shown;
        for (const input of part.querySelectorAll("input, select, textarea")) input.disabled = !shown;
      }
    };
    const usual = new Map((form.dataset.usual || "").split(" ").map((pair) => pair.split("=")));
    form.addEventListener("change", ({ target }) => {
      const benchmark = target.name === "kinds" && target.checked && usual.get(target.value);
      const box = benchmark && form.querySelector(`input[name="benchmarks"][value="${benchmark}"]`);
      if (box) box.checked = true;
      show();
    });
    show();
  }
}
