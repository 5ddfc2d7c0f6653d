"""How a person is left in peace, as they see it: what is their own, and what holds anyway."""

from dataclasses import dataclass

from bot.values.rest import Rest


@dataclass(frozen=True, slots=True)
class Peace:
    """`own` is what the person chose; without that, `usual_days` are worked and `usual_country` decides holidays.

    Both countries are codes; `usual_country` is the team's, None where no team of theirs has one. `hears_of_loops`:
    they want messages about bottlenecks and feedback.
    """

    own: Rest
    zone: str
    usual_days: frozenset[int]
    usual_country: str | None = None
    hears_of_loops: bool = True

    @property
    def days(self) -> frozenset[int]:
        """The working days that hold."""
        return self.usual_days if self.own.working_days is None else self.own.working_days

    @property
    def country(self) -> str | None:
        """The country whose holidays hold."""
        return self.own.country or self.usual_country
