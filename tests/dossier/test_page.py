"""The page is one self-contained file, inert whatever stands in a case file, and says where everything comes from."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from statusquo.cases.model import Case
from statusquo.cases.source_kinds import MIRROR
from statusquo.core.errors import InputError
from statusquo.dossier.assemble import assemble_dossier
from statusquo.dossier.page import lightened, packed_library, render_page, write_page
from statusquo.dossier.parts import ClaimList, Dossier, EntryList, Figure, Table
from statusquo.snapshot.store import Snapshot

GOLDEN = Path(__file__).parents[1] / "golden"


class Loads(HTMLParser):
    """Collects what a browser would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[tuple[str, str]] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.handlers: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        found = {name: value or "" for name, value in attributes}
        self.scripts += tag == "script"
        self.loads += [(tag, found[name]) for name in ("src", "srcset", "data", "poster") if name in found]
        self.loads += [(tag, found["href"])] if tag == "link" else []
        self.links += [found["href"]] if tag == "a" else []
        self.ids += [found["id"]] if "id" in found else []
        self.handlers += [name for name in found if name.startswith("on")]


def parsed(page: str) -> Loads:
    loads = Loads()
    loads.feed(page)
    return loads


def test_the_page_loads_nothing(any_dossier: Dossier) -> None:
    page = render_page(any_dossier)
    assert parsed(page).loads == []
    assert "@import" not in page
    assert "url(" not in page.split("</style>")[0]


def test_every_link_inside_the_page_leads_somewhere(any_dossier: Dossier) -> None:
    found = parsed(render_page(any_dossier))
    assert len(set(found.ids)) == len(found.ids)
    anchors = {link[1:] for link in found.links if link.startswith("#")}
    assert anchors <= set(found.ids)
    beside = {"comparison.html"}
    assert all(link in beside or link.startswith(("#", "https://", "http://", "data:text/csv")) for link in found.links)


def test_a_term_is_linked_to_the_glossary_where_it_is_mentioned_first(any_dossier: Dossier) -> None:
    page = render_page(any_dossier)
    linked = re.findall(r'<a class="term" href="#(term-[a-z0-9-]+)">', page)
    assert linked
    assert len(set(linked)) == len(linked)
    assert set(linked) <= set(re.findall(r'<dt id="(term-[a-z0-9-]+)">', page))


def test_the_chart_library_stands_in_the_page_once(any_dossier: Dossier) -> None:
    page = render_page(any_dossier)
    assert page.count(packed_library()) == 1
    assert "University of Washington Interactive Data Lab" in page
    assert len(page.encode()) < 1_500_000


def test_the_page_may_run_its_own_scripts_alone_and_ask_nobody(any_dossier: Dossier) -> None:
    page = render_page(any_dossier)
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', page)
    assert found is not None
    policy = html.unescape(found.group(1))
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy
    for script in re.findall(r"<script>(.*?)</script>", page, re.DOTALL):
        assert b64encode(sha256(script.encode()).digest()).decode() in policy


def test_rows_that_several_layers_draw_are_written_once() -> None:
    rows, mark = [{"at": 1}, {"at": 2}], {"mark": "point"}
    spec = {"layer": [{"data": {"values": rows}, **mark}, {"data": {"values": rows}, **mark}, {"data": {"values": []}}]}
    light = lightened(spec)
    assert light["datasets"] == {"rows-0": rows}
    assert [layer["data"] for layer in light["layer"]] == [{"name": "rows-0"}] * 2 + [{"values": []}]


