"""Triage of incoming inquiries: read, split, route, answer in draft, write."""

from assistant.triage.inquiry import Inquiry, TriageError
from assistant.triage.part import Part

__all__ = ["Inquiry", "Part", "TriageError"]
