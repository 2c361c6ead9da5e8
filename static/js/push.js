// Notifications on this device. The page holds every sentence; here is only decided which of them is true of this
// browser, and the two forms are sent with what the browser knows: where it listens, and the keys to encrypt for it.
const part = document.querySelector("[data-push-key]");
const known = new Set(part.dataset.pushEndpoints.split(" ").filter(Boolean));
const [turnOn, turnOff] = part.querySelectorAll("form[data-push-when]");
const everywhere = part.querySelector("form:not([data-push-when])");

function show(...states) {
  for (const one of part.querySelectorAll("[data-push-when]")) one.hidden = !states.includes(one.dataset.pushWhen);
  if (everywhere) everywhere.hidden = known.size === (states.includes("on") ? 1 : 0); // there is no other device
}

async function send(form, more) {
  const body = new URLSearchParams([...new FormData(form), ...Object.entries(more)]);
  const answer = await fetch(form.action, { method: "POST", body });
  if (answer.status !== 204) throw new Error(`answered ${answer.status}`); // signed out meanwhile, or refused
}

const PATIENCE = 20_000; // milliseconds; a push service that cannot be reached may never answer

function inTime(promise) {
  return Promise.race([promise, new Promise((_, reject) => setTimeout(() => reject(new Error("no answer")), PATIENCE))]);
}

async function subscribe(manager) {
  const wanted = { userVisibleOnly: true, applicationServerKey: part.dataset.pushKey };
  try {
    return await manager.subscribe(wanted);
  } catch (error) {
    if (error.name !== "InvalidStateError") throw error;
    await (await manager.getSubscription()).unsubscribe(); // it was made for an earlier key of the portal
    return manager.subscribe(wanted);
  }
}

async function start() {
  if ((await Notification.requestPermission()) !== "granted") return state();
  await navigator.serviceWorker.register("/push-worker.js");
  const { pushManager } = await navigator.serviceWorker.ready;
  const { endpoint, keys } = (await inTime(subscribe(pushManager))).toJSON();
  await send(turnOn, { endpoint, ...keys });
  known.add(endpoint);
  return "on";
}

async function stop() {
  const subscription = await subscribed();
  await send(turnOff, { endpoint: subscription.endpoint });
  await subscription.unsubscribe();
  known.delete(subscription.endpoint);
  return "off";
}

async function subscribed() {
  const registration = await navigator.serviceWorker.getRegistration("/");
  return registration?.pushManager.getSubscription();
}

// A browser that listens for somebody else, who signed in here before, is "off" for this patient.
async function state() {
  if (Notification.permission === "denied") return "blocked";
  return known.has((await subscribed())?.endpoint) ? "on" : "off";
}

if ("serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
  for (const [form, act] of [[turnOn, start], [turnOff, stop]]) {
    form.addEventListener("submit", (event) => {
      event.preventDefault(); // the page is not left; so submit_once does not count it as sent either
      act().then(show, async () => show("failed", await state()));
    });
  }
  state().then(show);
}
