"""The rituals that ship with Drumbeat, as data: each file here is one, in the words of RITUALS.yaml.

`bot.rituals.as_code.templates` reads them, with the same reader that reads people's own files.
"""

from importlib.resources import files

ENDING = ".yaml"


def template_names() -> tuple[str, ...]:
    """The names `template_text` knows, in alphabetical order."""
    names = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(ENDING) for name in names if name.endswith(ENDING)))


def template_text(name: str) -> str:
    """The text of the template of this name. Raises KeyError for an unknown one."""
    if name not in template_names():
        raise KeyError(name)
    return files(__name__).joinpath(f"{name}{ENDING}").read_text("utf-8")
