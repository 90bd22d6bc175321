"""Groovy as Jenkins uses it: statements with strings and blocks, taken apart and never run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_DEPTH = 60
_QUOTES = ('"""', "'''", '"', "'")
_CLOSED_BY = {")": "(", "]": "[", "}": "{"}
_SLASHY = re.compile(r"/(?:[^/\\\n]|\\.)+/")
_BEFORE_SLASHY = frozenset("(,=~:[!&|?{};\n")


@dataclass(slots=True)
class Statement:
    """One statement: its words and signs, its strings with the label before each, and the statements in its blocks."""

    line: int
    words: list[str] = field(default_factory=list)
    strings: list[tuple[str, str]] = field(default_factory=list)
    inner: list["Statement"] = field(default_factory=list)
    has_brackets: bool = False

    @property
    def name(self) -> str:
        """What is called: the first word, or the first after the last `=` outside brackets."""
        words = self.words
        if "=" in words:
            words = words[len(words) - words[::-1].index("=") :]
        return next((word for word in words if word not in _LEADING), "")

    @property
    def only_names_a_value(self) -> bool:
        """An assignment that calls nothing, such as `env.TAG = params.TAG`."""
        return "=" in self.words and not (self.name and (self.has_brackets or self.strings))

    def string(self, label: str) -> str:
        """The string with this label, else the first one."""
        labelled = [text for name, text in self.strings if name == label]
        return (labelled or [text for _, text in self.strings] or [""])[0]


_CONTINUES = frozenset(("else", "catch", "finally", "while"))
_LEADING = frozenset(("def", "return", "final", "String", "boolean", "int", "new", "="))


class TooDeep(Exception):
    """More blocks inside one another than anybody writes; `at` is the character of the last one."""

    def __init__(self, at: int) -> None:
        super().__init__(at)
        self.at = at


