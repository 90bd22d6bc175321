"""The pages, in the order of the menu; everything that walks the app reads this list."""

from dataclasses import dataclass
from pathlib import Path

from slipway.words import say

_VIEWS = Path(__file__).parent / "views"


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page: its file in `views`, its path in the URL (empty for the first), further states worth a picture."""

    view: str
    url_path: str
    look: tuple[str, ...] = ()

    @property
    def file(self) -> Path:
        """The page's script."""
        return _VIEWS / f"{self.view}.py"

    @property
    def title(self) -> str:
        """Its name in the menu."""
        return say(f"pages.{self.view}")


PAGES = (
    PageSpec("course", ""),
    PageSpec(
        "lesson",
        "lesson",
        (
            "?lesson=overview",
            "?lesson=build",
            "?lesson=unit-and-integration",
            "?lesson=test-data",
            "?lesson=small-canary",
            "?lesson=feature-flags",
            "?lesson=auto-scaling",
        ),
    ),
    PageSpec(
        "replay",
        "replay",
        (
            "?scenario=paulo&choose=requirement.ask,local-tests.all,review.read,missing-test.forget.pass&at=78",
            "?scenario=paulo&choose=requirement.ask,local-tests.all,review.read,missing-test.forget,coverage-block.write"
            "&fork=missing-test.write&at=75",
        ),
    ),
    PageSpec(
        "placement",
        "placement",
        (
            "?level=first-five&put=static-analysis.build,unit-tests.build,integration-tests.gamma,load-test.production"
            "&ran=static-analysis.build,unit-tests.build,integration-tests.gamma,load-test.production&bet=wrong-wish",
        ),
    ),
    PageSpec("ship", "ship", ("?ran=1",)),
    PageSpec(
        "operate",
        "operate",
        (
            "?challenge=no-maximum&ran=1",
            "?challenge=too-nervous&ran=1&bet=all",
            "?challenge=where-is-it&ran=1&bet=workers",
            "?challenge=first-on-call&plan=hand;moves=36.errors,37.system,38.roll_back",
            "?challenge=alerting-sandbox&plan=file",
        ),
    ),
    PageSpec(
        "labs",
        "labs",
        (
            "?lab=unit-or-integration&set=defects=after-eighty,insert-twice,credits-counted;fake=simple&ran=1",
            "?lab=test-data&set=store=production;tests=exact-count,dies-early,clears-first;safeguards=;minutes=5&ran=1",
            "?lab=canary-sight&set=share=5;traffic=600;bake=40;base=0.5;fault=1;rule=peeking&ran=1",
            "?lab=flags&set=system=unleash;was=5;share=25;name=same;rules=quinn-always;switch=on;code=everywhere&ran=1",
        ),
    ),
    PageSpec("quiz", "quiz", look=("?about=topic-unit-and-integration",)),
    PageSpec("classify", "classify", ("?sample=maven-service.Jenkinsfile",)),
    PageSpec("progress", "progress"),
    PageSpec("authors", "authors"),
)
