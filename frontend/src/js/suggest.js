const WAIT = 150; // milliseconds without a key before we ask

/** Give a box to type in `<input data-suggest="address">` the browser's own list of suggestions, from that address. */
export function enhanceSuggestions(scope) {
  for (const input of scope.querySelectorAll("input[data-suggest]")) {
    const address = input.dataset.suggest;
    const list = document.createElement("datalist");
    let timer = null;
    list.id = `${input.id}-suggestions`;
    input.after(list);
    input.setAttribute("list", list.id);
    delete input.dataset.suggest;
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        try {
          const answer = await fetch(`${address}?q=${encodeURIComponent(input.value)}`);
          const names = answer.ok ? (await answer.json()).suggestions : [];
          list.replaceChildren(...names.map((name) => Object.assign(document.createElement("option"), { value: name })));
        } catch {
          list.replaceChildren(); // the search itself will say what is wrong
        }
      }, WAIT);
    });
  }
}
