"""Asks at a terminal for what an editor has not given of a figure, and again for what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import click

from nuzuh.loaders.editor.draft import Draft
from nuzuh.loaders.editor.figure_reading import SEEN
from nuzuh.loaders.editor.given import Given
from nuzuh.loaders.estimates import KIND_OF_MEASURE, SCOPES, UNITS
from nuzuh.scene.figure_words import problem_words, same_words
from nuzuh.scene.translator import Translator

_MOST_ROUNDS = 20
"""So often a wrong answer is asked again before the rest is refused in one go."""
_MAY_BE_EMPTY = ("passed_on_by", "since", "link", "page_date", "note", "repeats", "scope")
_PAGE = ("title", "link", "page_date", "seen", "note")
_CHOICES = {
    "measure": tuple(KIND_OF_MEASURE),
    "seen": SEEN,
    "scope": SCOPES,
    "basis": ("stated", "assumed"),
    "counting": ("people", "movements"),
    "unit": UNITS,
}
_USUAL = {"measure": "movement", "seen": "secondary"}


def asked(given: Given, drafted: Callable[[Given], Draft], t: Translator) -> Draft:
    """Return a draft of what was given and what somebody answers.

    Args:
        given: what needs no question.
        drafted: reads a figure.
        t: for the words of fields and of what is wrong.
    """
    first = given
    for name in ("speaker", "passed_on_by", "measure", "number"):
        given = _with(given, name, first, t)
    if given.measure == "movement":
        given = _with(given, "origin", first, t)
    given = _with(given, "destination", first, t)
    # What lasts begins on a day; a stock of a whole period has an option.
    lasts = KIND_OF_MEASURE.get(given.measure) in ("flow", "cumulative")
    for name in ("as_of", *(["since"] if lasts else []), *_PAGE):
        usual = drafted(given).start if name == "since" else None
        given = _with(given, name, first, t, usual.since if usual else "")
    draft = drafted(given)
    for one in draft.same if not given.repeats else ():
        if confirmed(same_words(one, t)):
            given = replace(given, repeats=one.id)
            draft = drafted(given)
            break
    for _ in range(_MOST_ROUNDS):
        if not draft.problems:
            break
        problem = draft.problems[0]
        click.echo(problem_words(problem, t))
        if problem.where not in vars(given):
            break
        first_choice = problem.choices[0] if problem.choices else ""
        answer = _answer(problem.where, t, first_choice, _CHOICES.get(problem.where, ()))
        given = replace(given, **{problem.where: answer})
        if problem.where == "counting" and answer:
            # People and movements are units, too: the two go together.
            given = replace(given, unit=answer)
        draft = drafted(given)
    return draft


def confirmed(question: str) -> bool:
    """Return whether somebody says yes; no is what Enter says."""
    try:
        return click.confirm(question, default=False)
    except click.Abort:
        raise KeyboardInterrupt from None


def _with(given: Given, name: str, first: Given, t: Translator, usual: str = "") -> Given:
    if getattr(first, name):
        return given
    default = usual or _USUAL.get(name, "")
    return replace(given, **{name: _answer(name, t, default, _CHOICES.get(name, ()))})


def _answer(name: str, t: Translator, default: str, choices: Sequence[str]) -> str:
    """One answer; a dash clears what is proposed."""
    empty = name in _MAY_BE_EMPTY
    kind = click.Choice(list(choices)) if choices else click.STRING
    try:
        told: str = click.prompt(
            t(f"figure.field.{name}"),
            type=kind,
            default=default if default or empty else None,
            show_default=bool(default),
        )
    except click.Abort:
        raise KeyboardInterrupt from None
    return "" if told.strip() == "-" else told
