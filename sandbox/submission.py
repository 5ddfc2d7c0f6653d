"""What the acknowledgement of a submission does to the modals (docs.slack.dev/surfaces/modals)."""

from collections.abc import Mapping

from sandbox.delivery.answer import Answer
from sandbox.elements import elements
from sandbox.errors import Json, SlackError
from sandbox.form import by_label
from sandbox.judgement import judge
from sandbox.model import View
from sandbox.record import Record
from sandbox.result import Result
from sandbox.rules.blocks import check_view
from sandbox.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"

_FAILURES = {"timeout": "operation_timeout", "failed": "failed", "unreachable": "lost"}


class Submission:
    """One submitted view, waiting for its answer."""

    def __init__(self, workspace: Workspace, record: Record, view: View) -> None:
        self._workspace = workspace
        self._record = record
        self._view = view

    def answered(self, answer: Answer) -> Result:
        """Close, change or keep the modal, as the app said; trouble leaves it open for another try."""
        result = self._judged(answer)
        result.seconds = answer.seconds
        if result.warning is not None:
            self._workspace.warn(self._view.user, result.warning)
        return result

    def _judged(self, answer: Answer) -> Result:
        if not answer.ok:
            return Result(_FAILURES[answer.outcome], warning=TROUBLE)
        try:
            return self._obey(answer.json)
        except SlackError as refusal:
            self._record.note("view_submission", "acknowledgement", refusal.error)
            return Result("failed", warning=TROUBLE)

    def _obey(self, body: Json) -> Result:
        action = body.get("response_action")
        if action == "errors":
            return self._errors(body.get("errors") or {})
        if action == "update":
            self._workspace.views.update(self._view, self._definition(body))
            return Result("ok")
        if action == "push":
            self._workspace.views.push(self._view.user, self._definition(body))
            return Result("ok")
        if action == "clear":
            self._workspace.views.clear(self._view.user)
            return Result("ok", closed=True)
        if body:
            raise SlackError(f"response_action {action!r} is not one of errors, update, push, clear")
        self._workspace.views.remove(self._view)
        return Result("ok", closed=True)

    def _definition(self, body: Json) -> Json:
        definition = body.get("view")
        if not isinstance(definition, dict):
            raise SlackError("the acknowledgement has no view")
        judge(self._record, "view_submission", check_view(definition), "invalid_arguments")
        return definition

    def _errors(self, errors: Mapping[str, str]) -> Result:
        inputs = {each.block_id for each in elements(self._view.blocks) if each.is_input}
        strangers = [block_id for block_id in errors if block_id not in inputs]
        if strangers or not errors:
            raise SlackError(f"errors must name block_ids of input blocks, not {strangers}")
        self._view.errors = dict(errors)
        self._workspace.changed("view", user=self._view.user)
        return Result("invalid", errors=by_label(self._view, errors))
