"""Comparing what people wrote, as far as that is honest: nothing is guessed, no mood is read."""

import re
import unicodedata
from functools import cache

_NOTHING = """
    no|none|nope|nothing|nothing new|nothing today|nothing really|nothing at the moment|nothing right now
    not really|not today|no blockers|no blocker|no bottlenecks|none today|none so far|all good|all clear|all fine
    clear|good|na|n a|nil|x
    nein|nichts|keine|keiner|keines|kein|nix|nichts neues|keine blocker|alles gut|alles klar|passt
    non|rien|aucun|aucune|rien de neuf|rien a signaler|ras|tout va bien
    nada|ninguno|ninguna|ningun|todo bien|sin bloqueos
    niente|nessuno|nessuna|nulla|tutto bene|tutto ok
    nao|nenhum|nenhuma|tudo bem|tudo certo
    geen|niets|nee|alles goed
    nic|brak|nie|zadne|zadny|nie ma
    ingen|inget|inga|intet|ingenting|nej|nei
    ei|ei mitaan
    нет|ничего|ничего нового|все хорошо|немає|нічого
    yok|hicbir sey
    なし|特になし|ありません|特にありません|无|無|没有|沒有|暂无|없음|없습니다
    لا|لا شيء|لا يوجد|אין|כלום
    ok|okay|fine
    """
# Words that many different things are said with.
_FILLERS = """
    the and for from with still again are was our this that wait waits waiting blocked blocker stuck need needs
    der die das und auf von mit fur noch immer wieder warte warten wartet blockiert brauche brauchen
    les des une pour avec sur toujours encore attente attends attend bloque besoin
    los las del por para con todavia sigue sigo esperando espera bloqueado
    """
_EMOJI_NAME = re.compile(r":[a-z0-9_+'-]+:")
_NOT_A_WORD = re.compile(r"[\W_]+")
_LETTERS_THAT_TELL = 3
_WORDS_THAT_TELL = 2
_SHARED_TO_BE_SAME = 0.5


def normalised(text: str) -> str:
    """Lower case, without accents, emoji and punctuation, single spaces between words."""
    folded = text.casefold()
    if ":" in folded:
        folded = _EMOJI_NAME.sub(" ", folded)
    return _NOT_A_WORD.sub(" ", folded if folded.isascii() else _without_accents(folded)).strip()


def _without_accents(folded: str) -> str:
    # Taking letters apart can bring capitals to light (𝓐), so cases are folded on both sides of it.
    bare = unicodedata.normalize("NFKD", folded).casefold()
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def says_nothing(text: str | None) -> bool:
    """Whether this is an empty answer, or "no", "none", "-" and the like in one of many languages."""
    bare = normalised(text or "")
    return not bare or bare in _nothing_words()


def same_thing(one: str, other: str) -> bool:
    """Whether two texts plainly name the same thing: the same words, or half those of the shorter one shared.

    Short and very common words do not count, and at least two must be shared.
    """
    ours, theirs = _telling_words(one), _telling_words(other)
    if normalised(one) == normalised(other) or (ours and ours == theirs):
        return True
    shared, fewer = len(ours & theirs), min(len(ours), len(theirs))
    return shared >= _WORDS_THAT_TELL and shared >= _SHARED_TO_BE_SAME * fewer


def _telling_words(text: str) -> set[str]:
    return {word for word in normalised(text).split() if len(word) >= _LETTERS_THAT_TELL} - _fillers()


@cache
def _nothing_words() -> frozenset[str]:
    # Normalised like the answers: some scripts fall apart into other letters there.
    return frozenset(normalised(word) for word in _NOTHING.replace("\n", "|").split("|"))


@cache
def _fillers() -> frozenset[str]:
    return frozenset(_FILLERS.split())
