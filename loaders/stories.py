"""Stories: guided starts through the map, a file each that an editor writes (docs/stories.md)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Annotated, Literal

import pandas as pd
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from nuzuh.loaders import pcodes as pc
from nuzuh.loaders.errors import DataError
from nuzuh.loaders.languages import LANGUAGES
from nuzuh.loaders.package import provenance, read_bytes, read_descriptor
from nuzuh.loaders.story_text import Placeholder, placeholders_of, typed_number
from nuzuh.loaders.table import Table

PREFIX = "story-"
"""How the names of the resources of the data package begin that are stories."""

TITLE = "Stories: guided starts through the map"
"""What all of them are, among the sources."""

FEWEST, MOST = 3, 6
"""Steps of a story."""

_TOLD = {language.suffix: language.code for language in LANGUAGES.values()}
_NAMES = {"en": "English", "ar": "Arabic", "he": "Hebrew"}


def _in_every_language(texts: dict[str, str]) -> dict[str, str]:
    missing = [code for code in _TOLD if not texts.get(code, "").strip()]
    if missing:
        raise ValueError(f"the text in {_language(missing[0])} is missing: write {missing[0]} = …")
    strange = sorted(texts.keys() - _TOLD.keys())
    if strange:
        raise ValueError(f"there is no language {strange[0][:20]!r}: {', '.join(_TOLD)}")
    for code, text in texts.items():
        typed = typed_number(text)
        if typed:
            raise ValueError(
                f"{_language(code)}: {typed!r} is a typed number; numbers and days come from "
                "placeholders, such as {GD0508} or {day}"
            )
    return texts


def _plain(texts: dict[str, str]) -> dict[str, str]:
    for code, text in texts.items():
        if "{" in text or "}" in text:
            raise ValueError(f"{_language(code)}: a title and a lead have no placeholders")
    return texts


def _sentence(texts: dict[str, str]) -> dict[str, str]:
    told: dict[str, list[str]] = {}
    for code, text in texts.items():
        try:
            told[code] = sorted(map(str, placeholders_of(text)))
        except ValueError as error:
            raise ValueError(f"{_language(code)}: {error}") from error
    first, *others = told
    for code in others:
        if told[code] != told[first]:
            differ = sorted({*told[code]} ^ {*told[first]}) or sorted({*told[code]})
            raise ValueError(
                f"{_language(code)}: the placeholders are not those of the text in "
                f"{_language(first)}: look at {', '.join(differ)}"
            )
    for figure in {p.of for p in placeholders_of(texts[first]) if p.kind == "figure"}:
        said = {p.part for p in placeholders_of(texts[first]) if p.of == figure}
        lacking = [part for part in ("publisher", "when") if part not in said]
        if "" in said and lacking:
            raise ValueError(
                f"{{{figure[0]}}} is told without who says so, or when: add "
                + " and ".join(f"{{{figure[0]}.{part}}}" for part in lacking)
            )
    return texts


def _language(code: str) -> str:
    return _NAMES.get(code, code)


Texts = Annotated[dict[str, str], AfterValidator(_in_every_language)]
Plain = Annotated[Texts, AfterValidator(_plain)]
Sentence = Annotated[Texts, AfterValidator(_sentence)]


_Day = date
"""The type, where a field of that name hides it."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(_Strict):
    """A step of a story.

    Attributes:
        title: in each language.
        date: the day shown.
        since: first day of the movements shown; None without any.
        layer, show, view, area, zoom: as in links.
        sentences: each in every language.
    """

    title: Plain
    date: _Day
    since: _Day | None = None
    layer: str = "people"
    show: Literal["published", "reconstructed"] = "published"
    view: str = "all"
    area: str = ""
    zoom: str = ""
    sentences: tuple[Sentence, ...] = Field(min_length=1)

    @property
    def link(self) -> dict[str, str]:
        """The parts of a link that opens its map."""
        parts = {
            "date": self.date.isoformat(),
            "layer": self.layer,
            "show": self.show,
            "view": self.view,
            "since": self.since.isoformat() if self.since else "",
            "area": self.area,
            "zoom": self.zoom,
        }
        return {name: value for name, value in parts.items() if value}

    @property
    def placeholders(self) -> tuple[Placeholder, ...]:
        """What its sentences are filled with; each is alike in every language."""
        first = next(iter(_TOLD))
        return tuple(one for texts in self.sentences for one in placeholders_of(texts[first]))


class Story(_Strict):
    """A story.

    Attributes:
        id: as in links; its file has the same name.
        title, lead: in each language.
        steps: in their order.
    """

    id: str = Field(pattern="^[a-z][a-z0-9-]{2,30}$")
    title: Plain
    lead: Plain
    steps: tuple[Step, ...] = Field(min_length=FEWEST, max_length=MOST)


