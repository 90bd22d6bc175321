"""Which commands do what: the table, and how a command line is looked up in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from slipway.formats.classification.shell import Command, commands
from slipway.formats.tables import table_of

_PROGRAMS: Final = table_of("programs")
_RUNNERS: Final = frozenset(_PROGRAMS["runs_a_script"])
_WRAPPERS: Final = _PROGRAMS["runs_a_command"]
_GOAL_PROGRAMS: Final = frozenset(_PROGRAMS["takes_goals"])
_VALUED: Final = {program: options for program, *options in map(str.split, _PROGRAMS["options_with_values"])}
_SAME: Final = dict(line.split() for line in _PROGRAMS["same_as"])
_ENDINGS: Final = (".cmd", ".bat", ".exe")
_SHELLS: Final = frozenset(("bash", "sh", "pwsh", "powershell"))
_INLINE: Final = frozenset(("-c", "-Command"))
_MOST_WITHIN: Final = 5


@dataclass(frozen=True, slots=True)
class Use:
    """What a command line does: its purpose, or the name of the script it runs, or neither."""

    text: str
    purpose: str = ""
    script: str = ""


def uses_of(command: Command, within: int = 0) -> Iterator[Use]:
    """One use, or one for each goal of a program that takes several; `within` counts the commands around it."""
    program, plain, options = _plain(command)
    text = " ".join(command)
    if within == _MOST_WITHIN:
        yield Use(text)
    elif program in _SHELLS and options & _INLINE and plain:
        yield from (use for inner in commands(plain[0]) for use in uses_of(inner, within + 1))
    elif program in _GOAL_PROGRAMS and plain:
        goals = [_goal(program, word) for word in plain if "=" not in word]
        yield from (_use(f"{program} {goal}", program, (goal,), options) for goal in goals)
    elif wrapped := _wrapped(program, plain, options, command):
        yield from uses_of(wrapped, within + 1)
    else:
        yield _use(text, program, plain, options)


def _goal(program: str, word: str) -> str:
    """A goal’s usual name: without its module, or with its plugin’s short name for the plugin’s full one."""
    *before, goal = word.split(":")
    if program == "gradle" or not before:
        return goal
    plugin = before[1] if len(before) > 1 else before[0]
    return f"{plugin.removeprefix('maven-').removesuffix('-plugin').removesuffix('-maven')}:{goal}"


def _use(text: str, program: str, plain: Command, options: frozenset[str]) -> Use:
    if purpose := _purpose(program, plain, options):
        return Use(text, purpose=purpose)
    return Use(text, script=_script(program, plain))


def _plain(command: Command) -> tuple[str, Command, frozenset[str]]:
    """The program’s usual name, its words that are no options, and its options without values."""
    program = command[0].replace("\\", "/").rsplit("/", 1)[-1]
    program = next((program.removesuffix(end) for end in _ENDINGS if program.endswith(end)), program)
    program = _SAME.get(program, program).split("@")[0]
    valued = _VALUED.get(program, ())
    plain, options = [], []
    words = iter(command[1:])
    for word in words:
        if word.startswith(("-", "+")) and len(word) > 1:
            options.append(word.split("=")[0])
            if word in valued:
                next(words, None)
        elif word[:1] not in "<>" and not word.startswith(("2>", "1>")):
            plain.append(word)
    return program, tuple(plain), frozenset(options)


def _purpose(program: str, plain: Command, options: frozenset[str]) -> str:
    """That of the longest entry that the command begins with; a runner’s own name counts only when nothing follows."""
    best, purpose = -1, ""
    for rest, needs, found in _TABLE.get(program, ()):
        weight = len(rest) + len(needs)
        fits = plain[: len(rest)] == rest and needs <= options
        if fits and weight > best and (weight or not plain or program not in _RUNNERS):
            best, purpose = weight, found
    return purpose


def _script(program: str, plain: Command) -> str:
    """The name of what a project wrote itself, where the command runs such a thing."""
    for length in (2, 1, 0):
        if " ".join((program, *plain[:length])) in _RUNNERS and len(plain) > length:
            return plain[length].rsplit("/", 1)[-1]
    return program if "." in program else ""


def _wrapped(program: str, plain: Command, options: frozenset[str], command: Command) -> Command:
    """The command inside a wrapper, unless the wrapper with it has an entry of its own."""
    if _purpose(program, plain, options):
        return ()
    for wrapper in _WRAPPERS:
        first, *more = wrapper.split()
        if program == first and all(word in plain[:1] or word in options for word in more):
            rest = [word for word in command[1:] if word not in more]
            start = next((n for n, word in enumerate(rest) if not _is_setting(word)), len(rest))
            return tuple(rest[start:])
    return ()


def _is_setting(word: str) -> bool:
    return word.startswith("-") or word[:1].isdigit() or "=" in word


def _table() -> dict[str, list[tuple[Command, frozenset[str], str]]]:
    """By program: the words that follow, the options needed, the purpose."""
    table: dict[str, list[tuple[Command, frozenset[str], str]]] = {}
    for purpose, lines in table_of("commands").items():
        for line in lines:
            program, *words = line.split()
            rest = tuple(word for word in words if not word.startswith("-"))
            needs = frozenset(word for word in words if word.startswith("-"))
            table.setdefault(program, []).append((rest, needs, purpose))
    return table


_TABLE: Final = _table()