def test_a_page_is_the_same_bytes_whatever_the_order_of_hashes() -> None:
    write = (
        "import datetime as dt, hashlib\n"
        "from statusquo.cases.load import load_case\n"
        "from statusquo.dossier.assemble import assemble_dossier\n"
        "from statusquo.dossier.page import render_page\n"
        "from statusquo.snapshot.store import open_snapshot\n"
        "case, day = load_case('nagorno-karabakh'), dt.date(2026, 11, 22)\n"
        "page = render_page(assemble_dossier(case, open_snapshot(), built_on=day))\n"
        "print(hashlib.sha256(page.encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", write],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_a_hostile_case_file_stays_text(karabakh: Case, snapshot: Snapshot, karabakh_dossier: Dossier) -> None:
    hostile = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&"
    event = karabakh.event[0].model_copy(update={"title": hostile, "text": hostile, "is_key": True})
    phase = karabakh.phase[0].model_copy(update={"name": hostile})
    case = karabakh.model_copy(
        update={
            "title": hostile,
            "event": (event, *karabakh.event[1:]),
            "phase": (phase, *karabakh.phase[1:]),
        }
    )
    plain, attacked = (parsed(render_page(d)) for d in (karabakh_dossier, assemble_dossier(case, snapshot)))
    assert attacked.scripts == plain.scripts
    assert attacked.loads == []
    assert attacked.handlers == []


def test_every_specification_is_json_with_finite_numbers(any_dossier: Dossier) -> None:
    page = render_page(any_dossier)
    specs = re.findall(r'<script type="application/json" id="(spec-[^"]+)">(.*?)</script>', page, re.DOTALL)
    assert len(specs) == len(any_dossier.figures)
    for _, text in specs:
        json.loads(text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def test_every_citation_number_stands_in_the_list(any_dossier: Dossier) -> None:
    numbers = [reference.number for reference in any_dossier.references]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len({reference.id for reference in any_dossier.references}) == len(numbers)


def test_what_is_unsourced_or_read_in_a_copy_is_marked(karabakh: Case, karabakh_dossier: Dossier) -> None:
    lines = [
        line
        for section in karabakh_dossier.sections
        for block in section.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
        for line in cell
    ]
    unsourced = {source.id for source in karabakh.source if not source.is_source}
    mirrors = {source.id for source in karabakh.source if source.kind == MIRROR}
    assert unsourced
    assert mirrors
    for line in lines:
        if line.sources and set(line.sources) <= unsourced:
            assert line.mark == "unsourced"
        elif line.sources and set(line.sources) <= unsourced | mirrors:
            assert line.mark == "mirror only"
    shown = {reference.id for reference in karabakh_dossier.references if reference.is_mirror}
    assert shown <= mirrors
    assert shown


def test_bibtex_has_an_entry_for_every_work_that_can_be_cited(karabakh_dossier: Dossier) -> None:
    for reference in karabakh_dossier.references:
        assert bool(reference.bibtex) == reference.is_source
        assert reference.bibtex.count("{") == reference.bibtex.count("}")


def test_writing_into_a_folder_that_is_not_there_leaves_nothing(karabakh_dossier: Dossier, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write_page(karabakh_dossier, tmp_path / "absent" / "page.html")
    assert list(tmp_path.iterdir()) == []


def structure(dossier: Dossier) -> dict[str, object]:
    """The skeleton of a dossier that a reader would notice changing."""
    blocks = {
        Figure: lambda b: b.title,
        Table: lambda b: f"{b.caption} ({len(b.rows)} rows)",
        EntryList: lambda b: f"{b.caption} ({len(b.entries)})",
        ClaimList: lambda b: f"{b.caption}: {' '.join(f'{line.id} {line.verdict}' for line in b.lines)}",
    }
    return {
        "title": dossier.case.title,
        "boxes": [box.id for box in dossier.screen.boxes],
        "left out": list(dossier.left_out),
        "sections": [
            {
                "heading": section.heading,
                "finding": section.finding,
                "blocks": [
                    f"{type(block).__name__} {block.id}: {blocks[type(block)](block)}" for block in section.blocks
                ],
                "caveats": len(section.caveats),
            }
            for section in dossier.all_sections
        ],
        "data": list(dossier.data_versions),
    }


def test_the_dossier_is_the_one_that_was_looked_at(any_dossier: Dossier) -> None:
    """Golden dossiers, checked by eye when they change: set STATUSQUO_UPDATE_GOLDEN=1 to accept what is built now."""
    path = GOLDEN / f"{any_dossier.case.id}.json"
    found = json.dumps(structure(any_dossier), ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("STATUSQUO_UPDATE_GOLDEN"):
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")
