"""The one error of this package."""


class BundledModelError(RuntimeError):
    """The bundled model cannot be converted; the message says what to do about it."""
