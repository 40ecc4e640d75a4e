"""Packs the ensemble of movements, as ``frontend/src/contract.ts`` describes it (``Ensemble``)."""

from __future__ import annotations

from nuzuh.scene.ensemble import MovementEnsemble
from nuzuh.web.timemap.packing import pack
from nuzuh.web.timemap.payload import Payload, payload_of
from nuzuh.web.timemap.people import halves


def ensemble_payload(ensemble: MovementEnsemble) -> Payload:
    """Pack the movements of a reconstruction and of its ensemble; nothing of them is lost.

    Args:
        ensemble: people who moved, and what each member has of them.

    Example:
        >>> import numpy as np
        >>> steps = np.array([[[0, 4, 9], [0, 5, 5]]], dtype=np.int32)
        >>> at, rates = np.array([0, 7, 30], dtype=np.int32), np.array([[0.0, 71.5, 33.3]])
        >>> packed = ensemble_payload(MovementEnsemble(at, rates, at, steps))
        >>> len(packed.data) < 400, len(packed.signature)
        (True, 16)
    """
    header = {
        "members": ensemble.steps.shape[1],
        "unit": ensemble.unit,
        "range": list(ensemble.range),
        "within": ensemble.within,
    }
    parts = pack(
        header,
        {
            "changes": ensemble.changes,
            # Single precision, in which they ship, leaves the lower halves empty.
            **halves("rates", ensemble.rates),
            "at": ensemble.at,
            "steps": ensemble.steps,
        },
    )
    return payload_of(parts)
