"""Settings of the assistant: those of the index, and its own."""

from __future__ import annotations

from pydantic import Field, SecretStr

from index.settings import IndexSettings


class Settings(IndexSettings):
    """Everything that can be set from outside, with its default."""

    host: str = Field(default="127.0.0.1", description="address the web app listens on")
    port: int = Field(default=7860, description="port the web app listens on")
    log_level: str = Field(default="WARNING", description="DEBUG, INFO, WARNING or ERROR")
    max_question_chars: int = Field(default=8000, description="longer questions are refused with an error")
    answer_cache: int = Field(
        default=256,
        ge=0,
        description="answers kept for repeated questions; 0: every question is answered anew",
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="SQLAlchemy URL of the desk's store; unset: SQLite file desk.db in the data folder",
    )
    retention_days: int = Field(
        default=180,
        ge=1,
        description="days an inquiry stays in the desk's store; `madoguchi desk purge` deletes older ones",
    )
    desk_password_hash: SecretStr | None = Field(
        default=None,
        description="login of the desk page, made by `madoguchi desk hash-password`; unset: see desk_proxy_header",
    )
    desk_proxy_header: str | None = Field(
        default=None,
        description="header in which a trusted reverse proxy names the signed-in person (X-Remote-User); "
        "without it and without a password hash the desk page is open on direct loopback only",
    )
    desk_proxy_addresses: str = Field(
        default="127.0.0.1,::1", description="addresses of the proxy whose header is believed, with commas"
    )
    desk_cookie_secure: bool = Field(
        default=False, description="send the desk's cookie over https only; set it behind a proxy with TLS"
    )

    @property
    def uncached(self) -> Settings:
        """The same for measuring and for batches of mails: every question is answered anew."""
        return self.model_copy(update={"answer_cache": 0})

    @property
    def store_url(self) -> str:
        """Where the desk's store is."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'desk.db'}"
