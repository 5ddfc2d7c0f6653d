"""Reading `.env`, one NAME=value a line. A line that cannot be read is a mistake with a place."""

from pathlib import Path

from dotenv.parser import Binding, parse_stream

from config.problems import Problem


def read_env_file(path: Path) -> tuple[dict[str, str], list[Problem]]:
    """The values of the file, as written (`${…}` stays as it is), and what is wrong with its lines."""
    try:
        with path.open(encoding="utf-8-sig") as stream:
            bindings = list(parse_stream(stream))
    except UnicodeDecodeError:
        return {}, [Problem(str(path), "is not UTF-8 text", "Save it again as UTF-8.")]
    except OSError as error:
        return {}, [
            Problem(str(path), f"cannot be read ({error.strerror})", "Check its name and permissions.")
        ]
    values = {binding.key: binding.value for binding in bindings if binding.key and binding.value is not None}
    return values, [_problem(path, binding) for binding in bindings if _is_broken(binding)]


def _is_broken(binding: Binding) -> bool:
    return binding.error or (binding.key is not None and binding.value is None)


def _problem(path: Path, binding: Binding) -> Problem:
    place = f"{path.name} line {_line_of(binding)}"
    if binding.error:
        return Problem(place, "cannot be read", "Write NAME=value, with quotes that close.")
    return Problem(
        place, f"says {binding.key} but no value", f"Write {binding.key}=value, or take the line out."
    )


def _line_of(binding: Binding) -> int:
    # The parser counts from the blank lines before the statement.
    text = binding.original.string
    return int(binding.original.line) + text[: len(text) - len(text.lstrip())].count("\n")
