// The queue brings itself up to date (htmx asks for the region every ten seconds, and is told where nothing has
// changed). Two things it must never do: put another page (signing in) into its own place, or go on looking fresh
// when the answers no longer come. What it says, it says once.
const BACK_SHOWN = 20_000; // milliseconds
const LOST_BORNE = 60_000; // before it is also told outside the page
let state = ""; // of the list that is shown
let lost = 0; // the timer that waits for it to come back
let known = new Set();

const region = () => document.querySelector("[data-refreshes]");
const flags = () => new Set([...region().querySelectorAll("[data-row] a[id]")].map((link) => link.id));

function show(name, shown) {
  document.querySelector(`[data-${name}]`).hidden = !shown;
}

const stopped = () => document.dispatchEvent(new Event("queue:stopped")); // queue_alarm.js tells it

function lose() {
  lost ||= setTimeout(stopped, LOST_BORNE);
  show("back", false);
  show("lost", true);
  show("updated", false);
}

function find() {
  if (!lost) return;
  clearTimeout(lost);
  lost = 0;
  show("lost", false);
  show("updated", true);
  show("back", true);
  setTimeout(() => show("back", false), BACK_SHOWN);
}

document.addEventListener("htmx:configRequest", (event) => {
  if (state) event.detail.headers["If-None-Match"] = state;
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  const asked = new URL(requestConfig.path, location.href);
  if (new URL(xhr.responseURL).pathname !== asked.pathname) {
    event.detail.shouldSwap = false;
    stopped();
    location.reload();
  } else if (xhr.status === 304) {
    event.detail.shouldSwap = false;
  } else if (xhr.status === 200) {
    state = xhr.getResponseHeader("ETag");
    known = flags();
  }
});

document.addEventListener("htmx:afterSwap", () => {
  show("new", false);
  if ([...flags()].some((flag) => !known.has(flag))) setTimeout(() => show("new", true), 100); // said anew
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) find();
});

for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, lose);
}

window.addEventListener("offline", lose);
window.addEventListener("online", () => window.htmx.trigger(region(), "refresh"));
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) window.htmx.trigger(region(), "refresh");
});
