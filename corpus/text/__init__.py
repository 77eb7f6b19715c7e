"""Japanese text as this project compares it: normalisation, numerals, fiscal years."""

from corpus.text.normalise import canonical, fold, plain
from corpus.text.quantities import Quantity, quantities
from corpus.text.years import edition_of_date, editions_in

__all__ = ["Quantity", "canonical", "edition_of_date", "editions_in", "fold", "plain", "quantities"]