class Unpaired(Exception):
    """A sign that opens something and nothing closes it, or the other way round; `at` is its character."""

    def __init__(self, sign: str, at: int) -> None:
        super().__init__(sign, at)
        self.sign = sign
        self.at = at

    @property
    def closes(self) -> bool:
        """Whether it closes what was never opened."""
        return self.sign in _CLOSED_BY


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a sign (one character), a line’s end (`\\n`) or a string; `at` is its first character."""

    text: str
    line: int
    at: int
    is_string: bool = False


def statements(source: str) -> list[Statement]:
    """The statements on the outermost level; raises TooDeep and Unpaired."""
    reader = _Reader()
    for token in tokens(source):
        reader.take(token)
    return reader.finished()


class _Reader:
    """Statements from tokens; the stack holds a list of statements for each open block, `opened` all open signs."""

    def __init__(self) -> None:
        self._stack: list[list[Statement]] = []
        self._here: list[Statement] = []
        self._current: Statement | None = None
        self._opened: list[Token] = []
        self._label = ""
        self._line_ended = False
        self._block_ended = False

    @property
    def _brackets(self) -> bool:
        """Whether a bracket is open in this block."""
        return bool(self._opened) and self._opened[-1].text != "{"

    def take(self, token: Token) -> None:
        """A line’s end ends the statement, unless its block begins on the next line; so does a word after a block."""
        if token.text == "\n" and not token.is_string:
            self._line_ended = not self._brackets
            return
        if not token.is_string:
            self._pair(token)
        if self._begins(token):
            self._current = None
        self._line_ended = self._block_ended = False
        self._read(token)

    def _pair(self, token: Token) -> None:
        """Brackets of the three sorts close in the order in which they were opened."""
        if token.text in _CLOSED_BY:
            if not self._opened or self._opened[-1].text != _CLOSED_BY[token.text]:
                wrong = self._opened[-1] if self._opened else token
                raise Unpaired(wrong.text, wrong.at)
            self._opened.pop()

    def _begins(self, token: Token) -> bool:
        if self._line_ended:
            return token.is_string or token.text != "{"
        is_word = token.text[:1].isalpha() and token.text not in _CONTINUES
        return self._block_ended and is_word and not self._brackets

    def _read(self, token: Token) -> None:
        if token.is_string:
            self._statement(token).strings.append((self._label, token.text))
        elif token.text == "{":
            self._open(token)
        elif token.text == "}":
            self._close()
        elif token.text == ";":
            self._current = None
        else:
            self._word(token)
        self._label = self._label if token.text == ":" and not token.is_string else token.text

    def finished(self) -> list[Statement]:
        if self._opened:
            raise Unpaired(self._opened[-1].text, self._opened[-1].at)
        return self._here

    def _statement(self, token: Token) -> Statement:
        if self._current is None:
            self._current = Statement(token.line)
            self._here.append(self._current)
        return self._current

    def _word(self, token: Token) -> None:
        statement = self._statement(token)
        if token.text in ("(", "["):
            self._opened.append(token)
            statement.has_brackets = True
        elif not self._brackets and (token.text[0].isalpha() or token.text[0] in "=_."):
            statement.words.append(token.text)

    def _open(self, token: Token) -> None:
        statement = self._statement(token)
        self._stack.append(self._here)
        self._opened.append(token)
        if len(self._stack) > MOST_DEPTH:
            raise TooDeep(token.at)
        self._here, self._current = statement.inner, None

    def _close(self) -> None:
        self._here = self._stack.pop()
        self._current = self._here[-1]
        self._block_ended = True


def tokens(source: str) -> Iterator[Token]:
    """Words, signs, line ends and strings, without comments and other blanks; one pass over the characters.

    Raises Unpaired for a string or a comment without an end.
    """
    at, line, before = 0, 1, "\n"
    while at < len(source):
        start = at
        if source.startswith("//", at) or (at == 0 and source.startswith("#!")):
            at = _find(source, "\n", at)
        elif source.startswith("/*", at):
            at = _past(source, "*/", at, "/*")
        elif quote := next((each for each in _QUOTES if source.startswith(each, at)), ""):
            end = _string_end(source, at + len(quote), quote)
            yield Token(_text(source[at + len(quote) : end]), line, at, is_string=True)
            at, before = end + len(quote), quote
        elif before in _BEFORE_SLASHY and (end := _slashy_end(source, at)):
            yield Token(source[at:end].strip("$/"), line, at, is_string=True)
            at, before = end, "/"
        elif source[at] == "\n":
            yield Token("\n", line, at)
            at, before = at + 1, "\n"
        elif source.startswith("\\\n", at):
            at += 2
        elif source[at].isspace():
            at += 1
        else:
            at = _word_end(source, at)
            before = source[start:at]
            yield Token(before, line, start)
        line += source.count("\n", start, at)


def _find(source: str, what: str, at: int) -> int:
    found = source.find(what, at)
    return len(source) if found < 0 else found


def _past(source: str, what: str, at: int, opening: str) -> int:
    """Past the end of what begins here; raises Unpaired where it has none."""
    found = source.find(what, at + len(opening))
    if found < 0:
        raise Unpaired(opening, at)
    return found + len(what)


def _slashy_end(source: str, at: int) -> int:
    """Past a string between slashes, such as `/v\\d+/` or `$/…/$`; 0 where none begins, a division for one."""
    if source.startswith("$/", at):
        return _past(source, "/$", at, "$/")
    found = _SLASHY.match(source, at)
    return found.end() if found else 0


def _string_end(source: str, at: int, quote: str) -> int:
    """Where the string’s closing quotes are; `${…}` in double quotes may have quotes of its own.

    Raises Unpaired where the text, or with one quote the line, ends before them.
    """
    begins = at - len(quote)
    while at < len(source) and not source.startswith(quote, at):
        if source[at] == "\\":
            at += 2
        elif source[at] == "\n" and len(quote) == 1:
            break
        elif quote[0] == '"' and source.startswith("${", at):
            at = _expression_end(source, at + 2)
        else:
            at += 1
    if not source.startswith(quote, at):
        raise Unpaired(quote, begins)
    return at


def _expression_end(source: str, at: int) -> int:
    depth = 1
    while at < len(source) and depth and source[at] != "\n":
        depth += {"{": 1, "}": -1}.get(source[at], 0)
        at += 1
    return at


def _text(written: str) -> str:
    """The string’s value as far as commands are concerned: a backslash before a quote or a line’s end goes."""
    return written.replace("\\\\", "\\").replace('\\"', '"').replace("\\'", "'").replace("\\$", "$")


def _word_end(source: str, at: int) -> int:
    """Past a word such as `docker.build`, or past one other character."""
    end = at
    while end < len(source) and (source[end].isalnum() or source[end] in "_.$-"):
        end += 1
    return max(end, at + 1)
