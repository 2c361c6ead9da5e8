"""What is taken in of a file, however long somebody goes on sending it."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

from aftercare.services.pictures import LARGEST_UPLOAD_BYTES


class NoLongerThanAllowed(FileUploadHandler):
    """The first of the upload handlers: what lies beyond the limit is dropped as it comes.

    The file then counts as too large, and the form says so beside everything else that was typed.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass on a part of a file, or nothing once one part too many has been."""
        return raw_data if start <= LARGEST_UPLOAD_BYTES else None

    def file_complete(self, file_size: int) -> Any:
        """Leave the file to the handlers behind this one."""
        return None
