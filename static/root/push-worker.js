// Shows what the portal sends to this browser, {title, body, url}, and leads there. It stands at the root, because a
// worker may only lead to pages beneath its own address.
self.addEventListener("push", (event) => {
  const { title, body, url } = event.data.json();
  // One says as much as many: something waits. A new one takes the place of the last, and is noticed again.
  const shown = { body, data: { url }, tag: "aftercare", renotify: true };
  event.waitUntil(self.registration.showNotification(title, shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(ownAddress(event.notification.data.url)));
});

function ownAddress(url) {
  const address = new URL(url ?? "/", self.location.origin);
  return address.origin === self.location.origin ? address.href : `${self.location.origin}/`;
}

async function open(address) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = pages.find((page) => page.url === address);
  return there ? there.focus() : self.clients.openWindow(address);
}
