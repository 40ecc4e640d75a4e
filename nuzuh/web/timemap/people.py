"""Packs people present with their ensemble, see ``People`` in ``frontend/src/people.ts``."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from nuzuh.scene.people_ensemble import PeopleEnsemble
from nuzuh.web.timemap.packing import pack
from nuzuh.web.timemap.payload import Payload, payload_of


def people_payload(ensemble: PeopleEnsemble) -> Payload:
    """Pack the people of a reconstruction and of its ensemble; nothing of them is lost.

    Args:
        ensemble: people by day, and what each member has of them.

    Example:
        >>> steps = np.array([[[0, 4, 9], [0, 5, 5]]], dtype=np.uint16)
        >>> at, people = np.array([0, 7, 30], dtype=np.int32), np.full((1, 31), 71.5)
        >>> packed = people_payload(PeopleEnsemble(0, people, at, steps))
        >>> len(packed.data) < 400, len(packed.signature)
        (True, 16)
    """
    header = {
        "start": ensemble.start,
        "days": ensemble.present.shape[1],
        "members": ensemble.steps.shape[1],
        "unit": ensemble.unit,
        "range": list(ensemble.range),
    }
    parts = pack(
        header,
        {
            **halves("present", ensemble.present),
            "at": ensemble.at,
            "steps": ensemble.steps,
        },
    )
    return payload_of(parts)


def halves(name: str, numbers: npt.NDArray[np.float64]) -> dict[str, npt.NDArray[np.uint32]]:
    """Return numbers in double precision as the upper and the lower half of their bits.

    >>> {name: hex(half[0]) for name, half in halves("one", np.array([1.0])).items()}
    {'oneHigh': '0x3ff00000', 'oneLow': '0x0'}
    """
    bits = numbers.view(np.uint64)
    return {
        f"{name}High": (bits >> np.uint64(32)).astype(np.uint32),
        f"{name}Low": (bits & np.uint64(0xFFFFFFFF)).astype(np.uint32),
    }
