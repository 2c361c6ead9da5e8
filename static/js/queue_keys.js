// Keys of the queue: J and K move along the rows, Enter opens the one in focus, / goes to the search field, and any
// button or link with data-key is pressed by its key; one that stands in a row, while the focus is in that row. They
// rest while something is being typed and while a dialog is open. data-opens names the dialog that a button opens.
// The rows are looked up at each key: the list may have been brought up to date meanwhile.
const search = document.querySelector("input[type='search']");

function move(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  const at = rows.indexOf(document.activeElement.closest("[data-row]"));
  const next = rows[at < 0 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)];
  next?.querySelector("a[href]").focus();
}

function press(key) {
  if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
  else if (key === "/" && search) search.focus();
  else {
    const row = document.activeElement.closest("[data-row]");
    const target = [...document.querySelectorAll("[data-key]")].find(
      (one) => one.dataset.key === key && [null, row].includes(one.closest("[data-row]")),
    );
    if (!target) return false;
    target.click();
  }
  return true;
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input:not([type='radio'], [type='checkbox']), select, textarea");
  if (typing || document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (press(event.key.toLowerCase())) event.preventDefault();
});

for (const opener of document.querySelectorAll("[data-opens]")) {
  const dialog = document.querySelector(`[data-dialog="${opener.dataset.opens}"]`);
  opener.addEventListener("click", () => dialog.showModal());
  opener.parentElement.hidden = false;
}
