"""The companies a sandbox can start with."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sandbox.company import ChannelSeed, Company, PersonSeed, UsergroupSeed, small_company

CHECKOUT = ("ana", "camila", "tiago", "ngozi", "priya", "jonas", "haruka", "marcus")
GROWTH = ("dana", "rafael", "hannah", "aisha", "liam", "yuki")
MOBILE = ("arjun", "beatriz", "jonas", "haruka", "ana")
LEADS = ("ana", "camila", "tiago", "arjun", "dana")

# Who speaks for a channel; they set up what concerns it.
LEAD_OF: Mapping[str, str] = {"checkout": "ana", "growth": "dana", "mobile": "arjun", "product": "ana"}

# The channels of those who read what teams did without working in them: what they are to the company, and who sees to
# it that they get something to read.
READERS: Mapping[str, tuple[str, str]] = {
    "leadership": ("leadership", "ana"),
    "partners": ("partners", "ana"),
}


def travel_company() -> Company:
    """Wayfare, which sells trips: sixteen people in seven functions and nine time zones. Ana is you."""
    return Company(
        name="Wayfare",
        domain="wayfare",
        people=tuple(map(_called_by_first_name, (*_product_and_engineering(), *_design_data_and_markets()))),
        channels=_channels(),
        usergroups=_usergroups(),
    )


def companies() -> Mapping[str, Callable[[], Company]]:
    """Every company by the name the command line knows it by."""
    return {"travel": travel_company, "small": small_company}


def _called_by_first_name(seed: PersonSeed) -> PersonSeed:
    return replace(seed, display_name=seed.real_name.split()[0])


def _product_and_engineering() -> tuple[PersonSeed, ...]:
    return (
        PersonSeed("ana", "Ana Vogel", "Europe/Berlin", title="Head of Product · Berlin", admin=True),
        PersonSeed("camila", "Camila Duarte", "America/Sao_Paulo", title="Product manager · São Paulo"),
        PersonSeed("tiago", "Tiago Marques", "Europe/Lisbon", title="Engineering lead · Lisbon"),
        PersonSeed("ngozi", "Ngozi Okafor", "Africa/Lagos", title="Backend engineer · Lagos"),
        PersonSeed("priya", "Priya Raman", "Asia/Kolkata", title="Backend engineer · Chennai"),
        PersonSeed("jonas", "Jonas Weber", "Europe/Berlin", title="Frontend engineer · Leipzig"),
        PersonSeed("arjun", "Arjun Mehta", "Asia/Kolkata", title="Mobile engineering lead · Pune"),
        PersonSeed("beatriz", "Beatriz Sequeira", "Europe/Lisbon", title="iOS engineer · Porto"),
    )


def _design_data_and_markets() -> tuple[PersonSeed, ...]:
    return (
        PersonSeed("haruka", "Haruka Mori", "Asia/Tokyo", title="Product designer · Tokyo"),
        PersonSeed("marcus", "Marcus Hill", "America/New_York", title="Data analyst · New York"),
        PersonSeed("yuki", "Yuki Arakaki", "Asia/Tokyo", title="Data scientist · Osaka"),
        PersonSeed("dana", "Dana Whitfield", "America/Los_Angeles", title="Marketing lead · Oakland"),
        PersonSeed("rafael", "Rafael Nunes", "America/Sao_Paulo", title="Marketing manager · Recife"),
        PersonSeed("hannah", "Hannah Goldberg", "America/New_York", title="Sales, partnerships · Boston"),
        PersonSeed("aisha", "Aisha Bello", "Africa/Lagos", title="Customer support lead · Abuja"),
        PersonSeed(
            "liam",
            "Liam Nguyen",
            "Australia/Sydney",
            title="Customer support · Sydney",
            dnd=("22:00", "08:00"),
        ),
    )


def _channels() -> tuple[ChannelSeed, ...]:
    everybody = tuple(person.name for person in (*_product_and_engineering(), *_design_data_and_markets()))
    return (
        ChannelSeed("general", everybody, purpose="Everybody at Wayfare"),
        ChannelSeed("checkout", CHECKOUT, topic="From basket to ticket"),
        ChannelSeed("growth", GROWTH, topic="More travellers, happier ones"),
        ChannelSeed("mobile", MOBILE, topic="The app in people's pockets"),
        ChannelSeed("product", (*LEADS, "marcus"), topic="What we build, and why"),
        ChannelSeed("leads", LEADS, private=True, topic="People and plans"),
        ChannelSeed("leadership", ("ana", "camila", "dana"), topic="What needs a decision"),
        ChannelSeed("partners", ("ana", "hannah", "rafael"), topic="With those we travel with"),
    )


def _usergroups() -> tuple[UsergroupSeed, ...]:
    return (
        UsergroupSeed("support", "Customer support", ("aisha", "liam")),
        UsergroupSeed("data", "Data", ("marcus", "yuki")),
        UsergroupSeed("leads", "Leads", LEADS),
    )
