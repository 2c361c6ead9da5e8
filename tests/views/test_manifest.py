"""What a phone needs to put the portal on its home screen, where an iPhone shows notifications."""

import json

from django.test import Client

PUBLIC = "/accounts/login/"


def bytes_of(client: Client, address: str) -> bytes:
    return b"".join(client.get(address).streaming_content)


def test_every_page_names_the_manifest_and_the_icon(client: Client, db: None) -> None:
    page = client.get(PUBLIC).content.decode()

    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    assert '<link rel="apple-touch-icon" href="/apple-touch-icon.png">' in page


def test_the_manifest_is_served_as_one_and_its_icons_are_there(client: Client) -> None:
    manifest = json.loads(bytes_of(client, "/manifest.webmanifest"))

    icons = [client.get(icon["src"]) for icon in manifest["icons"]]
    assert client.get("/manifest.webmanifest")["Content-Type"] == "application/manifest+json"
    assert [icon["Content-Type"] for icon in icons] == ["image/png"] * 2
    assert (manifest["start_url"], manifest["display"]) == ("/", "standalone")
    assert bytes_of(client, "/apple-touch-icon.png").startswith(b"\x89PNG")
