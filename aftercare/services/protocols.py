"""Publishing a protocol document."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from aftercare.domain.protocol_document import load_protocol_text
from aftercare.models import Patient, ProtocolVersion, TreatmentSession


@transaction.atomic
def publish_protocol(*, document: str, at: datetime) -> tuple[ProtocolVersion, bool]:
    """Store a protocol document as a version; the same document again is the same version.

    A new version re-plans every patient whom no completed session holds to the one before. Returns the
    version and whether it is new. Raises ProtocolError naming the key and the reason.
    """
    protocol = load_protocol_text(document)
    version, new = ProtocolVersion.objects.get_or_create(
        digest=hashlib.sha256(document.encode()).hexdigest(),
        defaults={"name": protocol.id, "version": protocol.version, "document": document, "published_at": at},
    )
    if new:
        pinned = TreatmentSession.objects.filter(patient=OuterRef("pk"), protocol_version__isnull=False)
        Patient.objects.filter(~Exists(pinned)).update(replan_at=at)
    return version, new
