"""Whether the upstreams of the live tables answer."""

from __future__ import annotations

from nuzuh.cli.health.finding import Finding
from nuzuh.loaders.live.reach import PATIENCE, reach, upstreams
from nuzuh.loaders.live.settings import Settings


def reachable(settings: Settings, *, patience: float = PATIENCE) -> list[Finding]:
    """Return what became of asking each upstream; nobody is asked where nuzuh is offline."""
    if settings.offline:
        found = "not asked: the network is switched off (NUZUH_OFFLINE)"
        return [Finding("reachable", "upstreams", found)]
    answers = {answer.upstream: answer for answer in reach(settings, patience=patience)}
    findings = list[Finding]()
    for upstream in upstreams(settings):
        what, answer = ", ".join(upstream.tables), answers.get(upstream)
        if answer is None:
            found = f"switched off ({upstream.setting} is empty)"
            findings.append(Finding("reachable", what, found))
        elif answer.reason:
            found = f"{upstream.named}: {answer.reason}"
            do = (
                "nuzuh goes on with the last good copy; if it lasts, look at the network and the "
                f"proxy, or set {upstream.setting}"
            )
            findings.append(Finding("reachable", what, found, "look", do))
        else:
            found = f"{upstream.named} answers ({answer.seconds:.1f} s)"
            findings.append(Finding("reachable", what, found))
    return findings
