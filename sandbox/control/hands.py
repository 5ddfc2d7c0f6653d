"""What the page does for a person. Unlike `Person`, which finds things by words, a mouse points exactly."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from sandbox.control.requests import body_of, refuse, text_in
from sandbox.control.screen import known_person, visible_channel
from sandbox.elements import VALUE_KEYS, Element
from sandbox.errors import Json, NotVisible, SlackError
from sandbox.model import Message
from sandbox.person import Person
from sandbox.result import Result
from sandbox.server import Sandbox
from sandbox.sight import Place, Sight

# What an action says beside its ids, for the elements that hold no value of their own.
_SAID_BY_BUTTONS = ("text", "value", "style", "selected_option")
_GONE = "That is no longer there."


class Visitor(Person):
    """A person at the page."""

    def message(self, channel: str, ts: str) -> Message:
        """A message or an ephemeral this person can see."""
        place = visible_channel(self._workspace, self.user, channel)
        sight = Sight(self._workspace, self.user)
        # The newest first: an ephemeral may carry the same ts as a message.
        seen = [*place.messages.values(), *sight.ephemerals(place)]
        found = next((each for each in reversed(seen) if each.ts == ts), None)
        return found or refuse(_GONE, web.HTTPNotFound)

    def place(self, where: Json) -> Place:
        if where.get("kind") == "message":
            return Place(message=self.message(text_in(where, "channel"), text_in(where, "ts")))
        shown = self.home if where.get("kind") == "home" else self.modal
        if shown is None or shown.id != where.get("view_id"):
            refuse(_GONE, web.HTTPNotFound)
        return Place(view=shown)

    def fill(self, place: Place, values: Json) -> None:
        """Put in what was entered, field by field; what no field holds is left out."""
        state = self._state(place)
        for element in place.elements:
            given = values.get(element.block_id, {}).get(element.action_id)
            if element.type in VALUE_KEYS and isinstance(given, dict):
                key, _ = VALUE_KEYS[element.type]
                known = state.setdefault(element.block_id, {}).setdefault(element.action_id, {})
                state[element.block_id][element.action_id] = {
                    **known,
                    "type": element.type,
                    key: given.get(key),
                }

    async def use(self, place: Place, element: Element, action: Json) -> Result:
        if element.type in VALUE_KEYS:
            said = {key: value for key, value in action.items() if key == VALUE_KEYS[element.type][0]}
        else:
            said = {key: action[key] for key in _SAID_BY_BUTTONS if key in action}
        return await self._act(place, element, said)

    async def suggestions(self, place: Place, element: Element, query: str) -> Json:
        found = await self._with_suggestions(place, element, query)
        return {key: found.body[key] for key in ("options", "option_groups") if key in found.body}


class Hands:
    """`POST /sandbox/do`: one verb, done as one person."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._visitors: dict[str, Visitor] = {}
        self._verbs: dict[str, Callable[[Visitor, Json], Awaitable[Json]]] = {
            "command": _command,
            "press": _press,
            "choose": _press,
            "submit": _submit,
            "close": _close,
            "say": _say,
            "open_home": _open_home,
            "shortcut": _shortcut,
            "read": _read,
            "options": _options,
        }

    async def do(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        verb = self._verbs.get(text_in(body, "what"))
        if verb is None:
            refuse(f"Nobody can {body['what']}.")
        try:
            return web.json_response(await verb(self._visitor(text_in(body, "as")), body))
        except (NotVisible, SlackError) as refusal:
            refuse(str(refusal), web.HTTPConflict)

    def _visitor(self, wanted: str) -> Visitor:
        user = known_person(self._sandbox.workspace, wanted)
        if user.id not in self._visitors:
            self._visitors[user.id] = Visitor(self._sandbox.desk, user)
        return self._visitors[user.id]


def _told(result: Result) -> Json:
    return {"ok": result.ok, **({"notice": result.warning} if result.warning else {})}


async def _command(visitor: Visitor, body: Json) -> Json:
    name, _, text = text_in(body, "text").partition(" ")
    result = await visitor.command(name, text.strip(), channel=text_in(body, "channel"))
    # Slackbot has said already what went wrong, in the conversation.
    return {"ok": result.ok}


async def _press(visitor: Visitor, body: Json) -> Json:
    place = visitor.place(body.get("where") or {})
    element = _pointed_at(place, body)
    visitor.fill(place, body.get("values") or {})
    return _told(await visitor.use(place, element, body.get("action") or {}))


def _pointed_at(place: Place, body: Json) -> Element:
    ids = (body.get("block_id"), body.get("action_id"))
    found = next((each for each in place.elements if (each.block_id, each.action_id) == ids), None)
    return found or refuse(_GONE, web.HTTPNotFound)


async def _submit(visitor: Visitor, body: Json) -> Json:
    view = visitor.place({"kind": "modal", "view_id": body.get("view_id")}).view
    assert view is not None
    visitor.fill(Place(view=view), body.get("values") or {})
    result = await visitor.submit()
    if result.status == "invalid":
        return {"ok": False, "errors": view.errors}
    return {"ok": result.ok, **({"trouble": result.warning} if result.warning else {})}


async def _close(visitor: Visitor, body: Json) -> Json:
    visitor.place({"kind": "modal", "view_id": body.get("view_id")})
    return _told(await visitor.close_modal(everything=bool(body.get("all"))))


async def _say(visitor: Visitor, body: Json) -> Json:
    channel, thread = text_in(body, "channel"), body.get("thread")
    return _told(await visitor.say(text_in(body, "text"), channel=channel, thread=thread))


async def _open_home(visitor: Visitor, body: Json) -> Json:
    return _told(await visitor.open_home(body.get("tab") or "home"))


async def _shortcut(visitor: Visitor, body: Json) -> Json:
    message = visitor.message(text_in(body, "channel"), text_in(body, "ts")) if body.get("ts") else None
    return _told(await visitor.shortcut(text_in(body, "callback_id"), message=message))


async def _read(visitor: Visitor, body: Json) -> Json:
    visitor.read(text_in(body, "channel"))
    return {"ok": True}


async def _options(visitor: Visitor, body: Json) -> Json:
    place = visitor.place(body.get("where") or {})
    return await visitor.suggestions(place, _pointed_at(place, body), str(body.get("query") or ""))
