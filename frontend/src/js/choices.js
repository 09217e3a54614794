import accessibleAutocomplete from "accessible-autocomplete";

/** Turn a long `<select data-search>` into a box to type in; the select stays and is what is sent. */
export function enhanceChoices(scope) {
  for (const select of scope.querySelectorAll("select[data-search]")) {
    delete select.dataset.search;
    accessibleAutocomplete.enhanceSelectElement({ selectElement: select, defaultValue: "", showAllValues: true });
  }
}
