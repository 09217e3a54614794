// Moving an activity to another week: by dragging its card, or from its "Move" link with the arrow keys. Both send the
// page's one form, and the same can be done on the page that the link leads to.

const cardsOf = (scope) => scope.querySelectorAll("[data-plan-card]");
const weeks = () => [...document.querySelectorAll("tbody[data-week]")];
const over = (week, is) => week.classList.toggle("wm-plan-grid--over", is);

function send(card, week) {
  const form = document.querySelector("form[data-plan-move]");
  form.elements.entry.value = card.dataset.planCard;
  form.elements.week.value = week.dataset.week;
  form.submit();
}

function say(words) {
  document.querySelector("[data-plan-says]").textContent = words;
}

function letDrag(card) {
  card.draggable = true;
  card.addEventListener("dragstart", (event) => {
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", card.dataset.planCard);
    card.classList.add("wm-plan-card--dragged");
  });
  card.addEventListener("dragend", () => {
    card.classList.remove("wm-plan-card--dragged");
    weeks().forEach((week) => over(week, false));
  });
}

function letDrop(week) {
  week.addEventListener("dragover", (event) => {
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    weeks().forEach((each) => over(each, each === week));
  });
  week.addEventListener("drop", (event) => {
    event.preventDefault();
    const dragged = event.dataTransfer.getData("text/plain");
    const card = [...cardsOf(document)].find((each) => each.dataset.planCard === dragged);
    if (card && !week.contains(card)) send(card, week);
  });
}

function letKeysMove(card) {
  const handle = card.querySelector("[data-plan-handle]");
  const own = () => weeks().findIndex((week) => week.contains(card));
  let to = null;
  const leave = () => {
    if (to !== null) over(weeks()[to], false);
    to = null;
  };
  handle.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step) {
      event.preventDefault();
      const next = Math.min(Math.max((to ?? own()) + step, 0), weeks().length - 1);
      leave();
      to = next;
      weeks()[to].closest("details").open = true;
      over(weeks()[to], true);
      weeks()[to].scrollIntoView({ block: "nearest" });
      say(to === own() ? "Its own week." : `Week of ${weeks()[to].dataset.weekSaid}. Press Enter to move “${card.dataset.planTitle}” there.`);
    } else if (event.key === "Enter" && to !== null) {
      event.preventDefault();
      if (to === own()) leave();
      else send(card, weeks()[to]);
    } else if (event.key === "Escape" && to !== null) {
      leave();
      say("Not moved.");
    }
  });
  handle.addEventListener("blur", leave);
}

export function enhancePlan(scope) {
  if (!document.querySelector("form[data-plan-move]")) return;
  for (const hint of scope.querySelectorAll("[data-plan-hint]")) hint.hidden = false;
  for (const card of cardsOf(scope)) {
    letDrag(card);
    letKeysMove(card);
  }
  for (const week of scope.querySelectorAll("tbody[data-week]")) letDrop(week);
  for (const half of scope.querySelectorAll(".wm-plan-half")) half.addEventListener("dragenter", () => (half.open = true));
}
