"""Whether the upstreams answer: each is asked for the beginning of what it holds, all at once.

Nothing is kept. Whoever looks waits a few seconds at most, whatever a server, a proxy or the
look-up of a name does.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace

import requests

from nuzuh.loaders.live.addresses import shown
from nuzuh.loaders.live.boundaries import DATASET
from nuzuh.loaders.live.errors import FetchError
from nuzuh.loaders.live.fetch import dressed
from nuzuh.loaders.live.guard import Errand, GuardedAdapter, errand
from nuzuh.loaders.live.settings import Settings

PATIENCE = 5.0
"""Seconds for an answer, with all redirects."""
_GRACE = 1.0
"""Seconds after which a look-up of a name that nothing can stop is left behind."""


@dataclass(frozen=True)
class Upstream:
    """Where live tables come from.

    Attributes:
        setting: the environment variable of its address.
        tables: ids of the live sources that come from there.
        address: what is asked; "" where it is switched off.
        key: sent as a bearer token, and never shown.
    """

    setting: str
    tables: tuple[str, ...]
    address: str
    key: str = ""

    @property
    def named(self) -> str:
        """The address as it may be shown; "" where it is switched off."""
        return shown(self.address) if self.address else ""


@dataclass(frozen=True)
class Answer:
    """What became of asking an upstream.

    Attributes:
        upstream: who was asked.
        reason: why there was no answer, without the end of a sentence; "" for an answer.
        seconds: how long it took.
    """

    upstream: Upstream
    reason: str
    seconds: float


def upstreams(settings: Settings) -> list[Upstream]:
    """Return every upstream that there is, those too that are switched off."""
    hdx, arcgis = settings.hdx_url.rstrip("/"), settings.arcgis_url.rstrip("/")
    from_hdx = ("boundaries", "municipalities", "population")
    return [
        Upstream(
            "NUZUH_HDX_URL",
            from_hdx if settings.idmc_url else (*from_hdx, "displacement"),
            hdx and f"{hdx}/api/3/action/package_show?id={DATASET}",
        ),
        Upstream("NUZUH_ARCGIS_URL", ("boundaries",), arcgis and f"{arcgis}?f=json"),
        Upstream("NUZUH_GEOBOUNDARIES_URL", ("boundaries",), settings.geoboundaries_url),
        Upstream("NUZUH_IDMC_URL", ("displacement",), settings.idmc_url),
        Upstream("NUZUH_DEATHS_URL", ("deaths",), settings.deaths_url),
        Upstream("NUZUH_ORDERS_URL", ("orders",), settings.orders_url, settings.orders_key),
    ]


def reach(settings: Settings, *, patience: float = PATIENCE) -> list[Answer]:
    """Ask every upstream that is configured, all at once.

    Args:
        settings: their addresses.
        patience: seconds for an answer.

    Returns:
        What became of each that is not switched off, in the order of :func:`upstreams`;
        nothing where the network is switched off.
    """
    if settings.offline:
        return []
    asked = [upstream for upstream in upstreams(settings) if upstream.address]
    hurried = replace(settings, connect_seconds=patience, total_seconds=patience)
    answers: list[Answer | None] = [None] * len(asked)

    def ask(place: int) -> None:
        begun = time.monotonic()
        reason = _reason(asked[place], hurried)
        answers[place] = Answer(asked[place], reason, time.monotonic() - begun)

    threads = [threading.Thread(target=ask, args=(n,), daemon=True) for n in range(len(asked))]
    end = time.monotonic() + patience + _GRACE
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    late = f"no answer within {patience:g} seconds"
    return [
        answer or Answer(upstream, late, patience + _GRACE)
        for upstream, answer in zip(asked, answers, strict=True)
    ]


def _reason(upstream: Upstream, settings: Settings) -> str:
    """Why an upstream does not answer; "" when it does."""
    headers = {"Authorization": f"Bearer {upstream.key}"} if upstream.key else {}
    with dressed(requests.Session(), _Glance(settings)) as session:
        token = errand.set(Errand(lambda _: None, time.monotonic() + settings.total_seconds))
        try:
            session.get(upstream.address, headers=headers)
        except FetchError as error:
            return str(error)
        except (requests.RequestException, ValueError, OSError):
            # Their words repeat the address, and with it any key.
            return "it could not be asked"
        finally:
            errand.reset(token)
    return ""


class _Glance(GuardedAdapter):
    """Looks at the beginning of an answer and lets the rest be."""

    def _body(self, answer: requests.Response, host: str) -> bytes:
        return next(self._pieces(answer, host), b"")
