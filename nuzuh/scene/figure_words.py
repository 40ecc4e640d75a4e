"""What is said of a new figure and of a ledger that was checked, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from nuzuh.loaders.editor.checking import Checked, Finding
from nuzuh.loaders.editor.draft import Doubt, Draft
from nuzuh.loaders.editor.figure_reading import Problem
from nuzuh.loaders.editor.proposals import Earlier
from nuzuh.scene.figure_preview import FigurePreview
from nuzuh.scene.labels import speaker_name
from nuzuh.scene.text_table import TextTable
from nuzuh.scene.translator import Translator


def problem_words(problem: Problem, t: Translator) -> str:
    """Return what must change and how, in one line; a rule of a row stands in English."""
    told, mend = refusal_words(problem, t)
    first = told[:1] if problem.key else told[:1].upper()
    return f"{first}{told[1:].rstrip('.')}. {mend}".rstrip()


def refusal_words(problem: Problem, t: Translator) -> tuple[str, str]:
    """Return what must change, and how where a rule of the ledger is broken."""
    if problem.key:
        parts = {name: t.isolated(part) for name, part in problem.parts}
        return t(f"figure.wrong.{problem.key}", **parts), ""
    return problem.told, t(f"rule.{problem.rule}.do") if problem.rule else ""


def pattern_words(
    rule: str, other: str, parts: Mapping[str, object], t: Translator
) -> tuple[str, str]:
    """Return why a row shows a pattern of error, and what to do.

    Args:
        rule: id of the pattern.
        other: id of the row that it is held against; "" for none.
        parts: what its words tell beside that.
        t: the reader's language.
    """
    told = {name: t.isolated(str(part)) for name, part in parts.items()}
    return t(f"suspect.{rule}", other=t.isolated(other), **told), t(f"suspect.{rule}.do")


def doubt_words(doubt: Doubt, t: Translator) -> tuple[str, str]:
    """Return why a figure shows a pattern of error, and what to do."""
    return pattern_words(doubt.rule, doubt.other, doubt.parts, t)


def finding_words(finding: Finding, t: Translator) -> tuple[str, str]:
    """Return why a row was found, and what to do."""
    if not finding.told:
        return pattern_words(finding.rule, finding.other, finding.parts, t)
    against = f" ({finding.other})" if finding.other else ""
    mend = f"rule.{finding.rule}.do"
    return finding.told + against, t(mend) if t.has(mend) else ""


def earlier_words(earlier: Iterable[Earlier], t: Translator) -> TextTable:
    """Return rows of the ledger in short: id, day, first day, whose, number."""
    head = tuple(t(f"ledger.{n}") for n in ("id", "as_of", "since", "publisher", "figure"))
    rows = tuple(
        (
            one.id,
            one.as_of,
            f"{one.since} ({t('recon.assumed')})" if one.basis == "assumed" else one.since,
            speaker_name(one.speaker, t),
            f"{t(f'q.{one.quantifier}', n=t.number(one.number))} {t(f'unit.{one.unit}')}"
            if one.quantifier != "range"
            else f"{t('q.at least', n=t.number(one.number))} {t(f'unit.{one.unit}')}",
        )
        for one in earlier
    )
    return TextTable(head, rows, isolated=(0,))


def same_words(one: Earlier, t: Translator) -> str:
    """Return the question whether a figure is the same statement as one of the ledger."""
    day = t.day(date.fromisoformat(one.as_of))
    return t("figure.same", id=one.id, who=t.isolated(speaker_name(one.speaker, t)), date=day)


def row_words(draft: Draft, t: Translator) -> TextTable:
    """Return the cells of a row that are filled, by column."""
    rows = tuple((name, cell) for name, cell in draft.cells.items() if cell)
    return TextTable((t("figure.column"), t("figure.cell")), rows, isolated=(0, 1))


def checked_words(checked: Checked, t: Translator) -> str:
    """Return how many findings a check has."""
    return t(
        "figure.checked",
        rows=t.number(checked.rows),
        refused=t.number(checked.refused),
        n=t.number(len(checked.findings) - checked.refused),
        accepted=t.number(checked.accepted),
    )


def findings_table(checked: Checked, t: Translator) -> TextTable:
    """Return what a check found, a row each."""
    head = (
        t("figure.check.row"),
        t("ledger.id"),
        t("figure.column"),
        t("figure.check.why"),
        t("figure.mend"),
    )
    rows = tuple(
        ("" if one.row is None else str(one.row), one.id, one.column, *finding_words(one, t))
        for one in checked.findings
    )
    return TextTable(head, rows, isolated=(1, 2))


def people_words(told: FigurePreview, t: Translator) -> str:
    """Return the line above the people of the reconstruction that change, or why there are none."""
    if not told.reconstructed:
        return t("figure.people.outside")
    return t("figure.people") if told.people.rows else t("figure.people.same")
