"""The rituals that ship with Drumbeat, read by the reader of RITUALS.yaml: a template says what a file may say."""

from functools import cache

from bot.rituals.as_code.nodes import FileProblems, Report, Section
from bot.rituals.as_code.plans import PLAN_KEYS, Template, read_plan
from bot.rituals.as_code.values import LONGEST_DESCRIPTION, read_description, read_name
from bot.rituals.as_code.yaml import parse
from config.templates import template_names, template_text

__all__ = ["LONGEST_DESCRIPTION", "BrokenTemplate", "Template", "read_template", "template", "template_names"]

TEMPLATE_KEYS = ("name", "description", *PLAN_KEYS)


class BrokenTemplate(Exception):
    """A template that ships with Drumbeat cannot be used; the message names the file and every mistake."""


@cache
def template(name: str) -> Template:
    """The template of this name. Raises KeyError for an unknown one, BrokenTemplate for an unusable one."""
    return read_template(name, template_text(name))


def read_template(name: str, text: str) -> Template:
    """A template from its YAML text. Raises BrokenTemplate."""
    source, report = f"{name}.yaml", Report()
    try:
        found = _read(name, Section(parse(text, source), "a template", TEMPLATE_KEYS, report), report)
        if found is None or report.problems:
            raise FileProblems(source, report.problems)
    except FileProblems as problems:
        raise BrokenTemplate(str(problems)) from problems
    return found


def _read(name: str, section: Section, report: Report) -> Template | None:
    title = section.required("name", read_name, "Daily check-in")
    description = section.required("description", read_description, "What it is for, in one line.")
    entry = read_plan(section, title or "", None, report)
    if entry is None or description is None:
        return None
    if entry.report:
        section.refuse("report", "a template knows no channels", "Write team or lead.")
    return Template(name, description, entry.plan)
