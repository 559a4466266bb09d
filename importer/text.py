"""What counts as white space, as a word and as a sentence: the smallest questions about text, asked by every stage."""

from __future__ import annotations

import hashlib
import re
from functools import cache, lru_cache
from importlib.resources import files

from importer.combining_marks import normalise
from importer.hidden_characters import drop_hidden

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_STOPS = (".", ",", ";", "…", "-", "–", "—", "。", "।")
_INITIALS = re.compile(r"\b[A-Z]\.[A-Z]\.$")
_CLOSERS = "”’\"')]»*"


@lru_cache(maxsize=512)  # every stage asks for the same lines again
def fold(text: str) -> str:
    """The text on one line: invisible characters out, every run of white space (NBSP too) one space, ends trimmed."""
    # `split` knows the same white space as `\s`
    return " ".join(drop_hidden(text).split())


def is_blank(text: str) -> bool:
    """Does nothing show on this line? Lines that hold only NBSPs are common (seeds/001_….txt:5)."""
    return not fold(text)


def words(text: str) -> list[str]:
    """The words of a text in order, lower case, apostrophes straight."""
    folded = text.casefold()
    if len(folded) == len(text):
        # Folded letter by letter, as nearly every text is, it falls into the same words, and at once.
        return _WORD.findall(folded.replace("’", "'"))
    return [word.casefold().replace("’", "'") for word in _WORD.findall(text)]


@lru_cache(maxsize=1024)
def word_count(text: str) -> int:
    """How many words, counted by the spaces between them; two characters of Chinese or Japanese count as one."""
    plain = fold(text)
    return len(plain.split(" ")) + len(_IDEOGRAPHS.findall(plain)) // 2 if plain else 0


@lru_cache(maxsize=1024)
def ends_sentence(text: str) -> bool:
    """Does the text end with a full stop, question or exclamation mark, closing marks of quotation aside?"""
    return fold(text).rstrip(_CLOSERS).endswith((".", "!", "?", "…", "。", "！", "？", "؟", "।"))


def stops(text: str) -> bool:
    """Does the text end with a full stop, comma or the like, closing marks aside (“… lives.””)? No heading does."""
    plain = fold(text).rstrip(_CLOSERS)
    return plain.endswith(_STOPS) and not _INITIALS.search(plain)


def find_nth(text: str, words: str, nth: int) -> int:
    """Where the words stand that stand `nth` times before in the text; -1 where they do not."""
    at = -1
    for _ in range(nth + 1):
        at = text.find(words, at + 1)
        if at < 0:
            break
    return at


def fingerprint(text: str) -> str:
    """SHA-256 of the words of a text: the same for the same wording, whatever its spacing, case or punctuation."""
    normal = normalise("NFKC", text)
    return hashlib.sha256(" ".join(words(normal)).encode()).hexdigest()


def quote(text: str, most_words: int = 6) -> str:
    """The first words of a text in quotation marks, for a message: enough to find it, never a paragraph."""
    parts = fold(text).split(" ")
    short = " ".join(parts[:most_words])[:80]
    return f"“{short}{'…' if len(short) < len(' '.join(parts)) else ''}”"


@cache
def word_list(name: str) -> tuple[str, ...]:
    """The entries of a list in `importer/words`, one to a line; `# ` begins a comment (`#comments` is an entry)."""
    text = files("importer").joinpath("words", f"{name}.txt").read_text(encoding="utf-8")
    lines = (f"{line} ".split("# ", 1)[0].strip() for line in text.splitlines())
    return tuple(line for line in lines if line)


@cache
def line_patterns(name: str) -> re.Pattern[str]:
    """The list as one pattern for whole lines: `*` stands for any text, `<number>` for one."""
    entries = (
        r".*".join(r" ?\d+ ?".join(re.escape(fold(bit)) for bit in part.split("<number>")) for part in entry.split("*"))
        for entry in (entry.casefold() for entry in word_list(name))
    )
    return re.compile("|".join(f"(?:{entry})" for entry in entries))


@lru_cache(maxsize=2048)
def matches_list(text: str, name: str) -> bool:
    """Is this whole line one of the entries of a list in `importer/words`?"""
    return len(text) < 2_000 and line_patterns(name).fullmatch(fold(text).casefold().replace("’", "'")) is not None
