"""Who disagrees in a period, by how much, and why: decided here, drawn on the page and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from nuzuh.evidence.published import RIVAL_DAYS
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.tables import Tables
from nuzuh.scene.claims import Claim, cited_sentence, claim_of
from nuzuh.scene.disagreement_measured import Measured, MeasuredGroup, measured_of
from nuzuh.scene.disagreement_words import (
    apart_text,
    others_text,
    reason_text,
    recon_text,
    reconstructed_text,
)
from nuzuh.scene.flows import period_of
from nuzuh.scene.footnotes import footnotes
from nuzuh.scene.notes import Notes, notes_of
from nuzuh.scene.rivals import cited
from nuzuh.scene.solving import solved
from nuzuh.scene.statement_words import group_title, question_text
from nuzuh.scene.timeline import load_timeline
from nuzuh.scene.translator import Translator
from nuzuh.scene.view import View


@dataclass(frozen=True)
class DisagreementRow:
    """A publisher's standing figure, worded.

    Attributes:
        claim: the figure.
        to_others: how far it lies from the middle of the others.
        to_reconstruction: the same of the reconstruction.
        reasons: why, a sentence each; or the one that none can be computed.
        sentence: it as one sentence with its source, to be copied.
    """

    claim: Claim
    to_others: str
    to_reconstruction: str
    reasons: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class DisagreementGroup:
    """Figures that answer the chosen question and count the same, worded.

    Attributes:
        measured: the same in numbers.
        title: what they count.
        apart: how far the two furthest apart stand from each other.
        rows: a row for each publisher's standing figures, the furthest first.
        claims: every figure of the period, from the lowest to the highest by side.
    """

    measured: MeasuredGroup
    title: str
    apart: str
    rows: tuple[DisagreementRow, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class QuestionLine:
    """A line of the table of all questions of a period, worded.

    Attributes:
        question: its id.
        text: the question.
        unit: what is counted.
        low, high: the lowest and the highest figure that compare, each with who says so and of
            when; "" where no two compare.
        who: how many publishers have a figure, and who.
        apart: how far the two stand apart.
        reconstructed: what the reconstruction has for the higher of the two; "" for nothing.
        sentence: it as one sentence with its sources, to be copied.
    """

    question: str
    text: str
    unit: str
    low: str
    high: str
    who: str
    apart: str
    reconstructed: str
    sentence: str


@dataclass(frozen=True)
class Disagreement:
    """Who disagrees in a period, by how much, and why.

    Attributes:
        notes: the words around the picture.
        first, last: the period, both days included.
        answer: how far apart publishers stood on the question asked for; without one, on
            which they stood furthest apart.
        lead: how it is measured.
        questions: all questions of the period, the most disputed first.
        question: the one that is looked at.
        furthest: who stands furthest from the others on it, by how much, and why; "" where
            nobody stands apart.
        groups: the figures on it, people before movements and totals before single days.
        found: the figures on all questions, in numbers.
        unsolved: why nothing is compared with a reconstruction; "" where it is.
    """

    notes: Notes
    first: date
    last: date
    answer: str
    lead: str
    questions: tuple[QuestionLine, ...]
    question: str
    furthest: str
    groups: tuple[DisagreementGroup, ...]
    found: tuple[MeasuredGroup, ...]
    unsolved: str

    @property
    def compared(self) -> int:
        """How many of the questions have figures that compare."""
        return sum(one.group.spread is not None for one in self.found)

    @cached_property
    def text(self) -> str:
        """The question that is looked at, in words."""
        return next(line.text for line in self.questions if line.question == self.question)


def has_reconstruction(tables: Tables, view: View) -> bool:
    """Whether a view's figures give a reconstruction that anything can be held against.

    Raises:
        UnsolvedError: when the solve does not converge.
    """
    return view.later and solved(view.perspective, tables).has_observations


def disagreement_of(view: View, tables: Tables, t: Translator, link: str = "") -> Disagreement:
    """Return who disagrees in a view's period, by how much, and why.

    Args:
        view: what is looked at; without a first day it is of the phase so far, without a
            question of the most disputed one.
        tables: what it is computed from.
        t: the reader's language.
        link: address of the live view, or "".

    Raises:
        RefusedError: for a day outside the data, a period without figures, a question that
            nobody answers in it, or a balance that does not converge.
    """
    first, last = period_of(view, load_timeline())
    told = has_reconstruction(tables, view)
    found = measured_of(tables, view.perspective, first, last, later=view.later)
    question = view.question or found[0].group.question
    mine = [one for one in found if one.group.question == question]
    if not mine:
        raise RefusedError(
            f"nobody answered the question {question} from {first} to {last}; "
            "choose another question, or other days",
            "no_answer",
            first=first,
            last=last,
        )
    mine.sort(key=lambda one: (one.group.of_day, one.group.unit != "people", one.group.unit))
    days = {"start": t.day(first), "end": t.day(last)}
    groups = tuple(_group(one, last, t) for one in mine)
    lines = tuple(_line(one, last, days, t) for one in found)
    text = question_text(question, t)
    claims = [row.claim for group in groups for row in group.rows]
    lead = t("disagreement.lead", days=t.number(RIVAL_DAYS))
    asked = [(one, line) for one, line in zip(found, lines, strict=True) if one in mine]
    if view.question:
        answer = _answer(*asked[0], days, t, "disagreement.answer.one")
    else:
        answer = _answer(found[0], lines[0], days, t, "disagreement.answer")
    furthest = _furthest(groups[0], t)
    notes = notes_of(
        view,
        tables,
        t,
        link,
        what=t("disagreement.title"),
        title=f"{text}{t('list.sep')}{t('relief.days', **days)}",
        lead=furthest or answer,
        sources=[cited(claim, t) for claim in claims],
        method=lead,
        mapped=False,
    )
    return Disagreement(
        notes=notes,
        first=first,
        last=last,
        answer=answer,
        lead=" ".join([lead, *footnotes((claim.when for claim in claims), t)]),
        questions=lines,
        question=question,
        furthest=furthest,
        groups=groups,
        found=found,
        unsolved="" if told or not view.later else t("disagreement.nothing_recon", **days),
    )


def _answer(
    measured: MeasuredGroup, line: QuestionLine, days: dict[str, str], t: Translator, key: str
) -> str:
    spread = measured.group.spread
    if spread is None or not measured.group.is_disputed:
        agreed = t("disagreement.agreed", **days)
        of_one = key != "disagreement.answer"
        return t("answer.named", name=line.text, told=agreed) if of_one else agreed
    low, high = (claim_of(one, spread.high.figure.as_of, t) for one in (spread.low, spread.high))
    return t(
        key,
        **days,
        question=line.text,
        unit=line.unit,
        low=low.bare,
        low_who=t("list.comma").join([low.publisher, low.when]),
        high=high.bare,
        high_who=t("list.comma").join([high.publisher, high.when]),
        apart=line.apart,
    )


def _furthest(group: DisagreementGroup, t: Translator) -> str:
    if not group.rows or not group.measured.group.is_disputed:
        return ""
    first = group.rows[0]
    told = t(
        "disagreement.furthest",
        publisher=first.claim.publisher,
        number=first.claim.number,
        when=first.claim.when,
        distance=first.to_others,
    )
    return " ".join([told, *first.reasons])


def _group(measured: MeasuredGroup, day: date, t: Translator) -> DisagreementGroup:
    group = measured.group
    kind = group.unit, group.of_day
    return DisagreementGroup(
        measured=measured,
        title=group_title(kind, t),
        apart=apart_text(group, t),
        rows=tuple(_row(one, day, t) for one in measured.rows),
        claims=tuple(claim_of(one, day, t) for one in group.claims),
    )


def _row(one: Measured, day: date, t: Translator) -> DisagreementRow:
    statement = one.standing.statement
    claim = claim_of(statement, day, t)
    to_others = others_text(one.standing, t)
    to_recon = recon_text(statement, one.reconstructed, t)
    reasons = [reason_text(reason, t) for reason in one.reasons]
    gap = one.standing.gap
    if not reasons and gap is not None and gap.amount:
        reasons = [t("disagreement.why.none")]
    sentence = t("disagreement.cited", distance=to_others, sentence=cited_sentence(claim, t))
    return DisagreementRow(
        claim, to_others, to_recon, tuple(reasons), sentence[:1].upper() + sentence[1:]
    )


def _line(measured: MeasuredGroup, day: date, days: dict[str, str], t: Translator) -> QuestionLine:
    group, spread = measured.group, measured.group.spread
    text = question_text(group.question, t)
    unit = group_title((group.unit, group.of_day), t)
    standing = [claim_of(one.statement, day, t) for one in group.standing]
    names = dict.fromkeys(claim.publisher for claim in standing)
    who = f"{t.number(len(names))}{t('list.sep')}{t('list.comma').join(names)}"
    apart = apart_text(group, t)
    ends = [claim_of(one, day, t) for one in (spread.low, spread.high)] if spread else []
    low, high = [t("list.comma").join([end.bare, end.publisher, end.when]) for end in ends] or (
        "",
        "",
    )
    sources = " ".join(cited_sentence(claim, t) for claim in ends or standing)
    sentence = sources
    if spread:
        sentence = t(
            "disagreement.cited.spread",
            **days,
            question=text,
            low=ends[0].number,
            high=ends[1].number,
            apart=apart,
            sources=sources,
        )
    return QuestionLine(
        group.question,
        text,
        unit,
        low,
        high,
        who,
        apart,
        reconstructed_text(measured.reconstructed, t),
        sentence,
    )
