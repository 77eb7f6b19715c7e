"""The web pages: a chat for applicants, municipal staff and the support desk."""

from assistant.web.serve import serve

__all__ = ["serve"]