def read_story(content: bytes, file: str) -> Story:
    """Return a story from the bytes of its file.

    Args:
        content: TOML, see docs/stories.md.
        file: its name, which is the story's id with ``.toml``.

    Raises:
        DataError: for what is wrong first: file, step, sentence and language, and what to do.
    """
    try:
        story = Story.model_validate(tomllib.loads(content.decode("utf-8-sig")))
    except UnicodeDecodeError as error:
        raise DataError(file, "is not UTF-8: save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise DataError(file, f"is not TOML ({error}): see docs/stories.md") from error
    except ValidationError as error:
        raise _refused(error, file) from error
    if file.rsplit("/", 1)[-1] != f"{story.id}.toml":
        raise DataError(
            file, f"the id {story.id!r} is not the name of the file: rename one of them"
        )
    for number, step in enumerate(story.steps, start=1):
        for rule in _step_rules(step):
            raise DataError(file, f"step {number}: {rule}")
    return story


def _refused(error: ValidationError, file: str) -> DataError:
    first = error.errors(include_url=False)[0]
    told = _place(first["loc"])
    message = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        message = "this name is not used here: correct or delete it (docs/stories.md lists all)"
    if first["type"] == "missing":
        message = "this is missing: add it"
    return DataError(file, f"{told}: {message}" if told else message)


def _place(where: Iterable[int | str]) -> str:
    """Where in a file something stands, in words: "step 2, sentence 1, Arabic"."""
    words, of = list[str](), ""
    for part in where:
        if isinstance(part, int):
            words[-1:] = [f"{of} {part + 1}"]
        else:
            of = {"steps": "step", "sentences": "sentence"}.get(part, part)
            words.append(_NAMES.get(part, part))
    return ", ".join(words)


def _step_rules(step: Step) -> Iterator[str]:
    """What its placeholders ask of a step, where it is not so."""
    kinds = {one.kind for one in step.placeholders}
    if step.since is not None and step.since > step.date:
        yield f"since is after date: put a day before {step.date}"
    if kinds & {"moved", "since"} and step.since is None:
        yield "{moved:…} and {since} need a period: add since = the first day"
    if "moved" in kinds and step.show != "reconstructed":
        yield '{moved:…} is reconstructed: add show = "reconstructed", or cite a figure'
    regions = [
        p for p in step.placeholders if p.kind == "people" and p.of[0] not in pc.GOVERNORATES
    ]
    if regions and step.show != "reconstructed":
        yield f'{regions[0]} needs show = "reconstructed", or cite a figure'
    if "people" in kinds and step.layer != "people":
        yield '{people:…} is what the layer of people shows: take layer = "people"'


def hold_story(
    story: Story, estimates: pd.DataFrame, orders: pd.DataFrame, first: date, file: str
) -> None:
    """Refuse a story that tells of what is not in the tables, or was not known on its day.

    Args:
        story: the story.
        estimates: the table of figures.
        orders: the table of orders.
        first: first day that can be shown; the last one is that of the newest figure.
        file: its name, for messages.

    Raises:
        DataError: naming the step.
    """
    as_of = dict(zip(estimates["id"], estimates["as_of"].dt.date, strict=True))
    issued = dict(zip(orders["id"], orders["issued_on"].dt.date, strict=True))
    last = max(as_of.values())
    for number, step in enumerate(story.steps, start=1):
        for day in filter(None, (step.since, step.date)):
            if not first <= day <= last:
                rule = f"the day {day} lies outside the data: take one from {first} to {last}"
                raise DataError(file, f"step {number}: {rule}")
        for one in step.placeholders:
            known: Mapping[str, date] | None = {"figure": as_of, "order": issued}.get(one.kind)
            if known is None:
                continue
            if one.of[0] not in known:
                where = "estimates.csv" if one.kind == "figure" else "orders.csv"
                rule = f"{one.of[0]} is not in {where}: take an id from there"
                raise DataError(file, f"step {number}: {rule}")
            if known[one.of[0]] > step.date:
                rule = (
                    f"{one.of[0]} is of {known[one.of[0]]}, after the day shown: show a later day"
                )
                raise DataError(file, f"step {number}: {rule}")


@dataclass(frozen=True)
class Stories:
    """All stories with the file of each.

    Attributes:
        listed: in the order of their first days.
    """

    listed: tuple[Story, ...]

    def __getitem__(self, story: str) -> Story:
        """Return a story by its id."""
        return next(one for one in self.listed if one.id == story)


@lru_cache(maxsize=1)
def load_stories() -> Table[Stories]:
    """Return all stories, in the order of their first days.

    Raises:
        DataError: when a file is not the published one, or breaks a rule of its form. That ids
            are in the tables is checked when the package is sealed (:mod:`nuzuh.loaders.seal`):
            live tables may have lost one since.
    """
    entries = [e for e in read_descriptor()["resources"] if e["name"].startswith(PREFIX)]
    stories = [read_story(read_bytes(e["name"]), e["path"]) for e in entries]
    stories.sort(key=lambda story: (story.steps[0].date, story.id))
    newest = max(str(e["as_of"]) for e in entries)
    whole = replace(
        provenance(entries[0]["name"], len(stories), as_of=newest), name="stories", title=TITLE
    )
    return Table(Stories(tuple(stories)), whole)
