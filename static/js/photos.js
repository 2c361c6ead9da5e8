// A photo that was chosen and could not be sent on the spot stays in its input and goes along with the form: that is said.
function say(event, unsent) {
  event.target.closest(".field")?.querySelector("[data-photos-unsent]")?.toggleAttribute("hidden", !unsent);
}

document.addEventListener("htmx:beforeRequest", (event) => say(event, false));
for (const failure of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => say(event, true));
}
