import accessibleAutocomplete from "accessible-autocomplete";

const WAIT = 150; // milliseconds without a key before we ask

/** Give a box to type in `<input data-suggest="address">` suggestions from that address; it is sent as before. */
export function enhanceSuggestions(scope) {
  for (const input of scope.querySelectorAll("input[data-suggest]")) {
    const address = input.dataset.suggest;
    const box = document.createElement("div");
    let timer = null;
    input.replaceWith(box);
    accessibleAutocomplete({
      element: box,
      id: input.id,
      name: input.name,
      defaultValue: input.value,
      minLength: 2,
      confirmOnBlur: false,
      showNoOptionsFound: false,
      source(typed, show) {
        clearTimeout(timer);
        timer = setTimeout(async () => {
          try {
            const answer = await fetch(`${address}?q=${encodeURIComponent(typed)}`);
            show(answer.ok ? (await answer.json()).suggestions : []);
          } catch {
            show([]); // the search itself will say what is wrong
          }
        }, WAIT);
      },
    });
  }
}
