// After a refused form the error summary takes the focus, so that it is read first; a care card above it goes first.
// Its links then lead to the control itself, and scroll the whole question into view.
const summary = document.querySelector(".errors");

if (summary) {
  (document.querySelector("[data-focus-first]") ?? summary).focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const control = link && document.getElementById(link.hash.slice(1));
    if (!control) return;
    event.preventDefault();
    (control.closest(".field") ?? control).scrollIntoView();
    control.focus({ preventScroll: true });
  });
}
