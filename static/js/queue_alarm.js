// A new emergency is said on the page, and by a sound and a notification where the nurse has switched them on in
// this browser. Neither tells about whom. What was known is kept for the tab: coming back to the queue is no alarm.
const KNOWN = "queue-emergencies";
const part = document.querySelector("[data-alarm]");
const said = document.querySelector("[data-emergency]");
const switches = [...part.querySelectorAll("[data-switch]")];
let audio = null;

const waiting = () => document.querySelector("[data-refreshes]").dataset.emergencies.split(" ").filter(Boolean);
const wanted = (name) => localStorage.getItem(`queue-${name}`) === "on";
const hint = (name, shown) => (part.querySelector(`[data-${name}]`).hidden = !shown);

function look() {
  const before = sessionStorage.getItem(KNOWN);
  const known = new Set((before ?? "").split(" "));
  const now = waiting();
  const isNew = before !== null && now.some((one) => !known.has(one));
  sessionStorage.setItem(KNOWN, now.join(" "));
  if (isNew) alarm();
  else if (!now.length) said.hidden = true;
}

function alarm() {
  said.hidden = true;
  setTimeout(() => (said.hidden = false)); // a second one is said again
  if (wanted("sound")) play();
  if (wanted("notification")) notify();
}

async function play() {
  audio ??= new AudioContext();
  hint("asleep", audio.state === "suspended");
  await audio.resume(); // waits for the first click where the browser asks for one
  hint("asleep", false);
  for (const [start, pitch] of [[0, 880], [0.25, 660], [0.5, 880]]) {
    const tone = new OscillatorNode(audio, { frequency: pitch });
    const loudness = new GainNode(audio, { gain: 0.2 });
    tone.connect(loudness).connect(audio.destination);
    tone.start(audio.currentTime + start);
    tone.stop(audio.currentTime + start + 0.2);
  }
}

function notify() {
  try {
    const shown = new Notification(part.dataset.text, { tag: KNOWN });
    shown.addEventListener("click", () => window.focus());
  } catch {
    hint("refused", true); // a phone's browser shows them for installed pages only
  }
}

async function allowed(name) {
  return name !== "notification" || (await Notification.requestPermission()) === "granted";
}

for (const one of switches) {
  const name = one.dataset.switch;
  one.checked = wanted(name);
  one.addEventListener("change", async () => {
    const on = one.checked && (await allowed(name));
    hint("refused", one.checked && !on);
    one.checked = on;
    localStorage.setItem(`queue-${name}`, on ? "on" : "off");
    if (on && name === "sound") play(); // so that it is known what to listen for
  });
}

if (wanted("sound")) {
  audio = new AudioContext();
  hint("asleep", audio.state === "suspended");
  for (const touch of ["pointerdown", "keydown"]) {
    addEventListener(touch, () => audio.resume().then(() => hint("asleep", false)), { once: true });
  }
}
part.querySelector("[data-can-notify]").hidden = !("Notification" in window);
part.hidden = false;
document.addEventListener("htmx:afterSwap", look);
look();
