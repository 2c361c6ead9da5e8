"""A published protocol document, stored whole and never changed."""

import uuid
from functools import lru_cache

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from aftercare.domain.protocol import Protocol
from aftercare.domain.protocol_document import load_protocol_text


class ProtocolVersion(models.Model):
    """One version of the clinic's protocol. `document` is the TOML text exactly as it was published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.SlugField(_("protocol"), max_length=64)
    version = models.PositiveIntegerField(_("version"))
    document = models.TextField(_("document"))
    digest = models.CharField(_("SHA-256 of the document"), max_length=64, unique=True)
    published_at = models.DateTimeField(_("published at"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="protocol_version_unique")]
        triggers = [pgtrigger.Protect(name="immutable", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    @property
    def protocol(self) -> Protocol:
        """The document as the domain reads it; parsed once a process."""
        return _parse(self.document)


@lru_cache(maxsize=32)
def _parse(document: str) -> Protocol:
    return load_protocol_text(document)
