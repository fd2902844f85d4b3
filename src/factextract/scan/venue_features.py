"""A candidate place's features for the trained decision whether something took place there."""

from __future__ import annotations

from collections.abc import Iterator

from factextract.linear import VOTE
from factextract.scan.places import Place

_NEAR, _FAR = 6, 16
_STOPS = "。;!?\n"


def venue_features(text: str, place: Place, voted: bool) -> list[str]:
    """Features of one candidate (view offsets), sorted and without repeats. ``voted`` tells that the rules located it.
    None names the place itself beyond its last character, so that they hold for places never seen."""
    return sorted(set(_features(text, place, voted)))


def _features(text: str, place: Place, voted: bool) -> Iterator[str]:
    vote = VOTE + ("y" if voted else "n")
    body = "body" if place.organization is not None else "site"
    kind = "cued" if place.cued else place.kind
    yield vote
    yield f"{vote}|{body}"
    yield f"{vote}|kind={kind}"
    yield f"kind={kind}|{body}"
    yield f"{vote}|weak={place.weak:d}{place.uncertain:d}{place.told:d}"
    yield f"weak={place.weak:d}{place.uncertain:d}{place.told:d}"
    yield f"head={place.name[-2:]}"
    yield f"head1={place.name[-1:]}"
    yield f"head3={place.name[-3:]}"
    yield f"{place.cued}|head1={place.name[-1:]}"
    yield f"{vote}|length={min(9, len(place.name))}"
    yield f"length={min(9, len(place.name))}"
    end = max(place.end, place.head_span[1]) if place.head_span else place.end
    before = _until_stop(text[max(0, place.start - _FAR) : place.start][::-1])[::-1]
    after = _until_stop(text[end : end + _FAR])
    for size in (1, 2, 3):
        yield f"<{before[-size:] or '^'}"
        yield f"{vote}<{before[-size:] or '^'}"
        yield f">{after[:size] or '$'}"
        yield f"{vote}>{after[:size] or '$'}"
        yield f"{body}<{before[-size:] or '^'}"
    for name, window in (
        ("B", before[-_NEAR:]),
        ("A", after[:_NEAR]),
        ("b", before[:-_NEAR]),
        ("a", after[_NEAR:]),
    ):
        for at in range(len(window) - 1):
            yield f"{name}:{window[at : at + 2]}"
    yield f"on={'在' in before}{'在' in before[-_NEAR:]}"


def _until_stop(window: str) -> str:
    """The window up to where its sentence ends."""
    stops = [at for stop in _STOPS if (at := window.find(stop)) >= 0]
    return window[: min(stops)] if stops else window
