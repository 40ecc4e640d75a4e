"""From frames to the bytes of a file: GIF and WebP by Pillow, MP4 by FFmpeg through PyAV.

All of them are told nothing of the time or the machine, and compress in one
thread: the same frames give the same bytes.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from nuzuh.draw.film.animation import Animation
from nuzuh.draw.film.canvas import Pixels
from nuzuh.draw.film.palette import common_palette
from nuzuh.scene.scales import Palette

Indices = npt.NDArray[np.uint8]
"""A picture as places in a table of colours."""
_AS_BEFORE = (1, 254, 1)
"""A colour that occurs nowhere, to stand for what has not changed."""


def gif(
    animation: Animation,
    durations: Sequence[int],
    *,
    classes: Sequence[str],
    palette: Palette,
    colours: int,
) -> bytes:
    """Return a GIF that repeats for ever, all frames in one palette and without dithering."""
    common = common_palette(animation.samples(), classes, palette, colours)
    frames = (_paletted(pixels, common) for pixels in animation)
    # One table of colours for all frames, and one colour more that stands for "as before".
    table = [*(common.getpalette() or []), *_AS_BEFORE]
    return _saved(
        _changes(frames, table),
        "GIF",
        duration=list(durations),
        palette=bytes(table),
        transparency=len(table) // 3 - 1,
        loop=0,
        disposal=1,
        optimize=False,
    )


def _paletted(pixels: Pixels, common: Image.Image) -> Indices:
    picture = Image.fromarray(pixels)
    return np.asarray(picture.quantize(palette=common, dither=Image.Dither.NONE))


def _changes(frames: Iterator[Indices], table: list[int]) -> Iterator[Image.Image]:
    """Yield each frame with nothing but what differs from the one before it."""
    before: Indices | None = None
    for frame in frames:
        unchanged = np.uint8(len(table) // 3 - 1)
        told = frame if before is None else np.where(frame == before, unchanged, frame)
        picture = Image.fromarray(told).convert("P")
        picture.putpalette(table)
        yield picture
        before = frame


def webp(animation: Animation, durations: Sequence[int]) -> bytes:
    """Return a WebP that repeats for ever, without loss."""
    frames = map(Image.fromarray, animation)
    return _saved(
        itertools.chain([next(frames)], [_Rest(frames, len(animation) - 1)]),
        "WEBP",
        duration=list(durations),
        loop=0,
        lossless=True,
        quality=40,
        method=2,
        # No whole frames in between: nobody winds an endless picture back.
        kmin=9999,
        kmax=10000,
    )


class _Rest:
    """Frames in the guise of one picture that has many, of which Pillow seeks one after the other.

    Given them as a list, Pillow would hold all of them in memory at once.
    """

    def __init__(self, frames: Iterator[Image.Image], count: int) -> None:
        self._frames, self._now = frames, Image.new("1", (1, 1))
        self.n_frames = count

    def seek(self, _: int) -> None:
        self._now = next(self._frames)

    def __getattr__(self, name: str) -> object:
        return getattr(self._now, name)


def _saved(frames: Iterator[Any], name: str, **options: object) -> bytes:
    target = io.BytesIO()
    next(frames).save(target, name, save_all=True, append_images=frames, **options)
    return target.getvalue()


def mp4(animation: Animation, durations: Sequence[int], *, quality: int) -> bytes:
    """Return an H.264 film in the form that chats and phones play, its index at the front.

    Args:
        animation: the frames; their sides must be even.
        durations: how long each stays, in ms; all but the last alike.
        quality: x264's constant rate factor, the lower the better.
    """
    import av  # noqa: PLC0415 (a large library, which only this format needs)

    pace = durations[0]
    # FFmpeg opens the file a second time to move the index: it needs one with a name.
    with TemporaryDirectory(prefix="nuzuh-") as folder:
        path = Path(folder, "animation.mp4")
        options = {"movflags": "+faststart", "fflags": "+bitexact"}
        with av.open(str(path), "w", format="mp4", options=options) as target:
            stream = None
            for at, pixels in enumerate(animation):
                if stream is None:
                    stream = target.add_stream("libx264", rate=Fraction(1000, pace))
                    stream.height, stream.width = pixels.shape[:2]
                    stream.pix_fmt = "yuv420p"
                    stream.options = _X264 | {"crf": str(quality)}
                    stream.codec_context.thread_count = 1
                    stream.codec_context.flags |= av.codec.context.Flags.bitexact
                # Players differ on a frame of its own length: the last one is repeated.
                frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(
                    format="yuv420p",
                    dst_colorspace=av.video.reformatter.Colorspace.ITU709,
                    dst_color_range=av.video.reformatter.ColorRange.MPEG,
                )
                for _ in range(max(1, round(durations[at] / pace))):
                    frame.pts = None  # the stream counts its pictures itself
                    target.mux(stream.encode(frame))
            assert stream is not None
            target.mux(stream.encode())
        return path.read_bytes()


_X264: dict[str, object] = {
    "preset": "medium",
    "tune": "stillimage",
    "profile": "high",
    "x264-params": "keyint=60:rc-lookahead=5"
    ":colorprim=bt709:transfer=bt709:colormatrix=bt709:range=tv",
}
"""Sharp letters rather than soft pictures; a key frame often enough to jump to a day;
and the colours named as they are, or players would take them for those of old films. It looks five
frames ahead and not forty: they are much alike, and each takes megabytes of the server."""
