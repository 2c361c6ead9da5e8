// The check-in saves itself while it is being filled in: a second after the last change, one save at a time. Sending
// a step by its button saves it anyway; this is for whoever is interrupted, and it brings the card of an emergency the
// moment its box is ticked. The page holds every sentence; here is only decided which of them is true.
const form = document.querySelector("form[data-autosave]");
const card = document.querySelector("[data-autosave-card]");
const sentences = document.querySelectorAll("[data-autosave-state] [data-state]");
const PAUSE = 1000; // milliseconds
let waiting, saving, left;

function say(state) {
  const known = [...sentences].some((one) => one.dataset.state === state);
  for (const one of sentences) one.hidden = one.dataset.state !== (known ? state : "failed");
}

function later(pause = PAUSE) {
  clearTimeout(waiting);
  if (!left) waiting = setTimeout(save, pause);
}

async function save() {
  if (saving) return later();
  saving = new AbortController();
  try {
    const answer = await fetch(location.href, {
      method: "POST",
      body: new URLSearchParams([...new FormData(form)].filter(([, told]) => typeof told === "string")),
      headers: { "X-Autosave": "1" },
      signal: saving.signal,
    });
    const text = await answer.text();
    if (answer.ok || [401, 409].includes(answer.status)) show(text);
    say(answer.ok ? "saved" : String(answer.status));
  } catch (error) {
    if (left) return;
    say("offline");
    later(10 * PAUSE);
  } finally {
    saving = undefined;
  }
}

function show(text) {
  const before = card.textContent.trim();
  card.innerHTML = text; // our own page, under a policy that runs no script in it
  if (card.textContent.trim() && card.textContent.trim() !== before) card.scrollIntoView();
}

// "None of these" and the boxes beside it exclude each other.
function exclude({ target }) {
  if (target.type !== "checkbox" || !target.checked) return;
  const none = target.closest("fieldset")?.querySelector("[data-none]");
  if (!none) return;
  for (const box of none.closest("fieldset").querySelectorAll("input[type='checkbox']")) {
    if (box !== target && (target === none || box === none)) box.checked = false;
  }
}

// What was ticked before this module had come, or was brought back by the browser, is told now.
function isChanged(control) {
  if (!("defaultValue" in control)) return false; // a button, a fieldset
  return control.value !== control.defaultValue || control.checked !== control.defaultChecked;
}

if ([...form.elements].some(isChanged)) later(0);

form.addEventListener("change", (event) => {
  if (event.target.type === "file") return; // htmx sends it
  exclude(event);
  later(event.target.type === "checkbox" ? PAUSE / 4 : PAUSE);
});
form.addEventListener("input", () => later());
form.addEventListener("submit", () => {
  if (!navigator.onLine) return; // submit_once.js holds it back
  left = true;
  clearTimeout(waiting);
  saving?.abort();
});
document.addEventListener("htmx:responseError", ({ detail }) => say(String(detail.xhr.status)));
document.addEventListener("htmx:sendError", () => say("failed"));
window.addEventListener("online", () => later());
window.addEventListener("pageshow", (event) => {
  if (event.persisted) left = false;
});
