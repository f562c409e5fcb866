"""Settings: what the environment says, read once, frozen. Nothing else in the project reads the environment."""

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

APP_TOKEN_HELP = "api.slack.com/apps → your app → Basic Information → App-Level Tokens (scope connections:write)"
BOT_TOKEN_HELP = "api.slack.com/apps → your app → OAuth & Permissions → Bot User OAuth Token"
SIGNING_SECRET_HELP = "api.slack.com/apps → your app → Basic Information → Signing Secret"


class SettingsError(Exception):
    """One line that says what to set and where to find it."""


def data_directory() -> Path:
    """Where a machine keeps what belongs to its user, by the XDG convention."""
    return _Places().xdg_data_home.expanduser() / "sales-coach"


class _Places(BaseSettings):
    xdg_data_home: Path = Path("~/.local/share")


def _web_address(value: str) -> str:
    if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc:
        raise ValueError("must be a web address such as https://slack.com/api/")
    return value if value.endswith("/") else value + "/"


def _in_capitals(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


class Settings(BaseSettings):
    """Each field is an environment variable of the same name in capitals; a `.env` file in the folder counts too."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True)

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: Annotated[str, AfterValidator(_web_address)] = "https://slack.com/api/"
    database_url: SecretStr | None = None  # it may hold a password
    host: str = "0.0.0.0"
    port: int = Field(default=3000, ge=1, le=65535)
    threads: int = Field(default=16, ge=1, le=256)
    web_concurrency: int = Field(default=1, ge=1, le=64)
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_in_capitals)] = "INFO"

    @property
    def database(self) -> str:
        """The database's address: SQLite in the user's data folder unless DATABASE_URL names another."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{data_directory() / 'sales-coach.db'}"

    @property
    def mode(self) -> Literal["socket", "http"]:
        """Socket Mode where there is an app-level token, signed HTTP where there is a signing secret."""
        return "socket" if self.slack_app_token is not None else "http"


def read_settings() -> Settings:
    """What the environment says. Raises SettingsError with one line for the first thing that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "settings"
        raise SettingsError(f"{name}: {first['msg'].removeprefix('Value error, ')}.") from None


def check_serving(settings: Settings) -> None:
    """Raise SettingsError unless the settings suffice to talk to Slack."""
    _check_token("SLACK_BOT_TOKEN", settings.slack_bot_token, "xoxb-", BOT_TOKEN_HELP)
    if settings.slack_app_token is not None:
        _check_token("SLACK_APP_TOKEN", settings.slack_app_token, "xapp-", APP_TOKEN_HELP)
    elif settings.slack_signing_secret is None:
        raise SettingsError(
            "Set SLACK_APP_TOKEN for Socket Mode or SLACK_SIGNING_SECRET for HTTP. "
            f"Find them under {APP_TOKEN_HELP}, or {SIGNING_SECRET_HELP}."
        )
    elif len(settings.slack_signing_secret.get_secret_value().strip()) < 8:
        raise SettingsError(f"SLACK_SIGNING_SECRET is too short to be one. Find it under {SIGNING_SECRET_HELP}.")


def _check_token(name: str, token: SecretStr | None, prefix: str, where: str) -> None:
    if token is None:
        raise SettingsError(f"Set {name}. Find it under {where}.")
    value = token.get_secret_value()
    if not value.startswith(prefix) or len(value) <= len(prefix) or any(c.isspace() for c in value):
        raise SettingsError(f"{name} must begin with {prefix} and hold no spaces. Find it under {where}.")
