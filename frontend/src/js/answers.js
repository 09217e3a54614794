// Each answer of a self-assessment is sent as soon as it is given. What could not be sent yet is kept in the page and in
// session storage (gone with the tab): which question, which answer, why. It is sent again when the network is back.

const AGAIN_AFTER = 8000; // milliseconds

class Answers {
  constructor(form) {
    this.form = form;
    this.key = form.dataset.answers;
    this.waiting = new Map(Object.entries(JSON.parse(sessionStorage.getItem(this.key) || "{}")));
    this.sending = false;
    form.addEventListener("change", ({ target }) => this.take(target.closest("[data-question]")));
    form.addEventListener("input", ({ target }) => target.matches("textarea") && this.hold());
    window.addEventListener("online", () => this.send());
    this.putBack();
  }

  question(code) {
    return this.form.querySelector(`[data-question="${CSS.escape(code)}"]`);
  }

  number(code) {
    return this.form.elements[`n-${code}`];
  }

  take(question) {
    const chosen = question?.querySelector("input[type=radio]:checked");
    if (!chosen) return;
    const reason = question.querySelector("textarea:not(:disabled)")?.value || "";
    const code = question.dataset.question;
    this.waiting.set(code, { answer: chosen.value, reason, saw: this.number(code).value });
    this.keep();
    this.hold();
    this.send();
  }

  /** What was not sent when the tab last showed this page; left out where the question was answered since. */
  putBack() {
    for (const [code, { answer, reason, saw }] of this.waiting) {
      const question = this.question(code);
      const choice = question && [...question.querySelectorAll("input[type=radio]")].find(({ value }) => value === answer);
      if (!choice || this.number(code).value !== saw) this.waiting.delete(code);
      else {
        choice.checked = true;
        const box = question.querySelector("textarea");
        if (box && reason) box.value = reason;
      }
    }
    this.keep();
    if (!this.waiting.size) return;
    this.hold();
    this.form.dispatchEvent(new Event("change"));
    this.send();
  }

  async send() {
    if (this.sending || !this.form.isConnected) return;
    this.sending = true;
    clearTimeout(this.timer);
    for (const [code, given] of [...this.waiting]) if (!given.refused && !(await this.sendOne(code, given))) break;
    this.sending = false;
    const unsent = [...this.waiting.values()].filter(({ refused }) => !refused);
    if (!this.waiting.size) this.form.dispatchEvent(new CustomEvent("waymark:sent", { bubbles: true }));
    if (unsent.length && !this.isDown) this.send(); // changed while it was on its way
    else if (unsent.length) this.timer = setTimeout(() => this.send(), AGAIN_AFTER);
  }

  /** Whether the next answer may be sent: false when there was no answer from the server. */
  async sendOne(code, given) {
    const number = this.number(code);
    const body = new FormData();
    body.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    body.append("answer", given.answer);
    body.append("reason", given.reason);
    body.append("saw", number.value);
    let told;
    let status;
    try {
      const response = await fetch(this.form.dataset.href.replace("ITEM", encodeURIComponent(code)), { method: "POST", body });
      status = response.status;
      told = await response.json();
    } catch {
      if (status) await this.renewToken();
      return this.failed(code, status ? "Not saved yet: sign in again in another tab. Your answer is kept in this page." : null);
    }
    if (status >= 500) return this.failed(code, "Not saved yet: something went wrong. Your answer is kept in this page.");
    this.isDown = false;
    if (told.refused) given.refused = true;
    else if (this.waiting.get(code) === given) this.waiting.delete(code);
    if (told.number && !told.clashes_href) number.value = told.number; // the other answer was not seen yet
    this.keep();
    this.tell(code, told);
    return true;
  }

  /** Signing in again changes the token that forms are sent with: take the new one from the same page. */
  async renewToken() {
    try {
      const text = await (await fetch(window.location.href)).text();
      const found = new DOMParser().parseFromString(text, "text/html").querySelector("form[data-answers] [name=csrfmiddlewaretoken]");
      if (found) this.form.elements.csrfmiddlewaretoken.value = found.value;
    } catch {
      // no connection either: tried again with the next answer
    }
  }

  tell(code, told) {
    if (told.refused) return this.say(code, `Not saved yet. ${told.refused}`, { waiting: true });
    if (told.clashes_href) {
      this.say(code, "Somebody else answered meanwhile. Both answers are kept. ", { waiting: true, href: told.clashes_href });
      return;
    }
    this.say(code, `Saved at ${told.saved_at}`);
    this.sayAll(this.waiting.size ? "" : `All answers are saved. Last saved at ${told.saved_at}.`);
  }

  failed(code, words) {
    this.isDown = true;
    const said = words || "Not saved yet: there is no connection. Your answer is kept in this page.";
    this.say(code, said, { waiting: true });
    const count = this.waiting.size;
    this.sayAll(`${count === 1 ? "1 answer is" : `${count} answers are`} not saved yet. Keep this page open: they are sent when the connection is back.`);
    return false;
  }

  say(code, words, { waiting = false, href = null } = {}) {
    const place = this.question(code)?.querySelector("[data-says]");
    if (!place) return;
    place.textContent = words;
    place.classList.toggle("wm-asked__kept--waiting", waiting);
    if (!href) return;
    const link = document.createElement("a");
    Object.assign(link, { href, className: "govuk-link", textContent: "Choose between them" });
    place.append(link);
    this.sayAll(words);
  }

  sayAll(words) {
    const place = this.form.querySelector("[data-answers-says]");
    if (place.textContent !== words) place.textContent = words;
  }

  keep() {
    if (this.waiting.size) sessionStorage.setItem(this.key, JSON.stringify(Object.fromEntries(this.waiting)));
    else sessionStorage.removeItem(this.key);
  }

  hold() {
    this.form.dispatchEvent(new CustomEvent("waymark:unsent", { bubbles: true }));
  }
}

export function enhanceAnswers(scope) {
  for (const form of scope.querySelectorAll("form[data-answers]")) new Answers(form);
}
