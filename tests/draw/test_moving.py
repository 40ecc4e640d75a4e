"""Moving pictures: every frame says what the map says, in its colours, within a chat's limits."""

from __future__ import annotations

import io
import re
import sys
import warnings
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import av
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageSequence

from nuzuh.balance.shipped import load_reconstruction
from nuzuh.draw.canvas import Canvas
from nuzuh.draw.film.frames import FrameRenderer
from nuzuh.draw.film.layout import LAYOUTS
from nuzuh.draw.film.picture import FORMATS, MOST_BYTES, SIZES, THEMES, moving_picture
from nuzuh.draw.type import plain
from nuzuh.loaders import data_version
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.file_names import moving_name
from nuzuh.scene.film import MovingError, film_of
from nuzuh.scene.film_period import (
    LENGTHS,
    MOST_FRAMES,
    STEPS,
    frames_of,
    length_at,
    longest,
)
from nuzuh.scene.geometry import governorates, outline_of
from nuzuh.scene.labels import (
    label_of,
    patterns_on,
    reconstructed_people,
    reconstructed_range,
)
from nuzuh.scene.layer import RECORDS
from nuzuh.scene.layers import LAYERS
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.timeline import load_timeline, reconstructed_values_of, values_of
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.turning_points import turning_points
from nuzuh.scene.view import View

LINK = "https://nuzuh.example/?date=2025-10-05&layer=people&phase=gaza-city&lang=en"
PHASE = (date(2025, 8, 14), date(2025, 10, 9))
WHOLE = (load_timeline().first, load_timeline().last)
SHORT = (date(2025, 10, 1), date(2025, 10, 7))
VIEWS = [
    View(layer="people"),
    View(layer="people", mode="reconstructed"),
    View(layer="change", lang="ar", mode="reconstructed"),
    View(layer="orders", lang="he"),
]


def told(view, period, step=None, moves="none", seconds=None):
    t = Translator(view.lang)
    within = frames_of(*period, t, step, seconds)
    return film_of(view, within, tables_in_use(), t, LINK, moves)


def make(view=VIEWS[0], period=SHORT, fmt="gif", size="slide", theme="light", step=None, **more):
    t, shown = Translator(view.lang), told(view, period, step)
    return moving_picture(shown, t=t, fmt=fmt, size=size, theme=theme, **more)


@cache
def made(view, period, fmt, size="slide", theme="light"):
    return make(view, period, fmt, size, theme)


def shown(picture, fmt):
    """Decode a picture: its frames as arrays, and how long each stays in ms."""
    if fmt == "mp4":
        with av.open(io.BytesIO(picture)) as film:
            stream = film.streams.video[0]
            frames = [frame.to_ndarray(format="rgb24") for frame in film.decode(stream)]
            return frames, [float(1000 / stream.average_rate)] * len(frames)
    with Image.open(io.BytesIO(picture)) as image:
        told = [(np.asarray(f.convert("RGB")), f.info["duration"]) for f in frames_in(image)]
    return [pixels for pixels, _ in told], [stays for _, stays in told]


def frames_in(image):
    for frame in ImageSequence.Iterator(image):
        frame.load()
        yield frame


def colour_of(pixels, pcode, size):
    """The colour that most of an area's pixels have."""
    layout = LAYOUTS[size]
    scale = pixels.shape[1] / layout.width
    shape = layout.map_frame.project(governorates()[pcode]).buffer(-6)
    left, top, right, bottom = (int(edge) for edge in shape.bounds)
    grid = [(x, y) for x in range(left, right, 2) for y in range(top, bottom, 2)]
    inside = shapely.contains_xy(shape, *np.array(grid).T)
    picked = np.array(grid)[inside] * scale
    colours = pixels[picked[:, 1].astype(int), picked[:, 0].astype(int)]
    return Counter(map(tuple, colours.tolist())).most_common(1)[0][0]


def rgb(colour):
    return tuple(bytes.fromhex(colour.removeprefix("#")))


