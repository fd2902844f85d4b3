"""Whose figure it is.

In a table the body that the row's label (else the column's header) names. In prose: the name that touches the figure, the
k-th of a parallel list, who gave or lent it, the subject of its stretch of the sentence, else what the paragraph or the
section is about, else the reporter. Several bodies named together act for the reporter: their figure is the joint one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby

from factextract.datamodel import Layout, Names, Organization, Role, Section, Sentence
from factextract.link.bodies import BodyIndex
from factextract.link.context import Context
from factextract.link.mentions import MentionIndex, NameList
from factextract.link.parallel import CUE as PARALLEL_CUE
from factextract.link.parallel import Run, find_runs
from factextract.link.subjects import Kind, SubjectReader

_TOUCHING = re.compile(r"[\s(:《》\"]{0,3}的?(?:仅|则|只|各)?(?:为|有|达|占|是|以)?(?:仅|只)?")
_DID = re.compile(
    r"(?!要求|[对向给为将把与和在从被同跟])[^,;。:、\d]{1,6}的(?:[全我][省市县区][^,;。:、\d]{1,6})?"
)  # 市局派来的2名, 省局通报的全省均值2.4件
_POSSESSED = re.compile(
    r"的[\u4e00-\u9fff]{1,8}?(?:达到?|为|占|是|有)(?:高达|仅|只)?"
)  # 营业部的投诉占比达45%
_GIVEN_BY = re.compile(r"是(?P<name>)[^,;。]{0,30}(?:给|送|拨|赠|捐|印|派|借)[来给]?的,?$")
_GIVER_AFTER = re.compile(r"[^,;。\d]{0,6}?(?:借自|来自|源自|由|为|系|是)")
# 购书经费县财政局拨来20万元: who gives need not open the clause.
_GIVING = re.compile(
    r"(?:只|又|再|还|共|先后|一次|已)?(?:拨|捐|赠|送|支援|出资|拿出|掏|配发|补助|补贴|赞助|提供|借|资助|批)[给来了出付发下至]{0,2}(?:了|过)?(?:资金|经费|现金|专款|善款)?"
)
_TO = re.compile(r"[向给为对替帮]$")
_GAVE = re.compile(
    r"[^,;。\d]{1,8}的(?=[,;。)]|$)|[^,;。\d]{0,4}?(?:提供|所[配发赠捐印购给]|捐|赠|赞助|支援|拨付|资助|代发|代印|给的|送的|派的)|(?=[,;。)]|$)"
)
_BRACKETED = re.compile(r"\((?P<name>[\u4e00-\u9fff]{2,8})\)")
_BULLET = re.compile(r"[\s▲△●○■□◆◇★☆※▼•·*\-]{0,6}(?:[(]?[一二三四五六七八九十\d]{1,3}[)、.])?\s{0,2}")
_PLACE_LABEL = re.compile(r"[\u4e00-\u9fff]{1,5}[县区市镇乡旗][\s:,\-]{1,3}")
_LABEL_END = re.compile(r"[\s:】\]]")
_LABEL_MARKS = "【】[]<>《》: "
_PLACE = re.compile(r"[\u4e00-\u9fffXx×]{1,6}[县区市镇乡旗州]")
_SECTION_LABEL = re.compile(r"[县区市镇乡旗州]$|[局行司所会队院站]$")
# A body's own line over its part of a bulletin: short, without a full stop.
_LONGEST_HEADLINE = 44
_CLOSED_LINE = re.compile(r"[。;!?,]\s{0,3}$|\d{4}年|\|")
_HEADLINE_MARK = re.compile(r"[ \t]{0,3}(?:[:—\-]|\s*$)")
_NUMBERED_LINE = re.compile(r"[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十][部章]")
_OPENING = 24
_COMES = 4  # characters of a clause that only takes up what the one before told (来了9位)
_LONGEST_LABEL = 12


class OwnerFinder:
    """Finds the owning organisations of the figures of one report."""

    def __init__(self, text: str, layout: Layout, names: Names, mentions: MentionIndex) -> None:
        self._text, self._layout = text, layout
        self._mentions = mentions
        self.reporter = names.reporter.organization if names.reporter else None
        if self.reporter is None:
            own = next((o for o in names.organizations if Role.REPORTER in o.roles), None)
            self.reporter = own.id if own else None
        self._names = {o.id: o for o in names.organizations}
        self._bodies = BodyIndex(names)
        self._places: dict[str, dict[str, Organization]] = {}
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self._subjects = SubjectReader(text, self._mentions, self.reporter)
        self._sections = [self._section_body(section) for section in layout.sections]
        self._headed = self._headed_stretches()

    def owners(self, contexts: Sequence[Context]) -> list[str | None]:
        """Organisation id of each figure, the reporter's where nothing says otherwise; ``contexts`` in text order."""
        runs = find_runs(self._text, contexts)
        found: list[str | None] = []
        topic = _Topic()
        for number, group in groupby(range(len(contexts)), key=lambda at: contexts[at].sentence):
            inside = list(group)
            if contexts[inside[0]].place is not None:
                found.extend(self._row_owner(contexts[at]) for at in inside)
                continue
            sentence = self._layout.sentences[number]
            topic = self._topic_of(sentence, topic)
            found.extend(self._owners_in(sentence, contexts, inside, runs, topic))
        return found

    # -- tables

    def _row_owner(self, context: Context) -> str | None:
        """The body that a label names, or whose place it is; nobody for a district without a body of its own."""
        assert context.place is not None
        if context.place.total:
            return self.reporter
        labels = context.place.labels
        for span in (*labels, *context.place.headers):
            mention = self._mentions.last(span.start, span.end)
            if mention is not None:
                return mention.organization
        for label in labels:
            written = self._text[label.start : label.end].strip()
            body = self._bodies.called(written)
            if body is not None or _PLACE.fullmatch(written):
                return body
        return self.reporter

    # -- sentences

    def _owners_in(
        self,
        sentence: Sentence,
        contexts: Sequence[Context],
        inside: Sequence[int],
        runs: Sequence[Run],
        topic: _Topic,
    ) -> list[str | None]:
        home = self._heading_body(sentence.start)
        about = topic.body or home or self._sections[sentence.section]
        timeline = self._subjects.timeline(sentence, [contexts[at] for at in inside], about, home)
        lists = list(self._mentions.lists(sentence.start, sentence.end))
        default = about or self.reporter
        found: list[str | None] = []
        moment = 0
        for at in inside:
            context = contexts[at]
            while moment + 1 < len(timeline) and timeline[moment + 1].start <= context.quantity.start:
                moment += 1
            acting = timeline[moment]
            found.append(
                self._touching(context)
                or self._parallel(context, runs[at], at, contexts, lists)
                or self._giver(context)
                or acting.organization
                or default
            )
        topic.closed = topic.closed or any(acting.explicit for acting in timeline)
        return found

    def _touching(self, context: Context) -> str | None:
        """城东支行11起, 城东支行(11起), 城东支行的投诉占比达45%."""
        left = context.left
        mention = self._mentions.last(left.start, left.end)
        if mention is None:
            return None
        gap = self._text[mention.end : left.end]
        if _GIVING.fullmatch(gap) and not _TO.search(self._text, left.start, mention.start):
            return mention.organization
        if not any(cue.fullmatch(gap) for cue in (_TOUCHING, _POSSESSED, _DID)):
            return None
        several = len(next(reversed(list(self._mentions.lists(left.start, left.end)))).mentions) > 1
        return None if several and "各" not in gap else mention.organization

    def _parallel(
        self,
        context: Context,
        run: Run,
        at: int,
        contexts: Sequence[Context],
        lists: Sequence[NameList],
    ) -> str | None:
        """The k-th figure of a run belongs to the k-th name of a list as long as the run; a name in brackets behind the
        figure says it outright."""
        bracket = _BRACKETED.match(self._text, context.quantity.end)
        if bracket is not None:
            named = self._by_fragment(bracket["name"], lists)
            if named is not None:
                return named
        if run.size < 2:
            return None
        first = contexts[run.first]
        matching = [
            names for names in lists if len(names.mentions) == run.size and names.end <= first.quantity.start
        ]
        if not matching:
            matching = self._list_before(first, run.size)
        if not matching or not PARALLEL_CUE.search(self._text, matching[-1].end, first.quantity.start):
            return None
        return matching[-1].mentions[at - run.first].organization

    def _list_before(self, context: Context, size: int) -> list[NameList]:
        """Lists of ``size`` names in the sentence before, for a sentence that names nobody itself."""
        if context.sentence < 1:
            return []
        before = self._layout.sentences[context.sentence - 1]
        here = self._layout.sentences[context.sentence]
        if before.section != here.section or self._mentions.first(here.start, context.quantity.start):
            return []
        return [
            names for names in self._mentions.lists(before.start, before.end) if len(names.mentions) == size
        ]

    def _by_fragment(self, fragment: str, lists: Sequence[NameList]) -> str | None:
        for names in lists:
            for mention in names.mentions:
                written = self._text[mention.start : mention.end]
                if written.startswith(fragment) or self._names[mention.organization].name.startswith(
                    fragment
                ):
                    return mention.organization
        return None

    def _giver(self, context: Context) -> str | None:
        """46件借自省博物院; 8000元由县工会赞助; 手册是县局给的,1200册..."""
        right = context.right
        cue = _GIVER_AFTER.match(self._text, right.start, context.clause.end)
        if cue is not None:
            mention = self._mentions.first(cue.end(), context.clause.end)
            if mention is not None and mention.start == cue.end():
                taken = cue.group().endswith("自") or _GAVE.match(self._text, mention.end, context.clause.end)
                return mention.organization if taken else None
        lead = next((span for span in context.background if span.end <= context.clause.start), None)
        near = context.quantity.start - context.clause.start <= _COMES
        if near and lead is not None and _GIVEN_BY.search(self._text, lead.start, lead.end):
            mention = self._mentions.last(lead.start, lead.end)
            return mention.organization if mention is not None else None
        return None

    # -- paragraphs and sections

    def _topic_of(self, sentence: Sentence, before: _Topic) -> _Topic:
        """What the sentence's paragraph is about: the body that its label names or that opens it."""
        start = self._lines[bisect_right(self._lines, sentence.start) - 1]
        if start == before.start:
            return _Topic(start) if before.closed and not before.labelled else before
        in_round_up = (self._sections[sentence.section] or self._heading_body(start)) is not None
        body, labelled = self._opening(start, in_round_up)
        return _Topic(start, body, labelled)

    def _opening(self, start: int, in_round_up: bool) -> tuple[str | None, bool]:
        """The body at the head of the paragraph at ``start``, and whether it stands there as a label. Without a label it
        must be a branch, or the section one of a round-up."""
        bullet = _BULLET.match(self._text, start)
        at = bullet.end() if bullet else start
        place = _PLACE_LABEL.match(self._text, at)
        opening = place.end() if place else at
        end = self._text.find("\n", at, at + 400)
        limit = end if end >= 0 else min(len(self._text), at + 400)
        first = self._mentions.first(at, min(limit, opening + _OPENING))
        heads = first is not None and first.start <= opening + 2
        if first is not None and heads and (place is not None or _LABEL_END.match(self._text, first.end)):
            return first.organization, True
        if place is not None:
            body = self._body_of_place(place.group().strip(_LABEL_MARKS + ",-\n"), at, limit)
            if body is not None:
                return body, True
        opener = self._subjects.opener(at, limit)
        if opener is None or opener.kind is not Kind.ONE or opener.local or opener.names is None:
            return None, False
        branch = opener.organization is not None and Role.BRANCH in self._names[opener.organization].roles
        return (opener.organization, False) if branch or in_round_up else (None, False)

    def _body_of_place(self, place: str, start: int, end: int) -> str | None:
        """The body that a paragraph of a round-up is about whose label names its place only (雾溪县 课堂搬到...): the first of
        the place's that the paragraph names, else the place's one branch, else its first body."""
        bodies = self._places.get(place)
        if bodies is None:
            named = self._bodies.of_place(place)
            bodies = self._places[place] = {
                body.id: body for body in named if body.id != self.reporter and body.mentions
            }
        inside = next((m for m in self._mentions.within(start, end) if m.organization in bodies), None)
        if inside is not None:
            return inside.organization
        branches = (body for body in bodies.values() if Role.BRANCH in body.roles)
        first = min(bodies.values(), key=lambda body: body.mentions[0].start, default=None)
        chosen = next(branches, first)
        return chosen.id if chosen is not None else None

    def _headed_stretches(self) -> list[tuple[int, str | None]]:
        """Where the stretches of a bulletin begin whose own lines head them with a body (某银行:把课堂搬上渡船), and the bodies
        (None where the next numbered heading ends such a stretch); nothing unless two bodies other than the reporter have one."""
        found: list[tuple[int, str | None]] = []
        lines = [*self._lines, len(self._text) + 1]
        for start, end, beyond in zip(lines, lines[1:], [*lines[2:], len(self._text) + 1], strict=False):
            if not 2 < end - 1 - start <= _LONGEST_HEADLINE or _CLOSED_LINE.search(
                self._text, start, end - 1
            ):
                continue
            bullet = _BULLET.match(self._text, start)
            at = bullet.end() if bullet else start
            first = self._mentions.first(at, end - 1)
            if (
                first is not None
                and first.start <= at + 1
                and _HEADLINE_MARK.match(self._text, first.end, end - 1)
            ):
                if beyond - end > _LONGEST_HEADLINE:  # prose follows, no cell of a table
                    found.append((start, first.organization))
            elif _NUMBERED_LINE.match(self._text, start):
                found.append((start, None))
        return found if len({body for _, body in found} - {self.reporter, None}) > 1 else []

    def _heading_body(self, offset: int) -> str | None:
        """The body whose headline the stretch at ``offset`` stands under."""
        at = bisect_right(self._headed, offset, key=lambda one: one[0]) - 1
        return self._headed[at][1] if at >= 0 and self._headed[at][1] != self.reporter else None

    def _section_body(self, section: Section) -> str | None:
        """In a round-up, the body that a section's label names, else the first body of its place that acts in it."""
        if section.heading is None:
            return None
        heading = section.heading
        label = self._text[heading.start : heading.end].strip(_LABEL_MARKS)
        if not 2 <= len(label) <= _LONGEST_LABEL or not _SECTION_LABEL.search(label):
            return None
        named = self._mentions.first(heading.start, heading.end)
        if named is not None:
            return named.organization
        stem = label.rstrip("县区市镇乡旗州")
        area = self._mentions.within(heading.end, section.end)
        own = next((m for m in area if stem and stem in self._names[m.organization].name), None)
        chosen = own or next(iter(area), None)
        return chosen.organization if chosen else None


class _Topic:
    """What a paragraph is about. ``closed`` is set once the reporter itself takes over."""

    def __init__(self, start: int = -1, body: str | None = None, labelled: bool = False) -> None:
        self.start, self.body, self.labelled, self.closed = start, body, labelled, False
