"""Starts the web app with the settings of the environment."""

from assistant.settings import Settings
from assistant.web import serve

if __name__ == "__main__":
    serve(Settings())
