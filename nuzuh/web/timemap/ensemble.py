"""Packs the ensemble of movements, as ``frontend/src/contract.ts`` describes it (``Ensemble``)."""

from __future__ import annotations

import hashlib

from nuzuh.scene.ensemble import MovementEnsemble
from nuzuh.web.timemap.packing import pack
from nuzuh.web.timemap.payload import Payload


def ensemble_payload(ensemble: MovementEnsemble) -> Payload:
    """Pack the ensemble of a reconstruction's movements; nothing of it is lost.

    Args:
        ensemble: what each member has of people who moved.

    Example:
        >>> import numpy as np
        >>> steps = np.array([[[0, 4, 9], [0, 5, 5]]], dtype=np.int32)
        >>> packed = ensemble_payload(MovementEnsemble(np.array([0, 7, 30], np.int32), steps))
        >>> len(packed.data) < 300, len(packed.signature)
        (True, 16)
    """
    header = {
        "members": ensemble.steps.shape[1],
        "unit": ensemble.unit,
        "range": list(ensemble.range),
    }
    data = pack(header, {"at": ensemble.at, "steps": ensemble.steps})
    return Payload(data, hashlib.sha256(data).hexdigest()[:16])
