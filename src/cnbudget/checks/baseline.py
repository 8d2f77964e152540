"""What became of the findings of an earlier check: gone, still there, new; and which were accepted, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cnbudget.checks.findings import Finding, Results, Since
from cnbudget.checks.fingerprints import fingerprints
from cnbudget.errors import UnreadableError
from cnbudget.files import bytes_of
from cnbudget.messages import Said, joined, say, tell

_MOST_GONE = 5


def since(report: Results, earlier: Mapping[str, Any]) -> Since:
    """What became of the findings of an earlier check.

    Findings are known by their fingerprints: neither their order nor their words count. What rounding explains and
    what follows from another finding is left out.

    Args:
        report: The report.
        earlier: The JSON of the earlier one, as `Report.to_dict` gives it. A finding there may have a key
            ``accepted``: why it may stay as it is.

    Raises:
        UnreadableError: It is no report, or one of a version that knew findings by no fingerprint.
    """
    found = earlier.get("findings")
    if not isinstance(found, list) or any("fingerprint" not in each for each in found):
        raise UnreadableError(say("baseline.no_report"))
    told = [each for each in found if each["caused_by"] is None and each["verdict"] != "rounding"]
    before = {str(each["fingerprint"]): each for each in told}
    known = fingerprints(report.findings)
    now = {known[each.id]: each for each in report.causes if each.kind != "rounding"}
    accepted = {
        each.id: str(reason)
        for mark, each in now.items()
        if (reason := before.get(mark, {}).get("accepted"))
    }
    # what was a cause and has become a consequence is not gone
    every = set(known.values())
    gone = [each for mark, each in before.items() if mark not in every]
    return Since(
        tuple(Said(each["message"]["zh"], each["message"]["en"]) for each in gone),
        tuple(each.id for mark, each in now.items() if mark not in before),
        tuple(each.id for mark, each in now.items() if mark in before),
        accepted,
    )


def kept_in(name: str) -> object:
    """What an earlier check wrote into a file.

    Raises:
        UnreadableError: It is no JSON.
    """
    import json

    try:
        return json.loads(bytes_of(name))
    except (ValueError, RecursionError) as error:
        raise UnreadableError(say("baseline.not_json", error=str(error)), where=name) from error


def earlier_of(kept: object, report: Results, *, alone: bool = False) -> Mapping[str, Any] | None:
    """The earlier report of a budget among those that were kept; None if there is none of it.

    Args:
        kept: What the file holds: one report, or a list of them.
        report: The report of now.
        alone: Whether one file is checked now: then a single report is of it, whatever its file was called.
    """
    items = [
        each for each in (kept if isinstance(kept, list) else [kept]) if isinstance(each, Mapping)
    ]
    if alone and len(items) == 1:
        return items[0]
    budget = report.disclosure
    for each in items:
        name, of = each.get("file", {}).get("name"), each.get("disclosure", {})
        if name == budget.source and of.get("set") == (budget.set or None):
            return each
    for each in items:
        of = each.get("disclosure", {})
        if (of.get("agency"), of.get("year"), of.get("stage")) == (
            budget.agency, budget.year, budget.stage,
        ):  # fmt: skip
            return each
    return None


def since_dict(found: Since) -> dict[str, Any]:
    """It as JSON has it."""
    return {
        "gone": [{"zh": each.text("zh"), "en": each.text("en")} for each in found.gone],
        "new": list(found.new),
        "still": list(found.still),
    }


def since_lines(found: Since, lang: str) -> list[str]:
    """It in a few lines."""
    gone, new, still = len(found.gone), len(found.new), len(found.still)
    lines = [tell(lang, "baseline.since", gone=gone, new=new, still=still)]
    if found.new:
        lines.append(tell(lang, "baseline.new", names=_names(found.new, lang)))
    lines += [tell(lang, "baseline.gone", words=each) for each in found.gone[:_MOST_GONE]]
    if len(found.gone) > _MOST_GONE:
        lines.append(tell(lang, "baseline.more_gone", count=len(found.gone) - _MOST_GONE))
    return lines


def _names(names: Sequence[str], lang: str) -> str:
    return joined(lang, [f"[{name[1:]}]" for name in names])


def accepted_words(report: Results, finding: Finding, lang: str) -> str:
    """Why a finding is accepted; "" if it is not."""
    found = report.since
    reason = None if found is None else found.accepted.get(finding.id)
    return "" if reason is None else tell(lang, "baseline.accepted", reason=reason)
