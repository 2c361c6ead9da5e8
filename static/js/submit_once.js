// A second press on a button that is already sending does nothing. The server holds this too; here it only spares
// the wait. Coming back by the browser's Back button frees the form again. Without a connection nothing is sent: the
// browser would put its own page in the place of what was typed.
const sending = new WeakSet();
const offline = document.querySelector("[data-offline]");

function heldBack(form, beside) {
  offline.hidden = navigator.onLine;
  if (!offline.hidden) (beside ?? form).after(offline);
  return !offline.hidden;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (heldBack(form, event.submitter)) {
    event.preventDefault();
    return;
  }
  if (form.method !== "post") return;
  if (sending.has(form)) {
    event.preventDefault();
    return;
  }
  sending.add(form);
  event.submitter?.setAttribute("aria-disabled", "true");
});

// what asks as one types
document.addEventListener("htmx:sendError", ({ target }) => {
  if (target.form?.method === "get") heldBack(target.form);
});
window.addEventListener("online", () => {
  offline.hidden = true;
});
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.forms) sending.delete(form);
  for (const button of document.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
});
