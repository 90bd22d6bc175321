"""What axe-core finds on a page: every rule it has, in the page and inside our components."""

from dataclasses import asdict, dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


@dataclass(frozen=True, slots=True)
class Finding:
    """One violation of one rule, and where."""

    rule: str
    impact: str
    what: str
    where: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.rule} ({self.impact}): {self.what}\n  " + "\n  ".join(self.where)

    def as_dict(self) -> dict[str, object]:
        """Plain values, for a report."""
        return asdict(self)


def findings(page: Page) -> list[Finding]:
    """All violations, whatever their impact."""
    found = Axe().run(page).response["violations"]
    return [Finding(rule["id"], rule["impact"], rule["help"], tuple(map(_where, rule["nodes"]))) for rule in found]


def _where(node: dict[str, Any]) -> str:
    reason = " ".join(node.get("failureSummary", "").split("\n")[1:]).strip()
    return f"{' '.join(node['html'].split())[:160]} | {reason[:240]}"
