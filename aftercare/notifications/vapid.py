"""The key by which push services know the portal (VAPID, RFC 8292). The settings read it: no Django here."""

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid
from py_vapid.utils import b64urlencode


def read_key(text: str) -> Vapid:
    """A private key from PEM (its line breaks may be escaped) or from base64url. Raises ValueError."""
    text = text.replace("\\n", "\n").strip()
    return Vapid.from_pem(text.encode()) if text.startswith("-----") else Vapid.from_string(text)


def public_key(text: str) -> str:
    """The public key of a private one, as a browser's `applicationServerKey` takes it: base64url."""
    point = read_key(text).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return str(b64urlencode(point))
