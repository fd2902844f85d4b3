"""A list held against a total: whether the text says that the list is complete and is the total's.

A list may be open (其中 names what matters, 等 says so), so a sum that differs is an error only if the text closes the list:
a total follows it, 其他 ends it, the total's own words name its parts, brackets spell it out, its shares make 100 %. Where the
text only announces a division (按渠道看), the sum must come close to the total or lie one mistyped digit from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from factextract.records import cues
from factextract.records.arithmetic import HUNDRED
from factextract.records.figures import Figure, Part, Reading
from factextract.records.slips import sum_mistyped

_SLACK = (Decimal("0.6"), Decimal("1.6"))  # sums this far from the total are of other things
_TIGHT_SLACK = (Decimal("0.85"), Decimal("1.18"))  # where no word says that the list divides the total
_ALL_BUT = Decimal("0.025")
_NEARLY = Decimal("0.04")
_OVERSHOOT = Decimal("1.25")
_BETWEEN = 60
_BRACKET = 12  # characters between a total and the brackets that spell it out


@dataclass(frozen=True, slots=True)
class Division:
    """A list of figures and the total that it may divide; ``named`` tells that the text names the total for the list,
    ``listed`` that the total itself stands in a list, after others, ``single`` that it stands in none but this."""

    reading: Reading
    total: Figure
    parts: tuple[Figure, ...]
    named: bool = False
    listed: bool = False
    single: bool = False

    # -- arithmetic ----------------------------------------------------------------------------------------------

    @property
    def sum(self) -> Decimal:
        """What the parts make."""
        return sum((part.value for part in self.parts), Decimal(0))

    @property
    def a_slip(self) -> bool:
        """True if one wrong digit explains the difference, which may be small."""
        return sum_mistyped(self.total.printed, [part.printed for part in self.parts], telling=False)

    @property
    def mistyped(self) -> bool:
        """True if one wrong digit explains the difference, and the difference is no small one."""
        return sum_mistyped(self.total.printed, [part.printed for part in self.parts])

    @property
    def close(self) -> bool:
        """True if the parts all but make the total."""
        return abs(self.sum - self.total.value) <= _NEARLY * self.total.value

    @property
    def explained(self) -> bool:
        """True if the difference may well be an error: it is small, or one wrong digit explains it where hardly another total
        comes into question."""
        return self.close or ((self.named or self.single) and self.mistyped)

    @property
    def comparable(self) -> bool:
        """True if sum and total may be of the same things."""
        total, sum_ = self.total.value, self.sum
        follows = self.total.start > self.parts[0].start
        low, high = _SLACK if follows or self.introduced else _TIGHT_SLACK
        few = abs(sum_ - total) <= 2
        slip = self.mistyped or (follows and self.single and self.a_slip)
        return total > 0 and (few or low * total <= sum_ <= high * total or slip)

    # -- place ---------------------------------------------------------------------------------------------------

    @property
    def touching(self) -> bool:
        """True if total and list share a sentence."""
        return self.total.sentence == self.parts[0].sentence

    @property
    def near(self) -> bool:
        """True if the list stands at most one sentence behind its total."""
        return self.parts[0].sentence - self.total.sentence <= 1

    @property
    def introduced(self) -> bool:
        """True if words or marks say that the list divides what stands before it."""
        between = self.reading.between(self.total, self.parts[0])[:_BETWEEN]
        marked = between.startswith(":") or (
            between.startswith("(") and self.parts[0].depth > self.total.depth
        )
        led = marked or cues.AMONG.search(between) or cues.NESTED.match(self.total.tail)
        return bool(self.near and led)

    @property
    def _opened(self) -> bool:
        return bool(cues.OPEN_SPLIT.search(self._lead))

    @property
    def _lead(self) -> str:
        """The text of the list's sentence before the list, but behind the total."""
        first = self.parts[0]
        return self.reading.text[max(first.sentence_span.start, self.total.end) : first.start]

    @property
    def _last(self) -> bool:
        """True if nothing of the kind follows the list in its clauses."""
        last, after = self.parts[-1], self.reading.count_after(self.parts[-1].end)
        if after is None or after.sentence != last.sentence or after.unit != last.unit:
            return True
        return ";" in self.reading.between(last, after)

    @property
    def _alone(self) -> bool:
        """True if nothing of the kind precedes the total in its sentence."""
        before = self.reading.counts_before(self.total.start, 1)
        return not before or before[0].sentence != self.total.sentence or before[0].unit != self.total.unit

    @property
    def _at_once(self) -> bool:
        """True if no count stands between total and list, and no semicolon."""
        before = self.reading.counts_before(self.parts[0].start, 1)
        return bool(before) and before[0] is self.total and ";" not in self._span

    @property
    def _span(self) -> str:
        return self.reading.text[self.total.end : self.parts[-1].start]

    # -- closure -------------------------------------------------------------------------------------------------

    def closed(self) -> bool:
        """Whether the list is complete and the total's."""
        last = self.parts[-1]
        if "等" in last.tail[:2] or cues.left_over(last.label, last.tail):
            return False
        own = not self.listed or self.introduced
        ended = cues.OTHERS.search(last.label) or self._shares_make_a_whole()
        return bool(
            (own and ended)
            or (self.near and self._overshoots())
            or (self.explained and self._announced())
            or (self.named and self.explained and self._fills_clauses())
            or (self.near and self.close and self._complements())
            or (own and self.near and self.mistyped and self._follows())
            or (self.touching and self._spelled())
        )

    def _spelled(self) -> bool:
        """True if the total's sentence itself tells that the list is complete."""
        return (
            self._names_its_parts()
            or self._complements()
            or self.reading.between(self.total, self.parts[0]).startswith(",即")
            or self._bracketed()
            or self._follows_colon()
            or self._numbered()
            or self._fills_sentence()
        )

    def _names_its_parts(self) -> bool:
        """投诉举报146件,其中投诉112件,举报34件: the total's label is made of its parts' labels."""
        left = self.total.label
        for part in self.parts:
            kind = cues.AMONG.sub("", part.label).strip()
            if len(kind) < 2 or kind not in left:
                return False
            left = left.replace(kind, "", 1)
        return not cues.REQUEST_KINDS.search(left)

    def _shares_make_a_whole(self) -> bool:
        """True if every part carries its own percentage and the percentages add up to 100."""
        shares = []
        for part in self.parts:
            at = self.reading.position(part) + 1
            share = self.reading.figures[at] if at < len(self.reading.figures) else None
            if share is None or share.part is not Part.RATE or share.sentence != part.sentence:
                return False
            shares.append(share.value)
        return abs(sum(shares, Decimal(0)) - HUNDRED) <= Decimal("0.3")

    def _bracketed(self) -> bool:
        """27件(食品11件、药品5件、其他11件): brackets right after the total that hold nothing but the list."""
        first, last = self.parts[0], self.parts[-1]
        return (
            first.depth == self.total.depth + 1
            and self.reading.between(self.total, first)[:_BRACKET].count("(") == 1
            and last.tail.startswith(")")
            and not cues.AMONG.search(first.lead)
        )

    def _follows_colon(self) -> bool:
        """查出问题57个:标签23个,台账19个,其余事项15个。: a colon after the total and a list after which the sentence counts
        nothing of the kind."""
        between = self.reading.between(self.total, self.parts[0])[:_BRACKET]
        colon = ":" in cues.LIST_CLAUSE_BUT_COLON.split(between)[0]
        return len(self.parts) > 2 and colon and self._last

    def _overshoots(self) -> bool:
        """其中A,B,C of one total that make more than it, and no labels that may overlap."""
        total, sum_ = self.total.value, self.sum
        most = max(_OVERSHOOT * total, total + 2)
        if not (cues.AMONG.search(self.parts[0].lead) and total < sum_ <= most):
            return False
        return not any(
            cues.OUTCOME.search(part.label) or cues.OVERLAPPING.search(part.label) for part in self.parts
        )

    def _numbered(self) -> bool:
        """分三批下拨860万元,第一批…、第二批…、第三批…: as many numbered parts as the text announces."""
        numbers = [match[1] for part in self.parts if (match := cues.NUMBERED.search(part.label))]
        announced = cues.IN_SO_MANY.search(self.reading.clause(self.total))
        if announced is None or len(numbers) != len(self.parts):
            return False
        last = "二" if announced[1] == "两" else announced[1]
        return numbers == list("一二三四五六七八九十")[: len(self.parts)] and numbers[-1] == last

    def _fills_sentence(self) -> bool:
        """True if total and list are all that the sentence counts in the measure word, the list tells whose each part is
        (农户的4.86万份), and the sum all but fits."""
        owned = all(part.label.endswith("的") for part in self.parts)
        if not owned or abs(self.sum - self.total.value) > _ALL_BUT * self.total.value:
            return False
        return self._alone and self._last and not self._opened and not cues.AMONG.search(self._lead)

    def _follows(self) -> bool:
        """True if a list follows its total at once and nothing of the kind follows the list."""
        told = len(self.parts) > 2 or self.introduced or cues.SPLIT.search(self.parts[0].lead)
        return bool(self._at_once and self._last and told) and not self._opened

    def _fills_clauses(self) -> bool:
        """True if three parts or more are told one by one (A、B、C分别为…), and nothing else of the kind."""
        distributed = len(self.parts) > 2 and cues.DISTRIBUTED.search(self.parts[0].label)
        return bool(distributed and self._last and not self._opened)

    def _complements(self) -> bool:
        return len(self.parts) == 2 and cues.complementary(self.parts[0].label, self.parts[1].label)

    def _announced(self) -> bool:
        """True if the text announces that it divides the total, by a view of it (按渠道看), into kinds of requests (咨询、投诉、
        举报), into a list of four or more after a told total (共计81起,A45起,B…), or names and figures one by one (A、B、C
        分别为…)."""
        total, parts = self.total, self.parts
        if self._opened:
            return False
        distributed = (
            len(parts) > 2 and cues.DISTRIBUTED.search(parts[0].label) and cues.RECEIVED.search(total.lead)
        )
        kinds = {kind[0] for part in parts if (kind := cues.REQUEST_KINDS.search(part.label))}
        named = {kind for kind in cues.REQUEST_KINDS.findall(total.label) if kind != "诉求"}
        requests = (
            self.close and len(kinds) == len(parts) and named <= kinds and cues.REQUESTS.search(total.lead)
        )
        follows = self.touching and parts[-1].tail[:1] in ("。", ";", "")
        told = len(parts) > 3 and cues.TOTAL.search(total.label) and follows
        return bool(cues.SPLIT.search(self._lead) or requests or told or distributed)
