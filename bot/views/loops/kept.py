"""What a form about a loop keeps while it is open: which loop it is about, and where it was opened from."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """`news` is the key of the direct message whose button opened the form, and `url` where that message can be
    changed; `on_page`: the loop's page lies beneath; `from_home`: Home shows what becomes of it."""

    loop_id: int
    url: str | None = None
    news: str | None = None
    on_page: bool = False
    from_home: bool = False

    @property
    def way_back(self) -> str:
        """What leaves the form without a step."""
        return "Back" if self.on_page else "Cancel"

    def written(self) -> str:
        """As a form carries it."""
        return json.dumps(asdict(self), separators=(",", ":"))


def read_kept(private_metadata: str) -> Kept:
    """What a form carried."""
    return Kept(**json.loads(private_metadata))
