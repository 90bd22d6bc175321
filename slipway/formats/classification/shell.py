"""Command lines taken apart: the simple commands of a script, read and never run."""

import re
from collections.abc import Iterator
from typing import Final

MOST_COMMANDS: Final = 200
_ASSIGNMENT: Final = re.compile(r"[A-Za-z_]\w*=.*", re.DOTALL)
_HERE_DOCUMENT: Final = re.compile(r"<<-?\s*(['\"]?)([A-Za-z_]\w*)\1")
_LEADING: Final = frozenset(("if", "then", "elif", "else", "while", "until", "do", "!", "{"))
_NO_COMMANDS: Final = frozenset(
    (
        "fi",
        "done",
        "esac",
        "}",
        "for",
        "case",
        "in",
        "select",
        "function",
        "[",
        "[[",
        "return",
        "break",
        "continue",
        ":",
    )
)

Command = tuple[str, ...]


def commands(script: str) -> Iterator[Command]:
    """The words of each simple command, without quotes, assignments and keywords."""
    for words in _split(_without_here_documents(script)):
        if command := _bare(words):
            yield command


def _bare(words: list[str]) -> Command:
    start = 0
    while start < len(words) and (words[start] in _LEADING or _ASSIGNMENT.fullmatch(words[start])):
        start += 1
    if start == len(words) or words[start] in _NO_COMMANDS:
        return ()
    return tuple(words[start:])


def _without_here_documents(script: str) -> str:
    """The script without the text that it hands to a command after `<<END`."""
    kept = []
    end = ""
    for line in script.split("\n"):
        if end:
            end = "" if line.strip() == end else end
            continue
        kept.append(line)
        if found := _HERE_DOCUMENT.search(line):
            end = found[2]
    return "\n".join(kept)


def _split(script: str) -> Iterator[list[str]]:
    """Words, command by command; one pass over the characters, so that no script takes long."""
    words: list[str] = []
    word: list[str] = []
    at = 0
    while at < len(script):
        letter = script[at]
        if letter in "'\"`":
            at = _quoted(script, at, word)
        elif script.startswith(("$(", "${"), at):
            at = _bracketed(script, at, word)
        elif letter == "\\":
            word.append("" if script[at + 1 : at + 2] == "\n" else script[at + 1 : at + 2])
            at += 2
        elif letter == "#" and not word:
            at = _line_end(script, at)
        elif letter in "\n;&|()" and not (letter == "&" and word and word[-1] == ">"):
            _end_word(words, word)
            if words:
                yield words
            words = []
            at += 1
        elif letter.isspace():
            _end_word(words, word)
            at += 1
        else:
            word.append(letter)
            at += 1
    _end_word(words, word)
    if words:
        yield words


def _end_word(words: list[str], word: list[str]) -> None:
    if text := "".join(word):
        words.append(text)
    word.clear()


def _line_end(script: str, at: int) -> int:
    end = script.find("\n", at)
    return len(script) if end < 0 else end


def _quoted(script: str, at: int, word: list[str]) -> int:
    """Past the closing quote, or past everything where there is none."""
    quote, start = script[at], at + 1
    end = script.find(quote, start)
    while end > 0 and quote == '"' and script[end - 1] == "\\":
        end = script.find(quote, end + 1)
    end = len(script) if end < 0 else end
    word.append(script[start:end])
    return end + 1


def _bracketed(script: str, at: int, word: list[str]) -> int:
    """Past `$(…)`, `${…}` or `${{…}}` as one piece of a word."""
    opening = script[at + 1]
    closing = {"(": ")", "{": "}"}[opening]
    end, depth = at + 2, 1
    while end < len(script) and depth:
        depth += (script[end] == opening) - (script[end] == closing)
        end += 1
    word.append(script[at:end])
    return end
