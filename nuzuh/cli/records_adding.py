"""The steps of ``nuzuh records add``; importing it imports the engine."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from nuzuh.balance.records_made import Made, made_of, tables_with
from nuzuh.balance.solve import BalanceError
from nuzuh.cli.output import counted_steps, say_meanwhile
from nuzuh.cli.process import STOPPED
from nuzuh.cli.records_report import change_lines, counted_lines, scaled_lines
from nuzuh.loaders.current import using
from nuzuh.loaders.errors import RefusedError
from nuzuh.loaders.live.adoption import published_in_use
from nuzuh.loaders.live.settings import Settings
from nuzuh.loaders.reading import read_named
from nuzuh.loaders.records.counted_twice import counted_twice, told_twice
from nuzuh.loaders.records.counts import Counts, write_counts
from nuzuh.loaders.records.engine import connect
from nuzuh.loaders.records.gaza_day import GAZA
from nuzuh.loaders.records.kept_days import state_of
from nuzuh.loaders.records.mapping import Mapping
from nuzuh.loaders.records.mapping_file import MAPPING_BYTES, read_mapping
from nuzuh.loaders.records.running import count_records
from nuzuh.loaders.records.shelf import Entry, Shelf, check_name
from nuzuh.loaders.records.survey import read_survey
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.records_preview import records_preview
from nuzuh.scene.translator import Translator

Say = Callable[[Iterable[str]], None]


@dataclass(frozen=True)
class Adding:
    """Records that are being added.

    Attributes:
        mapping: what they are.
        content: of the mapping file.
        settings: of this machine.
    """

    mapping: Mapping
    content: bytes
    settings: Settings

    @classmethod
    def of(cls, path: Path, settings: Settings) -> Adding:
        """Read a mapping.

        Raises:
            RecordsError: when there is anything wrong with it.
        """
        mapping = read_mapping(path)
        check_name(mapping.name)
        return cls(mapping, read_named(path, MAPPING_BYTES), settings)

    def made(self, address: str | None, days_at_a_time: int | None, say: Say) -> Entry:
        """Count and scale the records, and tell what would be used of them.

        Args:
            address: of the engine.
            days_at_a_time: see :func:`nuzuh.loaders.records.running.count_records`.
            say: told lines of what is found, as soon as it is.

        Raises:
            DataError: when the mapping or the records are refused.
            RefusedError: when nothing can be made of them.
            Exit: when the reader stops it.
        """
        if self.mapping.scaling.survey is not None:
            # What is wrong with it is told before anything is counted, which may take an hour.
            read_survey(self.mapping.scaling.survey)
        counts = self._counted(address, days_at_a_time)
        say(counted_lines(counts, self.mapping))
        now = datetime.now(UTC).replace(microsecond=0)
        with using(published_in_use(self.settings)):
            made, version = self._scaled(counts, now.astimezone(ZoneInfo(GAZA)).date(), say)
        return self._entry(counts, made, now, version)

    def _counted(self, address: str | None, days_at_a_time: int | None) -> Counts:
        state = state_of(self.settings.cache, self.mapping.name)
        steps = counted_steps("days counted")
        days = list[date]()

        def progress(day: date, done: int, total: int) -> None:
            days.append(day)
            if steps is not None:
                steps(done, total)

        def remark(sentence: str) -> None:
            sys.stderr.write(f"{sentence}.\n")

        others = Shelf(self.settings.records).entries()
        if twice := counted_twice(self.mapping.name, self.content, others):
            remark(told_twice(twice))
        say_meanwhile("holding the records against the mapping")
        try:
            with connect(address) as engine:
                return count_records(self.mapping, engine, state, progress, remark, days_at_a_time)
        except KeyboardInterrupt as stop:
            if not days:
                raise
            sys.stderr.write(
                f"\nstopped; nothing was put in use, and days up to {days[-1]} are counted: the "
                "same command goes on there\n"
            )
            raise click.exceptions.Exit(STOPPED) from stop

    def _scaled(self, counts: Counts, counted_on: date, say: Say) -> tuple[Made, str]:
        tables = tables_in_use()
        try:
            drawn = counted_steps("draws of the reconstruction without records")
            made = made_of(counts, self.mapping, tables, counted_on, drawn)
            say(scaled_lines(made, self.mapping))
            say_meanwhile("solving the balance without these figures and with them, some seconds")
            after = tables_with(tables, made.figures)
            preview = records_preview(tables, after, made.figures, Translator("en"))
        except BalanceError as error:
            raise RefusedError(f"the balance did not converge ({error})") from error
        say(change_lines(preview))
        return made, tables.version

    def _entry(self, counts: Counts, made: Made, now: datetime, version: str) -> Entry:
        mapping = self.mapping
        return Entry(
            name=mapping.name,
            publisher=mapping.publisher,
            title=mapping.title,
            kind=mapping.kind,
            counted_at=now.isoformat(),
            engine=counts.engine,
            threshold=mapping.privacy.threshold,
            rounded_to=mapping.privacy.rounded_to,
            against=mapping.scaling.against,
            data_version=version,
            first=counts.first,
            last=counts.last,
            records=counts.records,
            withheld=counts.withheld,
            cells=counts.cells,
            left_out=counts.left_out,
            rows=len(made.figures),
            mapping=self.content,
            counts=write_counts(counts.frame),
            figures=made.content,
        )
