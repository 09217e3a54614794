// What is kept while a register is unsent: session storage (gone with the tab), under the activity's public id, and in it
// only which encounter got which mark. No name and no learner is written to the machine.

const key = (form) => `register:${form.dataset.register}`;
const choices = (form) => [...form.querySelectorAll(".wm-register-row input[type=radio]")];
const marks = (form) => Object.fromEntries(choices(form).filter((c) => c.checked).map((c) => [c.name, c.value]));

function say(form, words, button = "") {
  const box = form.querySelector("[data-register-says]");
  box.hidden = !words;
  box.querySelector("[data-words]").textContent = words;
  const retry = box.querySelector("[data-retry]");
  retry.textContent = button;
  retry.hidden = !button;
}

function count(form) {
  const rows = form.querySelectorAll(".wm-register-row").length;
  form.querySelector("[data-register-count]").textContent = `${Object.keys(marks(form)).length} of ${rows} marked`;
}

function keep(form) {
  sessionStorage.setItem(key(form), JSON.stringify(marks(form)));
  count(form);
}

function putBack(form) {
  const kept = JSON.parse(sessionStorage.getItem(key(form)) || "{}");
  const moved = choices(form).filter((c) => kept[c.name] === c.value && !c.checked);
  for (const choice of moved) choice.checked = true;
  if (!moved.length) return;
  say(form, `We put back ${moved.length === 1 ? "1 mark" : `${moved.length} marks`} you had not saved. Check and save the register.`);
  form.dispatchEvent(new CustomEvent("waymark:unsent", { bubbles: true }));
}

function markAll(form, value) {
  for (const choice of choices(form)) if (choice.value === value) choice.checked = true;
  form.dispatchEvent(new CustomEvent("waymark:unsent", { bubbles: true }));
  keep(form);
}

function loadAgain(form) {
  form.dispatchEvent(new CustomEvent("waymark:sent", { bubbles: true })); // the marks are kept: no need to ask before leaving
  window.location.reload();
}

/** Marks survive a lost connection: they are kept until the server has said that it saved them, and are sent again when it is back. */
function surviveLostConnection(form) {
  let isStale = false; // signed out, or in again, since the page was loaded: only a page loaded anew is taken
  const again = () => form.isConnected && (isStale ? loadAgain(form) : form.requestSubmit());
  const failed = (words, button = "Send again") => {
    say(form, words, button);
    form.dispatchEvent(new CustomEvent("waymark:unsent", { bubbles: true }));
    window.addEventListener("online", again, { once: true });
  };
  form.addEventListener("htmx:sendError", () =>
    failed("The register was not saved: there is no connection. Your marks are kept in this tab and will be sent when it is back."));
  form.addEventListener("htmx:timeout", () => failed("The register was not saved: there was no answer. Your marks are kept in this tab."));
  form.addEventListener("htmx:responseError", (event) => {
    isStale = event.detail.xhr.status === 403;
    if (isStale) failed("The register was not saved: you were signed out. Your marks are kept in this tab, and put back when you load the page again.", "Load the page again");
    else failed("The register was not saved: something went wrong. Your marks are kept in this tab.");
  });
  form.addEventListener("htmx:beforeOnLoad", (event) => {
    const { status, responseText } = event.detail.xhr;
    const isSettled = status < 400 || status === 409; // 409: saved but for clashes, which the page now tells of
    if (isSettled && !responseText.includes("data-sign-in")) { // a sign-in page in reply saved nothing: the marks wait
      sessionStorage.removeItem(key(form));
      form.dispatchEvent(new CustomEvent("waymark:sent", { bubbles: true }));
    }
  });
  form.querySelector("[data-retry]").addEventListener("click", again);
}

export function enhanceRegisters(scope) {
  for (const form of scope.querySelectorAll("form[data-register]")) {
    for (const tool of form.querySelectorAll("[data-register-tool]")) tool.hidden = false;
    form.addEventListener("change", () => keep(form));
    form.querySelector("[data-mark-all]").addEventListener("click", (event) => markAll(form, event.target.dataset.markAll));
    surviveLostConnection(form);
    putBack(form);
    count(form);
  }
}