@pytest.mark.slow
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view.layer}-{view.mode}-{view.lang}")
def test_every_frame_says_what_the_labels_of_its_day_say(view):
    t = Translator(view.lang)
    frames = told(view, PHASE).frames
    assert [frame.day for frame in frames] == [
        PHASE[0] + timedelta(days=n) for n in range((PHASE[1] - PHASE[0]).days + 1)
    ]
    for frame in frames:
        values = (
            reconstructed_values_of(tables_in_use(), view.layer, frame.day, view.perspective)
            if view.reconstructed
            else values_of(tables_in_use(), view.layer, frame.day, later=True)
        )
        labels = [label_of(value, view.layer, t) for value in values]
        for mark, label in zip(frame.marks, labels, strict=True):
            assert replace(mark, cells=(), record=None, sources=(), cited="") == label


@pytest.fixture
def written(monkeypatch):
    """The texts that frames hold, as they are drawn."""
    texts = []
    write = Canvas.text

    def note(canvas, x, y, text, *options, **more):
        texts.append(((x, y), text))
        return write(canvas, x, y, text, *options, **more)

    monkeypatch.setattr(Canvas, "text", note)
    return texts


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(3)
def test_no_frame_lacks_date_numbers_sources_method_disclaimer_or_version(written, lang, size):
    view, t = View(lang=lang), Translator(lang)
    film = told(view, SHORT)
    with warnings.catch_warnings():
        # matplotlib only warns when its font lacks a letter and draws a box instead.
        warnings.simplefilter("error")
        renderer = FrameRenderer(film, t, size=size, theme="light")
        ground = " ".join(text for _, text in written)
        for key in ("map.disclaimer", "map.attribution", "map.sea"):
            assert t(key) in ground
        assert patterns_on(film.cube.marks, "people", t)
        for _, text in patterns_on(film.cube.marks, "people", t):
            assert text in ground
        assert t("snapshot.as_published") in ground
        assert t("layer.people.title") in ground
        assert t.isolated(film.cube.notes.sources[0]) in ground
        assert data_version() in ground
        assert "https://nuzuh.example/?date=2025-10-05" in ground
        for frame in film.frames:
            written.clear()
            renderer.draw(frame)
            # A name that is broken over two lines is isolated on each of them.
            said = plain(" ".join(text for _, text in written))
            assert plain(t.day(frame.day)) in said
            assert frame.phase in said
            for mark in frame.marks:
                for text in (mark.name, mark.number, *mark.notes):
                    assert plain(text) in said


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.few(9)
def test_labels_of_the_whole_timeline_stay_on_the_map_and_apart(lang, layer, size):
    view, t, layout = View(lang=lang, layer=layer), Translator(lang), LAYOUTS[size]
    film = told(view, WHOLE, 28)
    renderer = FrameRenderer(film, t, size=size, theme="light")
    top, bottom = layout.land
    for frame in film.frames:
        heights = {"left": [], "right": []}
        for mark in frame.marks:
            box = renderer.label_box(mark)
            assert box.left >= 4, (frame.day, mark)
            assert box.right <= layout.width - 4, (frame.day, mark)
            assert top - 4 <= box.top < box.bottom <= bottom + 8, (frame.day, mark)
            heights[layout.sides[mark.pcodes[0]]].append((box.top, box.bottom, mark.name))
        for side in heights.values():
            for upper, lower in pairwise(sorted(side)):
                assert upper[1] <= lower[0] + 2, (frame.day, upper, lower)


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.few(4)
def test_decoded_frames_have_the_colours_of_their_classes(fmt, size, theme):
    view, film = VIEWS[1], told(VIEWS[1], PHASE, 7)
    frames, _ = shown(make(view, PHASE, fmt, size, theme, step=7), fmt)
    for at in (0, len(film.frames) // 2, len(film.frames) - 1):
        for mark in film.frames[at].marks:
            for pcode in mark.pcodes:
                seen = colour_of(frames[at], pcode, size)
                # A film halves the resolution of colours and rounds them; the others keep them.
                nearest = 4 if fmt == "mp4" else 0
                colour = RECORDS["people"].scale.colours[mark.shade]
                assert seen == pytest.approx(rgb(colour), abs=nearest), (at, pcode)


@pytest.mark.slow
def test_what_nobody_reported_is_hatched_and_no_class():
    first_days = (date(2023, 10, 6), date(2023, 10, 9))
    frames, _ = shown(make(period=first_days), "gif")
    missing = [mark for mark in told(View(), first_days).frames[1].marks if mark.shade is None]
    assert missing
    for mark in missing:
        seen = colour_of(frames[1], mark.pcodes[0], "slide")
        assert seen == rgb(PALETTES["light"].unknown)
        assert seen not in [rgb(colour) for colour in RECORDS["people"].scale.colours]


@pytest.mark.slow
@pytest.mark.parametrize(
    "period",
    [pytest.param(PHASE, id="phase"), pytest.param(WHOLE, id="whole", marks=pytest.mark.thorough)],
)
@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.few(1)
def test_a_picture_is_small_enough_for_a_chat(fmt, period):
    size = "square" if period == WHOLE else "slide"
    picture = made(VIEWS[1], period, fmt, size)
    assert 20_000 < len(picture) < MOST_BYTES
    frames, stays = shown(picture, fmt)
    # Small by good compression, not by a smaller picture.
    assert frames[0].shape[:2] == (LAYOUTS[size].height, LAYOUTS[size].width)
    assert all(side % 2 == 0 for side in frames[0].shape[:2])
    assert sum(stays) == pytest.approx(10_000, rel=0.1)


@pytest.mark.slow
@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.few(1)
def test_the_last_frame_stays_longest_and_each_has_its_turn(fmt):
    frames, stays = shown(made(VIEWS[0], SHORT, fmt), fmt)
    days = frames_of(*SHORT, Translator("en"))
    if fmt == "mp4":
        assert stays[0] == pytest.approx(days.pace)
        assert len(frames) == len(days.days) - 1 + round(days.durations[-1] / days.pace)
        assert np.abs(frames[-1].astype(int) - frames[len(days.days) - 1]).mean() < 1
    else:
        assert stays == pytest.approx(days.durations)


@pytest.mark.slow
@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.few(1)
def test_the_same_input_gives_the_same_bytes(fmt):
    assert make(VIEWS[0], SHORT, fmt) == made(VIEWS[0], SHORT, fmt)


@pytest.mark.slow
def test_a_film_is_what_chats_play():
    film = made(VIEWS[0], SHORT, "mp4")
    assert film.find(b"moov") < film.find(b"mdat"), "the index stands at the front"
    with av.open(io.BytesIO(film)) as opened:
        stream = opened.streams.video[0]
        assert (stream.codec.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert "creation_time" not in {**opened.metadata, **stream.metadata}


@pytest.mark.slow
def test_a_gif_has_one_table_of_colours_for_all_frames():
    assert local_tables(made(VIEWS[1], PHASE, "gif")) == 0


def local_tables(gif):
    """Count the frames of a GIF that bring their own colours."""
    at, own = 13 + 3 * (2 << (gif[10] & 7)), 0
    while gif[at] != 0x3B:
        if gif[at] == 0x21:
            at += 2
        else:
            flags = gif[at + 9]
            own += flags >> 7
            at += 11 + (3 * (2 << (flags & 7)) if flags >> 7 else 0)
        while gif[at]:
            at += gif[at] + 1
        at += 1
    return own


@pytest.mark.slow
def test_progress_counts_every_frame():
    heard = []
    make(progress=lambda done, total: heard.append((done, total)))
    assert heard == [(n, 7) for n in range(1, 8)]


@given(
    first=st.dates(*WHOLE),
    length=st.integers(1, (WHOLE[1] - WHOLE[0]).days),
    step=st.none() | st.integers(1, 40),
    seconds=st.none() | st.integers(5, 60),
)
def test_a_period_is_shown_from_its_first_day_to_its_last_or_refused(first, length, step, seconds):
    last, t = min(first + timedelta(days=length), WHOLE[1]), Translator("en")
    try:
        period = frames_of(first, last, t, step, seconds)
    except MovingError:
        # Days can be too few, and a step too short: of itself one is chosen that fits.
        few = seconds is not None and seconds > longest(first, max(first, last))
        assert first == last or few or (step is not None and length / step > 40)
        return
    assert sum(period.durations) == 1000 * period.seconds
    assert period.seconds == (seconds or min(10, longest(first, last)))
    # Every frame has its turn, the last one time to be read, and GIF counts in hundredths.
    assert all(stays >= 80 and stays % 10 == 0 for stays in period.durations)
    assert period.durations[-1] >= 1500
    assert (period.days[0], period.days[-1]) == (first, last)
    assert 2 <= len(period.days) <= MOST_FRAMES
    gaps = {(b - a).days for a, b in pairwise(period.days[:-1])}
    assert len(gaps) <= 1
    assert gaps <= ({step} if step else set(STEPS))


REFUSED = [
    ((SHORT[1], SHORT[0]), {}, "is empty"),
    ((SHORT[0], SHORT[0]), {}, "is empty"),
    ((date(2019, 1, 1), SHORT[1]), {}, "does not lie within the data"),
    ((SHORT[0], date(2031, 1, 1)), {}, "does not lie within the data"),
    (WHOLE, {"step": 1}, "take a step of at least 13"),
    (SHORT, {"step": 0}, "one day or more"),
    (SHORT, {"fmt": "avi"}, "choose one of gif, webp, mp4"),
    (SHORT, {"size": "poster"}, "choose one of slide, square, upright"),
    (SHORT, {"theme": "pink"}, "choose one of light, dark"),
    (SHORT, {"most_bytes": 1000}, "stays above"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("period", "more", "sentence"), REFUSED)
def test_what_cannot_be_made_is_refused_in_a_sentence(period, more, sentence):
    with pytest.raises(MovingError, match=sentence) as refusal:
        make(period=period, **more)
    assert str(refusal.value).endswith(".")


def test_a_view_without_figures_in_the_whole_period_is_refused():
    view = View(mode="reconstructed", perspective="ICRC")
    silent = (date(2024, 7, 1), date(2024, 7, 20))
    with pytest.raises(MovingError, match="nothing to show"):
        make(view, silent)


@pytest.mark.slow
def test_without_the_library_of_films_the_others_still_work(monkeypatch):
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(MovingError, match="choose GIF or WebP"):
        make(fmt="mp4")
    assert make(fmt="webp") == made(VIEWS[0], SHORT, "webp")


@pytest.mark.slow
def test_a_picture_too_large_is_made_smaller():
    full = made(VIEWS[0], SHORT, "webp")
    smaller = make(fmt="webp", most_bytes=len(full) - 1)
    assert len(smaller) < len(full)
    assert shown(smaller, "webp")[0][0].shape[1] < 1280


def test_names_tell_pictures_apart():
    names = {
        moving_name(view, *period, fmt=fmt, size=size)
        for view in VIEWS
        for period in (PHASE, WHOLE)
        for fmt in FORMATS
        for size in SIZES
    }
    assert len(names) == len(VIEWS) * 2 * len(FORMATS) * len(SIZES)


RAFAH = (date(2024, 5, 6), date(2024, 5, 26))
REBUILT = View(date=RAFAH[1], mode="reconstructed")


def test_ten_seconds_of_rafah_are_had_at_once_and_too_few_days_are_told():
    t = Translator("en")
    assert sum(frames_of(*RAFAH, t).durations) == 10_000
    assert frames_of(*RAFAH, t, seconds=30).days == frames_of(*RAFAH, t).days
    with pytest.raises(MovingError, match="12 days make no clip of 60 seconds: choose 25"):
        frames_of(RAFAH[0], date(2024, 5, 17), t, seconds=60)
    with pytest.raises(MovingError, match="5 to 60 seconds"):
        frames_of(*RAFAH, t, seconds=61)


@pytest.mark.parametrize("seconds", [10, 30, 60])
def test_what_happened_is_told_on_its_day_with_its_source_for_long_enough(seconds):
    film = told(View(date=PHASE[1]), (PHASE[0], date(2025, 10, 12)), seconds=seconds)
    shown = {}
    for frame, stays, caption in zip(film.frames, film.durations, film.captions, strict=True):
        if caption:
            shown.setdefault(caption, []).append((frame.day, stays))
    offensive, order, ceasefire = shown
    assert offensive == "14 August 2025: Gaza City offensive (OCHA, GD0419)"
    assert order == "9 September 2025: evacuation order in North Gaza, Gaza (IDF, GO0186)"
    assert ceasefire.startswith("10 October 2025: Ceasefire; yellow line (")
    for caption, frames in shown.items():
        step = (film.frames[1].day - film.frames[0].day).days
        day = Translator("en").day(frames[0][0])
        assert caption.startswith(day) or step > 1
        assert sum(stays for _, stays in frames) >= 1500
        assert len(frames) == len(dict(frames))


def test_an_order_is_told_on_its_day_and_a_way_that_was_never_shut_is_not_reopened():
    orders = tables_in_use().orders.set_index("id")["issued_on"]
    told_of = turning_points(tables_in_use(), Translator("en"))
    named = [(point, order) for point in told_of for order in re.findall(r"GO\d{4}", point.text)]
    assert len(named) > 10
    for point, order in named:
        assert point.day == orders[order].date(), point.text
    # Two ways changed on 2 February 2026: one had been closed, the other restricted.
    then = sorted(p.text.split(":")[0] for p in told_of if p.day == date(2026, 2, 2))
    assert then == ["eased", "no longer shut"]


def test_a_clip_of_a_part_tells_of_no_other_and_says_which():
    view = replace(REBUILT, area="PS0275")
    film = told(view, RAFAH, moves="arrows")
    assert film.what.startswith("Rafah · People present, reconstructed")
    assert {pcode for mark in film.cube.marks for pcode in mark.pcodes} == {"PS0275"}
    assert film.cube.arrows
    assert all("PS0275" in (*arrow.origins, *arrow.destinations) for arrow in film.cube.arrows)
    assert not any(frame.placed for frame in film.frames)
    # An order elsewhere is none of its turning points.
    north = told(replace(REBUILT, area="north"), RAFAH)
    assert not any("evacuation order in Rafah" in caption for caption in north.captions)
    assert any("evacuation order in Rafah" in caption for caption in film.captions)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("area", ["north", "south", "PS0265", "PS0270", "PS0275"])
@pytest.mark.few(5)
def test_labels_of_a_part_stay_on_the_map_and_apart(area, size):
    film = told(replace(REBUILT, area=area), (RAFAH[0], date(2024, 5, 7)))
    renderer = FrameRenderer(film, Translator("en"), size=size, theme="light")
    layout = LAYOUTS[size].part(film.extent)
    top, bottom = layout.land
    boxes = [renderer.label_box(mark) for mark in film.frames[-1].marks]
    for box in boxes:
        assert 4 <= box.left < box.right <= layout.width - 4
        assert top - 4 <= box.top < box.bottom <= bottom + 8
        assert not box.meets(layout.legend)
        assert not box.meets(layout.locator) or layout.locator.top > bottom
    assert not any(one.meets(other) for n, one in enumerate(boxes) for other in boxes[:n])
    # The part is wholly on the map, and larger than with all of the Strip.
    shape = layout.map_frame.project(outline_of(film.extent.pcodes))
    left, above, right, below = shape.bounds
    assert layout.land[0] < above < below < layout.land[1]
    assert 0 < left < right < layout.width
    assert layout.units_per_km > 1.15 * LAYOUTS[size].units_per_km


def test_people_are_seen_arriving_with_the_balances_own_ranges():
    film = told(REBUILT, RAFAH, moves="arrivals")
    assert film.circles
    assert not film.cube.arrows
    balance = load_reconstruction(tables_in_use(), "all")
    last = {mark.pcodes: mark for mark in film.frames[-1].marks}
    others = ("PS0255", "PS0260", "PS0265", "PS0270")
    people, low, high = balance.moved(*RAFAH, ("PS0275",), others)
    t = Translator("en")
    left = f"{reconstructed_people(people, low, high, t)} left ({reconstructed_range(low, high, t)}"
    assert any(note.startswith(left) for note in last[("PS0275",)].notes)
    assert any(" came (likely" in note for note in last[("PS0270",)].notes)
    # It tells no figure that the map of the day does not tell.
    plain = {mark.pcodes: mark for mark in told(REBUILT, RAFAH).frames[-1].marks}
    assert {pcodes: mark.number for pcodes, mark in last.items()} == {
        pcodes: mark.number for pcodes, mark in plain.items()
    }


def test_figures_as_published_show_nobody_arriving_and_say_why():
    published = replace(REBUILT, mode="published")
    with pytest.raises(MovingError, match="figures as published are of different days"):
        told(published, RAFAH, moves="arrivals")
    assert "nobody is seen to arrive" in told(published, RAFAH).warning
    assert told(REBUILT, RAFAH).warning == ""


@given(st.floats(0.2, 60), st.integers(2, 900))
def test_a_speed_is_a_length_that_passes_so_many_days_a_second(speed, days):
    start = date(2023, 10, 7)
    end = start + timedelta(days=days)
    seconds = length_at(speed, start, end)
    if LENGTHS[0] < seconds < min(LENGTHS[1], longest(start, end)):
        period = frames_of(start, end, Translator("en"), seconds=seconds)
        # A length is whole seconds, and a frame stays whole hundredths of one.
        off = 0.5 + 0.01 * len(period.days)
        assert abs(days / period.speed - days / speed) <= off
