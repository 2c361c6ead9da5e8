// The queue brings itself up to date (htmx asks for the region every 30 seconds). Two things it must never do: put
// another page (signing in) into its own place, or go on looking fresh when the answers no longer come.
function stale() {
  const region = document.querySelector("[data-refreshes]");
  region?.querySelector("[data-updated]")?.setAttribute("hidden", "");
  region?.querySelector("[data-not-updated]")?.removeAttribute("hidden");
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  const asked = new URL(requestConfig.path, location.href);
  if (new URL(xhr.responseURL).pathname === asked.pathname) return;
  event.detail.shouldSwap = false;
  location.reload();
});

for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, stale);
}
