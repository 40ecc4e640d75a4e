"""Moving pictures: every frame says what the map says, in its colours, within a chat's limits."""

from __future__ import annotations

import io
import sys
import tempfile
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

from nuzuh.draw.canvas import Canvas
from nuzuh.draw.film.errors import StoppedError
from nuzuh.draw.film.frames import FrameRenderer
from nuzuh.draw.film.layout import LAYOUTS
from nuzuh.scene.film_period import HOLD, MOST_FRAMES, STEPS, frames_of
from nuzuh.draw.film.picture import FORMATS, MOST_BYTES, SIZES, THEMES, moving_picture
from nuzuh.loaders import data_version
from nuzuh.loaders.tables import tables_in_use
from nuzuh.scene.file_names import moving_name
from nuzuh.scene.film import MovingError, film_of
from nuzuh.scene.geometry import governorates
from nuzuh.scene.labels import label_of, patterns_on
from nuzuh.scene.layer import RECORDS
from nuzuh.scene.layers import LAYERS
from nuzuh.scene.scales import PALETTES
from nuzuh.scene.timeline import load_timeline, reconstructed_values_of, values_of
from nuzuh.scene.translator import LANGUAGES, Translator
from nuzuh.scene.view import View

PHASE = (date(2025, 8, 14), date(2025, 10, 9))
WHOLE = (load_timeline().first, load_timeline().last)
SHORT = (date(2025, 10, 1), date(2025, 10, 7))
VIEWS = [
    View(layer="people"),
    View(layer="people", mode="reconstructed"),
    View(layer="change", lang="ar", mode="reconstructed"),
    View(layer="orders", lang="he"),
]


def told(view, period, step=None):
    t = Translator(view.lang)
    return film_of(view, frames_of(*period, t, step).days, tables_in_use(), t)


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
        assert patterns_on(film.marks, "people", t)
        for _, text in patterns_on(film.marks, "people", t):
            assert text in ground
        assert t("snapshot.as_published") in ground
        assert t("layer.people.title") in ground
        assert t.isolated(film.notes.sources[0]) in ground
        assert data_version() in ground
        for frame in film.frames:
            written.clear()
            renderer.draw(frame)
            said = " ".join(text for _, text in written)
            assert t.day(frame.day) in said
            assert frame.phase in said
            for mark in frame.marks:
                for text in (mark.name, mark.number, *mark.notes):
                    assert text in said


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("layer", LAYERS)
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
@pytest.mark.parametrize("period", [PHASE, WHOLE], ids=["phase", "whole"])
@pytest.mark.parametrize("fmt", FORMATS)
def test_a_picture_is_small_enough_for_a_chat(fmt, period):
    size = "square" if period == WHOLE else "slide"
    picture = made(VIEWS[1], period, fmt, size)
    assert 20_000 < len(picture) < MOST_BYTES
    frames, stays = shown(picture, fmt)
    # Small by good compression, not by a smaller picture.
    assert frames[0].shape[:2] == (LAYOUTS[size].height, LAYOUTS[size].width)
    assert all(side % 2 == 0 for side in frames[0].shape[:2])
    assert 10_000 < sum(stays) < 30_000


@pytest.mark.slow
@pytest.mark.parametrize("fmt", FORMATS)
def test_the_last_frame_stays_longest_and_each_has_its_turn(fmt):
    frames, stays = shown(made(VIEWS[0], SHORT, fmt), fmt)
    days = frames_of(*SHORT, Translator("en"))
    if fmt == "mp4":
        assert stays[0] == pytest.approx(days.pace)
        assert len(frames) == len(days.days) - 1 + round(HOLD / days.pace)
        assert np.abs(frames[-1].astype(int) - frames[len(days.days) - 1]).mean() < 1
    else:
        assert stays == pytest.approx(days.durations)


@pytest.mark.slow
@pytest.mark.parametrize("fmt", FORMATS)
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
@pytest.mark.parametrize("fmt", FORMATS)
def test_stop_stops_before_the_next_frame_and_leaves_nothing(fmt, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    heard = []
    with pytest.raises(StoppedError, match="Stopped"):
        make(
            period=PHASE,
            fmt=fmt,
            progress=lambda done, total: heard.append((done, total)),
            should_stop=lambda: len(heard) >= 3,
        )
    assert heard == [(1, 57), (2, 57), (3, 57)]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_progress_counts_every_frame():
    heard = []
    make(progress=lambda done, total: heard.append((done, total)))
    assert heard == [(n, 7) for n in range(1, 8)]


@given(
    first=st.dates(*WHOLE),
    length=st.integers(1, (WHOLE[1] - WHOLE[0]).days),
    step=st.none() | st.integers(1, 40),
)
def test_a_period_is_shown_from_its_first_day_to_its_last_or_refused(first, length, step):
    last, t = min(first + timedelta(days=length), WHOLE[1]), Translator("en")
    try:
        period = frames_of(first, last, t, step)
    except MovingError:
        # Only a step can be too short: of itself one is chosen that fits.
        assert first == last or (step is not None and length / step > MOST_FRAMES - 2)
        return
    assert (period.days[0], period.days[-1]) == (first, last)
    assert 2 <= len(period.days) <= MOST_FRAMES
    gaps = {(b - a).days for a, b in pairwise(period.days[:-1])}
    assert len(gaps) <= 1
    assert gaps <= ({step} if step else set(STEPS))
    assert 3_000 <= sum(period.durations) <= 35_000


REFUSED = [
    ((SHORT[1], SHORT[0]), {}, "is empty"),
    ((SHORT[0], SHORT[0]), {}, "is empty"),
    ((date(2019, 1, 1), SHORT[1]), {}, "does not lie within the data"),
    ((SHORT[0], date(2031, 1, 1)), {}, "does not lie within the data"),
    (WHOLE, {"step": 1}, "take a step of at least 10"),
    (SHORT, {"step": 0}, "one day or more"),
    (SHORT, {"fmt": "avi"}, "choose one of gif, webp, mp4"),
    (SHORT, {"size": "poster"}, "choose one of slide, square"),
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
