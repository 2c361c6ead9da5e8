// Shows what the portal sends to this browser, {title, body, url, tag}, and leads there: a second try of the same
// message has the same tag, and takes the first one's place. The file stands at the root, because a worker may only
// lead to pages beneath its own address.
self.addEventListener("push", (event) => {
  const { title, body, url, tag } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { body, tag, data: { url } }));
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
