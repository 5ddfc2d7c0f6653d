"""The rituals that ship with Drumbeat, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from importlib.resources import files
from typing import Any

from config.durations import read_duration

BEFORE_CLOSE = " before close"


class BrokenTemplate(Exception):
    """A template that ships with Drumbeat cannot be used; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class TemplateQuestion:
    """One question. `type` is text or scale; `of` is the top of a scale."""

    key: str
    ask: str
    hint: str | None = None
    required: bool = True
    type: str = "text"
    of: int = 5


@dataclass(frozen=True, slots=True)
class Template:
    """A ritual somebody can start from. `days` are mon … sun, `at` is local, lengths are minutes."""

    id: str
    name: str
    description: str
    kind: str
    questions: tuple[TemplateQuestion, ...]
    days: tuple[str, ...]
    at: time
    window: timedelta
    remind_before: timedelta | None


def template_names() -> tuple[str, ...]:
    """The names `load_template` knows, in alphabetical order."""
    names = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


def load_template(name: str) -> Template:
    """The template of this name. Raises KeyError for an unknown one, BrokenTemplate for an unusable one."""
    if name not in template_names():
        raise KeyError(name)
    text = files(__name__).joinpath(f"{name}.yaml").read_text("utf-8")
    return read_template(name, text)


def read_template(name: str, text: str) -> Template:
    """A template from its YAML text. Raises BrokenTemplate."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        document = YAML(typ="safe", pure=True).load(text)
        return _template(name, document)
    except YAMLError as error:
        raise BrokenTemplate(f"{name}.yaml is not YAML: {error}") from error
    except KeyError as error:
        raise BrokenTemplate(f"{name}.yaml lacks {error}") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise BrokenTemplate(f"{name}.yaml cannot be used: {error}") from error


def _template(name: str, document: Mapping[str, Any]) -> Template:
    _only(document, "name description kind schedule window remind questions")
    schedule = document["schedule"]
    _only(schedule, "days at")
    return Template(
        id=name,
        name=_text(document, "name"),
        description=_text(document, "description"),
        kind=_text(document, "kind"),
        questions=tuple(_question(question) for question in document["questions"]),
        days=tuple(schedule["days"]),
        at=time.fromisoformat(_text(schedule, "at")),
        window=_length(_text(document, "window")),
        remind_before=_reminder(document),
    )


def _question(question: Mapping[str, Any]) -> TemplateQuestion:
    _only(question, "key ask hint required type of")
    _text(question, "key")
    _text(question, "ask")
    return TemplateQuestion(**question)


def _reminder(document: Mapping[str, Any]) -> timedelta | None:
    if "remind" not in document:
        return None
    return _length(_text(document, "remind").removesuffix(BEFORE_CLOSE))


def _length(text: str) -> timedelta:
    if (length := read_duration(text)) is None:
        raise ValueError(f"{text} is no length of time")
    return length


def _text(section: Mapping[str, Any], key: str) -> str:
    if not isinstance(section[key], str):
        raise TypeError(f"{key} is not text")
    return str(section[key])


def _only(section: Mapping[str, Any], keys: str) -> None:
    if unknown := set(section) - set(keys.split()):
        raise ValueError(f"nothing reads {', '.join(sorted(map(str, unknown)))}")
