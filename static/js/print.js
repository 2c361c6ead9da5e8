// Buttons that print the page. They are hidden in the page itself: without JavaScript they would do nothing.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
