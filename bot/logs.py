"""Logging: one line an event, for people or for machines. Answers, tokens and payloads never get into it."""

import json
import logging
from datetime import UTC, datetime

# Who may go into every detail: ourselves. Whatever else is installed may print payloads, rows or parameters there.
_OURS = ("bot", "config")

# Bolt prints whole request bodies at INFO (invalid signature) and WARNING (unhandled request); the SDK prints
# payloads at DEBUG. APScheduler tells of every beat.
_QUIET = {
    "slack_bolt": logging.ERROR,
    "slack_sdk": logging.WARNING,
    "apscheduler": logging.WARNING,
    "aiohttp.access": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "asyncio": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "psycopg": logging.WARNING,
}


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up_logging(*, level: str, as_json: bool) -> None:
    """Write log lines of this level and above to standard error; from others than ourselves none below INFO."""
    handler = logging.StreamHandler()
    text = logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
    handler.setFormatter(_JsonLines() if as_json else text)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    asked = logging.getLogger().level
    logging.getLogger().setLevel(max(asked, logging.INFO))
    for name in _OURS:
        logging.getLogger(name).setLevel(asked)
    for name, quiet in _QUIET.items():
        logging.getLogger(name).setLevel(max(quiet, asked))
