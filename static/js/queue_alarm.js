// A new emergency is said on the page, and by a sound and a notification where the nurse has switched them on in
// this browser; where they are on, it is also shown that the list has stopped. Nothing tells about whom. What was
// known is kept for the tab: coming back to the queue is no alarm. What was told is kept for the browser: of
// several tabs one sounds.
const KNOWN = "queue-emergencies";
const part = document.querySelector("[data-alarm]");
const said = document.querySelector("[data-emergency]");
const switches = [...part.querySelectorAll("[data-switch]")];
let audio = null;

const words = (text) => (text ?? "").split(" ").filter(Boolean);
const waiting = () => words(document.querySelector("[data-refreshes]").dataset.emergencies);
const told = (name) => words(localStorage.getItem(`queue-told-${name}`));
const tell = (name, ids) => localStorage.setItem(`queue-told-${name}`, ids.join(" "));
const chosen = (name) => localStorage.getItem(`queue-${name}`) === "on";
const wanted = (name) => chosen(name) && (name !== "notification" || Notification.permission === "granted");
const hint = (name, shown) => (part.querySelector(`[data-${name}]`).hidden = !shown);

function look() {
  const before = sessionStorage.getItem(KNOWN);
  const now = waiting();
  const isNew = before !== null && now.some((one) => !words(before).includes(one));
  sessionStorage.setItem(KNOWN, now.join(" "));
  for (const { dataset } of switches) {
    tell(dataset.switch, told(dataset.switch).filter((one) => now.includes(one))); // one that comes back is new
  }
  if (isNew) alarm();
  else if (!now.length) said.hidden = true;
}

function alarm() {
  said.hidden = true;
  setTimeout(() => (said.hidden = false)); // a second one is said again
  if (wanted("sound")) wake().then(() => isFirst("sound") && ring());
  if (wanted("notification") && isFirst("notification")) notify(part.dataset.text, waiting()[0]);
}

function isFirst(name) {
  const now = waiting();
  const untold = now.some((one) => !told(name).includes(one));
  tell(name, now);
  return untold;
}

function wake() {
  if (!audio) {
    audio = new AudioContext();
    audio.addEventListener("statechange", () => hint("asleep", audio.state !== "running"));
    hint("asleep", audio.state !== "running");
  }
  return audio.resume(); // waits for the first click where the browser asks for one
}

function ring() {
  for (const [start, pitch] of [[0, 880], [0.25, 660], [0.5, 880]]) {
    const tone = new OscillatorNode(audio, { frequency: pitch });
    const loudness = new GainNode(audio, { gain: 0.2 });
    tone.connect(loudness).connect(audio.destination);
    tone.start(audio.currentTime + start);
    tone.stop(audio.currentTime + start + 0.2);
  }
}

function notify(text, tag) {
  try {
    const shown = new Notification(text, { tag }); // another tag is shown anew, the same one once
    shown.addEventListener("click", () => window.focus());
  } catch {
    hint("refused", true); // a phone's browser shows them for installed pages only
  }
}

async function allowed(name) {
  return name !== "notification" || (await Notification.requestPermission()) === "granted";
}

function showSwitches() {
  for (const one of switches) one.checked = wanted(one.dataset.switch);
  hint("refused", chosen("notification") && !wanted("notification"));
  if (wanted("sound")) wake();
}

for (const one of switches) {
  const name = one.dataset.switch;
  one.addEventListener("change", async () => {
    const isRefused = one.checked && !(await allowed(name));
    const isOn = one.checked && !isRefused;
    localStorage.setItem(`queue-${name}`, isOn ? "on" : "off");
    showSwitches();
    hint("refused", isRefused);
    if (isOn && name === "sound") wake().then(ring); // so that it is known what to listen for
  });
}

for (const touch of ["click", "keydown"]) {
  addEventListener(touch, () => wanted("sound") && wake());
}
part.querySelector("[data-can-notify]").hidden = !("Notification" in window);
part.hidden = false;
showSwitches();
addEventListener("storage", showSwitches); // another tab has switched
navigator.permissions?.query({ name: "notifications" }).then((state) => (state.onchange = showSwitches));
document.addEventListener("queue:stopped", () => wanted("notification") && notify(part.dataset.stopped, KNOWN));
document.addEventListener("htmx:afterSwap", look);
look();
