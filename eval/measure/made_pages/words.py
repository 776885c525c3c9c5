"""Sentences of invented news, for pages and other documents that are made to measure readers."""

from __future__ import annotations

import random

_WHO = (
    "the harbour master of Norvik", "a spokeswoman of the ministry", "the council of Tesmer",
    "the union of ferry crews", "the second deputy mayor", "the court of appeal in Bressin",
    "a farmer from the lower valley", "the coast guard", "the head of the water board",
    "an engineer who knows the dam", "the opposition", "the owner of the mill",
    "the foreign office",
    "a teacher at the school on the hill", "the archive of the town", "the weather service",
)  # fmt: skip
_DID = (
    "said that", "denied that", "told reporters that", "wrote in a letter that", "confirmed that",
    "warned that", "did not expect that", "recalled that", "explained why", "asked whether",
)  # fmt: skip
_WHAT = (
    "the bridge over the Aln would be closed to lorries", "forty ships wait for a pilot",
    "the price of grain had fallen by a third", "nobody had counted the ballots twice",
    "the talks would go on for another week", "the budget leaves out the schools",
    "the mines still drift along the coast", "the tunnel was flooded up to the second door",
    "a new timetable takes effect", "the museum returns the four bronze bells",
    "the river had risen above the mark of 1954", "both sides had signed the same draft",
    "the hospital needs eleven more nurses", "the vote had been put off again",
)  # fmt: skip
_WHEN = (
    "on Monday", "late on Tuesday evening", "before the winter", "in March", "after a long debate",
    "during the harvest", "in the first half of the year", "within a fortnight", "at noon",
    "on the second day of the strike", "in spite of the rain", "without giving a reason",
)  # fmt: skip
_MORE = (
    "according to two people at the meeting", "as the gazette had reported", "for the third time",
    "although the numbers differ", "and left the room", "to the surprise of the committee",
    "while the cameras were running", "with one vote against", "and refused to say more",
)  # fmt: skip
_GERMAN = (
    "Der Bürgermeister sagte am Montag, die Brücke über die Größe bleibe geschlossen.",
    "Vierzig Schiffe warten vor der Küste auf einen Lotsen, hieß es aus dem Ministerium.",
    "Über den Haushalt wird erst im März abgestimmt, obwohl das Geld längst fehlt.",
    "Die Opposition nannte den Entwurf „ein Geschenk an niemanden“ und verließ den Saal.",
    "Nach Angaben der Wasserwacht stieg der Fluss höher als im Jahr 1954.",
    "Zwei Lehrerinnen der Schule am Hügel wollen gegen das Urteil vorgehen.",
)
_RUSSIAN = (
    "Министр заявил в понедельник, что переговоры продлятся ещё одну неделю.",
    "Сорок кораблей ждут лоцмана у побережья, сообщили в управлении порта.",
    "По данным совета, цена на зерно упала на треть по сравнению с мартом.",
    "Суд отложил решение, и представители сторон покинули зал без комментариев.",
    "Мост через реку будет закрыт для грузовиков до начала зимы.",
)


def sentence(rng: random.Random) -> str:
    """One, of eight to thirty words."""
    parts = [rng.choice(_WHO), rng.choice(_DID), rng.choice(_WHAT)]
    if rng.random() < 0.8:
        parts.append(rng.choice(_WHEN))
    if rng.random() < 0.5:
        parts[-1] += ","
        parts.append(rng.choice(_MORE))
    text = " ".join(parts)
    return text[0].upper() + text[1:] + "."


def paragraph(rng: random.Random, most: int = 4) -> str:
    """Up to `most` sentences."""
    return " ".join(sentence(rng) for _ in range(rng.randint(1, most)))


def heading(rng: random.Random) -> str:
    """A headline of a few words."""
    who = rng.choice(_WHO).split(" ", 1)[1]
    return f"{who[0].upper()}{who[1:]}: {rng.choice(_WHAT)}"


def foreign(rng: random.Random, language: str) -> str:
    """A paragraph in "de" or "ru"."""
    return " ".join(rng.sample(_GERMAN if language == "de" else _RUSSIAN, rng.randint(1, 3)))


def halves(rng: random.Random) -> tuple[str, str]:
    """A sentence cut in two, for what stands in its middle."""
    words = sentence(rng).split()
    cut = rng.randint(3, len(words) - 2)
    return " ".join(words[:cut]), " ".join(words[cut:])
