"""Static files in production: hashed and compressed, each stylesheet in one piece.

The stylesheets of static/css are written one component a file and joined by `@import url("...") layer(...);`.
A phone should not wait for thirty of them, so collectstatic writes the imported files into the importing one.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLES = ("css/portal.css", "css/staff.css")
IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>\w+)\);')


class PortalStaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # untyped
    """WhiteNoise's storage, with the stylesheets joined before their hashes are taken."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Join the stylesheets, then hash and compress all files."""
        if not dry_run:
            for bundle in BUNDLES:
                if bundle in paths:
                    self.join(bundle)
                    paths[bundle] = (self, bundle)
        yield from super().post_process(paths, dry_run, **options)

    def join(self, bundle: str) -> None:
        """Write every imported file into the stylesheet that imports it, each in its layer."""

        def read_import(found: re.Match[str]) -> str:
            return "@layer {} {{\n{}}}".format(found["layer"], self.read(f"css/{found['path']}"))

        joined = IMPORT.sub(read_import, self.read(bundle))
        self.delete(bundle)
        self.save(bundle, ContentFile(joined.encode()))

    def read(self, name: str) -> str:
        """The text of a collected file."""
        with self.open(name) as file:
            return str(file.read().decode())
