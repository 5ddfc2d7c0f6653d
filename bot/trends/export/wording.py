"""What a question is called in an export: the same as long as it is worded the same, in every export."""

import json
from functools import lru_cache
from hashlib import sha256

from bot.values.questions import Question, QuestionType

_CHOSEN = (QuestionType.CHOICE, QuestionType.CHOICES)
"""Types whose options are a part of the question. Where others have options, they are what is open at the time."""


@lru_cache(maxsize=1024)
def question_id(ritual_id: int, question: Question) -> str:
    """The ritual, the key, and a fingerprint of the words, the scale and what can be chosen.

    Rounds of one ritual ask the same for months, so few have to be made.
    """
    options = list(question.options) if question.type in _CHOSEN else []
    said = [question.ask, question.type, question.of, question.low, question.high, options]
    return f"{ritual_id}-{question.key}-{sha256(json.dumps(said).encode()).hexdigest()[:8]}"
