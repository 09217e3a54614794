/** Say in words that a passkey was not made or not used; the buttons are allauth's own scripts. */
export function enhancePasskeys() {
  const box = document.querySelector("[data-passkey-says]");
  for (const tool of document.querySelectorAll("[data-passkey-tool]")) tool.hidden = false;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    if (!box) return;
    box.hidden = false;
    box.textContent =
      event.detail.exception.name === "NotAllowedError"
        ? "The passkey was not used: it was cancelled, or there was no answer in time. You can try again."
        : "This device or browser could not use a passkey here. Try another way to sign in.";
  });
}
