"""Names across reports: pairs that are one institution and pairs that are not, order, decisions, the alias table's files."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from factextract.compare.names.alias_files import COLUMNS, read_aliases, write_aliases
from factextract.compare.names.model import AliasTable, Decisions, Institution, ReporterMention
from factextract.compare.names.normal import normal_form
from factextract.compare.names.place_words import place_chain
from factextract.compare.names.resolve import resolve
from factextract.compare.names.tables import families, levels
from factextract.compare.roster.model import Roster, RosterEntry
from factextract.errors import FactextractError

PAIRS = yaml.safe_load((Path(__file__).parent / "data" / "compare_names.yaml").read_text("utf-8"))["pairs"]


def mentions(*names: Any) -> list[ReporterMention]:
    """Mentions r0, r1, ... of names or (name, year)."""
    pairs = [(name, None) if isinstance(name, str) else name for name in names]
    return [ReporterMention(f"r{i}", name, year=year) for i, (name, year) in enumerate(pairs)]


def whose(table: AliasTable) -> dict[str, str]:
    names = {one.id: one.name for one in table.institutions}
    return {one.report_id: names[one.institution] for one in table.resolutions}


def roster(*entries: tuple[str, tuple[str, ...]]) -> Roster:
    return Roster(tuple(RosterEntry(f"R{i}", name, aliases) for i, (name, aliases) in enumerate(entries)))


@pytest.mark.parametrize(("one", "year", "other", "other_year", "same", "why"), PAIRS)
def test_pairs(one: str, year: int | None, other: str, other_year: int | None, same: bool, why: str) -> None:
    found = whose(resolve(mentions((one, year), (other, other_year))))
    assert (found["r0"] == found["r1"]) is same, why


def test_there_are_enough_pairs_of_both_kinds() -> None:
    assert len(PAIRS) >= 120
    assert min(sum(pair[4] for pair in PAIRS), sum(not pair[4] for pair in PAIRS)) >= 50


def test_every_family_has_levels_and_every_word_is_found() -> None:
    for family in families().by_id.values():
        assert family.kind in levels()
        assert family.reform is None or not family.gradual


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("云岭县市场监督管理局", "exact"),
        ("云岭市场监管局", "short_form"),
        ("云岭县工商局", "renamed"),
        ("XX局", "anonymous"),
        ("县市场监管局", "anonymous"),
        ("青山县市场监管局", "new"),
    ],
)
def test_how(name: str, how: str) -> None:
    found = resolve(mentions(name, "云岭县市场监督管理局", "云岭县市场监督管理局"))
    assert found.resolutions[0].how == how
    assert found.resolutions[0].reason


def test_a_short_name_that_fits_two_stays_apart_and_says_so() -> None:
    table = resolve(mentions("朝阳区消协", "北京市朝阳区消协", "长春市朝阳区消协", "朝阳区消协"))
    first, *_, last = table.resolutions
    assert first.institution != last.institution
    assert (first.how, first.confidence) == ("new", 0.3)
    assert "北京市朝阳区消协" in first.reason
    assert "长春市朝阳区消协" in first.reason
    assert {row.report_id for row in table.rows if row.written == "朝阳区消协"} == {"r0", "r3"}


def test_predecessors_share_the_institution_and_keep_their_kind() -> None:
    table = resolve(
        mentions(
            ("云岭县工商局", 2012), ("云岭县质监局", 2012), ("云岭县市场监管局", 2020), ("云岭县工商局", 2023)
        )
    )
    assert len({one.institution for one in table.resolutions}) == 1
    assert [one.former for one in table.resolutions] == [
        "工商行政管理局",
        "质量技术监督局",
        None,
        "工商行政管理局",
    ]
    assert "2023年的报告仍用旧称" in table.resolutions[3].reason


def test_the_institution_bears_its_latest_full_name() -> None:
    table = resolve(mentions("云岭县工商行政管理局", "云岭市监局", "云岭县市场监督管理局"))
    assert set(whose(table).values()) == {"云岭县市场监督管理局"}


def test_a_declared_short_form_is_found_in_other_reports() -> None:
    full = ReporterMention("a", "云岭农村商业银行", aliases=("云农商行", "该行", "县联社"))
    table = resolve([full, ReporterMention("b", "云农商行"), ReporterMention("c", "该行")])
    by_report = {one.report_id: one for one in table.resolutions}
    assert by_report["b"].institution == by_report["a"].institution
    assert by_report["b"].how == "alias"


def test_a_short_form_that_two_declare_is_nobodys() -> None:
    table = resolve(
        [
            ReporterMention("a", "云岭农村商业银行", aliases=("云农商行",)),
            ReporterMention("b", "云山农村商业银行", aliases=("云农商行",)),
            ReporterMention("c", "云农商行"),
        ]
    )
    assert len({one.institution for one in table.resolutions}) == 3


def test_a_branch_never_stands_for_its_parent() -> None:
    full = ReporterMention("a", "工行云州分行城关支行", aliases=("工行云州分行",))
    table = resolve([full, ReporterMention("b", "工行云州分行")])
    assert len({one.institution for one in table.resolutions}) == 2


def test_the_roster_decides_on_anonymous_names_upgrades_and_shared_aliases() -> None:
    known = roster(
        ("云岭市市场监督管理局", ("云岭县市场监督管理局", "XX局")),
        ("云州银行", ("市行",)),
        ("青州银行", ("市行",)),
    )
    table = resolve(mentions("XX局", "云岭县市监局", "云岭市市监局", "市行", "云州银行股份有限公司"), known)
    found = [one.institution for one in table.resolutions]
    assert found[:3] == ["R0", "R0", "R0"]
    assert found[3] not in ("R1", "R2")
    assert found[4] == "R1"
    assert [one.how for one in table.resolutions[:1]] == ["roster"]
    assert [one.id for one in table.institutions[:3]] == ["R0", "R1", "R2"]


def test_entries_of_the_roster_never_become_one() -> None:
    known = roster(("云岭县消费者协会", ()), ("云岭消协", ()))
    found = resolve(mentions("云岭县消费者协会", "云岭消协"), known)
    assert [one.institution for one in found.resolutions] == ["R0", "R1"]


def test_the_type_is_the_one_that_most_reports_say() -> None:
    given_types = ["bank", "other", "bank"]
    table = resolve([ReporterMention(f"r{i}", "云州银行", kind) for i, kind in enumerate(given_types)])
    assert table.institutions == (Institution(table.resolutions[0].institution, "云州银行", "bank"),)


NAMES = sorted({name for pair in PAIRS for name in (pair[0], pair[2])})
SETS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from([None, 2010, 2019, 2024])), min_size=1, max_size=30
)


@settings(max_examples=60, deadline=None)
@given(SETS, st.randoms(use_true_random=False))
def test_order_does_not_matter(names: list[tuple[str, int | None]], rng: random.Random) -> None:
    given_mentions = mentions(*names)
    shuffled = list(given_mentions)
    rng.shuffle(shuffled)
    one, other = resolve(given_mentions), resolve(shuffled)
    assert one.institutions == other.institutions
    assert one.rows == other.rows
    by_report = {found.report_id: found for found in other.resolutions}
    assert [by_report[found.report_id] for found in one.resolutions] == list(one.resolutions)


@settings(max_examples=60, deadline=None)
@given(SETS, st.lists(st.sampled_from(NAMES), min_size=1, max_size=6), st.data())
def test_decisions_always_win(
    names: list[tuple[str, int | None]], targets: list[str], data: st.DataObject
) -> None:
    decided = {
        (written, None): data.draw(st.sampled_from(targets))
        for written, _ in names
        if data.draw(st.booleans())
    }
    by_normal: dict[str, str] = {}
    for (written, _), target in sorted(decided.items()):
        by_normal[normal_form(written)] = target
    found = resolve(mentions(*names), roster((NAMES[0], (NAMES[1],))), Decisions(decided))
    institutions = {one.id: one for one in found.institutions}
    for (written, _), resolution in zip(names, found.resolutions, strict=True):
        target = by_normal.get(normal_form(written))
        if target is not None:
            one = institutions[resolution.institution]
            assert resolution.how == "decided"
            assert normal_form(target) in {normal_form(name) for name in (one.name, *one.aliases)}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=8))
def test_any_text_is_a_name(texts: list[str]) -> None:
    found = resolve([ReporterMention(f"r{i}", text) for i, text in enumerate(texts)])
    ids = {one.id for one in found.institutions}
    assert all(one.institution in ids for one in found.resolutions)
    assert sum(row.reports for row in found.rows) == len(texts)


@given(st.text(alphabet="云岭甘肃武威省市县区州回族自治镇路高新", max_size=30))
def test_places_hold_the_text(text: str) -> None:
    chain = place_chain(text)
    assert sum(len(place.name) + len(place.suffix or "") for place in chain) <= len(text) + 4 * len(chain)
    assert bool(chain) == bool(text)


@pytest.mark.parametrize(
    "name", ["县" * 20_000, "工行" * 10_000, "某省" * 10_000, "云岭县" * 5_000 + "支行", "支行" * 9_000]
)
def test_absurdly_long_names_are_read_in_linear_time(name: str) -> None:
    def cost(text: str) -> float:
        start = time.process_time()
        resolve([ReporterMention("r", text)])
        return time.process_time() - start

    half = cost(name[: len(name) // 2])
    assert cost(name) < 8 * half + 0.5


def test_the_cost_of_a_hundred_thousand(capsys: pytest.CaptureFixture[str]) -> None:
    rng = random.Random(1)
    places = [a + b for a in "云石青白龙凤金银河海林松柏安" for b in "岭川阳水山原城江"]
    shapes = [
        "{q}市{p}县市场监督管理局",
        "{p}县工商局",
        "{p}农商银行{n}支行",
        "工行{q}分行{p}支行",
        "{p}县{n}镇人民政府",
        "XX银行",
    ]
    count = 100_000
    made = [
        ReporterMention(
            f"r{i}",
            rng.choice(shapes).format(p=rng.choice(places), q=rng.choice(places), n=rng.choice(places)),
            year=rng.choice([None, 2012, 2024]),
        )
        for i in range(count)
    ]
    start = time.process_time()
    found = resolve(made)
    seconds = time.process_time() - start
    with capsys.disabled():
        print(f"\n{count} mentions, {len(found.institutions)} institutions: {seconds:.1f} s")
    assert len(found.resolutions) == count


@pytest.mark.parametrize("suffix", [".csv", ".yaml"])
def test_an_edited_table_decides(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"对照表{suffix}"
    given_mentions = mentions("XX银行", "XX银行", "=云岭县消协", "云岭县消协城关分会")
    write_aliases(resolve(given_mentions), path)
    assert read_aliases(path).names == {}
    text = path.read_text("utf-8-sig" if suffix == ".csv" else "utf-8")
    if suffix == ".csv":
        edited = text.replace("XX银行,r1,XX银行（r1）", "XX银行,r1,云州银行")
    else:
        edited = text.replace("机构: XX银行（r1）", "机构: 云州银行", 1)
    assert edited != text
    path.write_text(edited, "utf-8")
    decisions = read_aliases(path)
    assert decisions.names == {("XX银行", "r1"): "云州银行"}
    table = resolve(given_mentions, decisions=decisions)
    assert whose(table)["r1"] == "云州银行"
    assert whose(table)["r0"] != "云州银行"
    write_aliases(table, path)
    assert read_aliases(path).names == {("XX银行", "r1"): "云州银行"}


def test_a_hand_made_table_is_all_decisions(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("写法,机构\n县行,云州银行\n".encode("gb18030"))
    assert read_aliases(path).names == {("县行", None): "云州银行"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("写法,依据\nA,B\n", "缺少列：机构"),
        ("", "缺少列：写法、机构"),
        ("写法,机构,确认\n县行,云州银行,也许\n", "2: “确认”只能填“是”或“否”"),
        ("写法,机构,确认\n县行,,是\n", "2: “县行”没有填写“机构”"),
        ("写法,机构\n县行,甲\n县 行,乙\n", "3: “县 行”与第 2 行的决定不一致"),
        ("写法,机构\n,甲\n", "2: 缺少“写法”"),
    ],
)
def test_problems_of_a_table_have_their_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(FactextractError) as error:
        read_aliases(path)
    assert error.value.code == "aliases_invalid"
    assert message in str(error.value)


def test_the_columns_are_those_documented() -> None:
    page = (Path(__file__).parents[1] / "docs" / "compare-names.md").read_text("utf-8")
    assert all(f"`{column}`" in page for column in COLUMNS)
