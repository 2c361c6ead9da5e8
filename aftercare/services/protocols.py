"""Publishing a protocol document."""

import hashlib
from datetime import datetime

from django.db import transaction

from aftercare.domain.protocol_document import load_protocol_text
from aftercare.models import ProtocolVersion


@transaction.atomic
def publish_protocol(*, document: str, at: datetime) -> tuple[ProtocolVersion, bool]:
    """Store a protocol document as a version; the same document again is the same version.

    Returns the version and whether it is new. Raises ProtocolError naming the key and the reason.
    """
    protocol = load_protocol_text(document)
    return ProtocolVersion.objects.get_or_create(
        digest=hashlib.sha256(document.encode()).hexdigest(),
        defaults={"name": protocol.id, "version": protocol.version, "document": document, "published_at": at},
    )
