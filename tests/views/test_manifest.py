"""What a phone needs to put the portal on its home screen, where an iPhone shows notifications."""

import json

from django.test import Client

PUBLIC = "/accounts/login/"


def fetch(client: Client, address: str) -> tuple[str, bytes]:
    answer = client.get(address)
    return answer["Content-Type"], b"".join(answer.streaming_content)


def test_every_page_names_the_manifest_and_the_icon(client: Client, db: None) -> None:
    page = client.get(PUBLIC).content.decode()

    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    assert '<link rel="apple-touch-icon" href="/apple-touch-icon.png">' in page


def test_the_manifest_is_served_as_one_and_its_icons_are_there(client: Client) -> None:
    kind, text = fetch(client, "/manifest.webmanifest")
    manifest = json.loads(text)

    icons = [fetch(client, icon["src"]) for icon in [*manifest["icons"], {"src": "/apple-touch-icon.png"}]]
    assert kind == "application/manifest+json"
    assert [(kind, image[:4]) for kind, image in icons] == [("image/png", b"\x89PNG")] * 3
    assert (manifest["start_url"], manifest["display"]) == ("/", "standalone")
