"""Command lines taken apart: the simple commands of a script, read and never run."""

import re
from collections.abc import Iterator
from typing import Final

MOST_COMMANDS: Final = 200
_MOST_OF_A_TEST: Final = 500
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
    open_brackets = 0
    at = 0
    while at < len(script):
        letter = script[at]
        if piece := _piece_end(script, at, bool(word)):
            word.append(_without_quotes(script[at:piece]))
            at = piece
            continue
        if letter == "#" and not word:
            at = _line_end(script, at)
            continue
        at += 1
        if letter in "\n;&|()" and not (letter == "&" and word and word[-1] == ">"):
            _end_word(words, word)
            is_pattern = letter == ")" and not open_brackets
            if words and not is_pattern:
                yield words
            words = []
            open_brackets = max(0, open_brackets + (letter == "(") - (letter == ")"))
        elif letter.isspace():
            _end_word(words, word)
        else:
            word.append(letter)
    _end_word(words, word)
    if words:
        yield words


def _piece_end(script: str, at: int, in_word: bool) -> int:
    """Where a piece of a word ends that may hold blanks and signs: quotes, `$(…)`, `[[ … ]]`; 0 where none begins."""
    letter = script[at]
    if letter in "'\"`":
        return _quote_end(script, at)
    if script.startswith(("$(", "${"), at):
        return _bracket_end(script, at)
    if letter == "\\":
        return at + 2
    if not in_word and script.startswith("[[ ", at):
        end = script[at : at + _MOST_OF_A_TEST].split("\n")[0].find("]]")
        return at + end + 2 if end > 0 else 0
    return 0


def _without_quotes(piece: str) -> str:
    if piece[0] in "'\"`":
        return piece[1:-1] if len(piece) > 1 and piece[-1] == piece[0] else piece[1:]
    if piece[0] == "\\":
        return piece[1:].strip("\n")
    return "[[" if piece.startswith("[[ ") else piece


def _end_word(words: list[str], word: list[str]) -> None:
    if text := "".join(word):
        words.append(text)
    word.clear()


def _line_end(script: str, at: int) -> int:
    end = script.find("\n", at)
    return len(script) if end < 0 else end


def _quote_end(script: str, at: int) -> int:
    """Past the closing quote, or past everything where there is none."""
    quote = script[at]
    end = script.find(quote, at + 1)
    while end > 0 and quote == '"' and script[end - 1] == "\\":
        end = script.find(quote, end + 1)
    return len(script) if end < 0 else end + 1


def _bracket_end(script: str, at: int) -> int:
    """Past `$(…)`, `${…}` or `${{…}}`."""
    opening = script[at + 1]
    closing = {"(": ")", "{": "}"}[opening]
    end, depth = at + 2, 1
    while end < len(script) and depth:
        depth += (script[end] == opening) - (script[end] == closing)
        end += 1
    return end
