"""Settings of corpus and index, read from ``MADOGUCHI_*`` environment variables or ``.env``."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class IndexSettings(BaseSettings):
    """Where state lives and how texts become vectors."""

    model_config = SettingsConfigDict(env_prefix="MADOGUCHI_", env_file=".env", extra="ignore")

    data_dir: Path = Field(default=ROOT / "var", description="folder for model, index and stores")
    embedding_model: str | None = Field(
        default=None,
        description="folder or name of a sentence-transformers model; unset: the bundled multilingual-e5-small",
    )
    query_prompt: str = Field(default="query: ", description="prefix the model expects before a query")
    document_prompt: str = Field(
        default="passage: ", description="prefix the model expects before a document"
    )
    chroma_url: str | None = Field(
        default=None, description="http://host:port of a Chroma server; unset: embedded"
    )

    @property
    def model_path(self) -> str:
        """The model to load: the configured one, else the converted bundled one."""
        return self.embedding_model or str(self.bundled_model_dir)

    @property
    def bundled_model_dir(self) -> Path:
        """Where set-up writes the converted bundled model."""
        return self.data_dir / "models" / "multilingual-e5-small"

    @property
    def index_dir(self) -> Path:
        """Where the vector store, the lexical index and the pointer to the serving build live."""
        return self.data_dir / "index"
