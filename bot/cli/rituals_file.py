"""Reading a RITUALS.yaml for a command: what it says, or every mistake as trouble a person can mend."""

from pathlib import Path

from bot.cli.speech import Trouble
from bot.rituals.as_code.file import FileProblems, RitualsFile, read_file


def read_rituals(path: Path) -> RitualsFile:
    """What the file says. Raises Trouble with every mistake, each with line and column."""
    try:
        return read_file(path.read_text("utf-8-sig"), source=path.name)
    except FileProblems as problems:
        raise trouble_with(problems) from problems
    except UnicodeDecodeError as error:
        raise Trouble([f"{path} is not UTF-8 text. Save it again as UTF-8."]) from error
    except OSError as error:
        raise Trouble([f"{path} cannot be read: {error.strerror}. Check its name."]) from error


def trouble_with(problems: FileProblems) -> Trouble:
    """The mistakes in a file, one a line."""
    return Trouble(f"{problems.source}, {problem}" for problem in problems.problems)
