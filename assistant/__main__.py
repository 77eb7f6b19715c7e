"""``python -m assistant`` is the console script ``madoguchi``."""

from assistant.cli import main

main()
