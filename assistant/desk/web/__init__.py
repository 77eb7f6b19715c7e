"""The desk page: queue, inquiry, review, export. For staff, behind a login."""

from assistant.desk.web.app import mount_desk

__all__ = ["mount_desk"]
