"""What the asker said of the case: one typed value an attribute, each with the words it came from."""

from assistant.profile.cues import Places, ProfileCues, load_cues, load_places
from assistant.profile.profile import attributes_for, extract_profile

__all__ = ["Places", "ProfileCues", "attributes_for", "extract_profile", "load_cues", "load_places"]
