"""A runbook as people keep it: Markdown, a heading for each alert, numbered steps."""

from collections.abc import Iterator

from slipway.alerting.drill import TAKES_MIN
from slipway.alerting.drill_book import Book
from slipway.words import say


def write_runbook(book: Book) -> str:
    """What is done about each alert; the last step is always to call somebody else."""
    return "\n".join([say("drill.book_title"), *_lines(book)]) + "\n"


def _lines(book: Book) -> Iterator[str]:
    for alert, deeds in book.deeds.items():
        yield from ("", f"## {alert}", "", say(f"drill.means_{alert}"), "")
        first, *more = [(say(f"operate.act_{deed}"), TAKES_MIN[deed]) for deed in deeds]
        yield say("drill.book_first", deed=first[0], takes=first[1])
        for number, (deed, takes) in enumerate(more, 2):
            yield say("drill.book_next", number=number, wait=book.wait_min, deed=deed, takes=takes)
        yield say("drill.book_last", number=len(deeds) + 1, wait=book.wait_min)
