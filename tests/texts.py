"""Every Chinese text that passes through gettext: found in the source, where many stand far from the `_()` around them.

Read with `ast` rather than by Babel's extractor, which does not look into f-strings before Python 3.12.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from data.briefing.drafting import BETWEEN, END, SHIPPED, read_templates
from data.campaigns import FILE as CAMPAIGNS
from data.campaigns import read_campaigns
from data.catalogue.goals import read_goals
from data.control.rule import control_rules
from data.coordination.kind import PACK_FILE, Kind, kinds_in
from data.coordination.kind import SHIPPED as KINDS
from data.demo.base_indicators import SOURCE
from data.dispatch.plan import shipped_plans
from data.economy.plan import GENERAL as ECONOMY
from data.entries import FILE as ENTRIES
from data.entries import read_entries
from data.ponding import read_depths
from data.risk_lists import check_lists
from data.themes import FILE as THEMES
from data.themes import read_themes
from data.topics import ENFORCEMENT, FIRES, GENERIC, read_topics
from data.warn.shipped import shipped_rules
from data.yaml_file import read_yaml

ROOT = Path(__file__).resolve().parents[1]
SCREENS = ("components", "pages", "callbacks")
# Words named there, spoken by the screens.
TABLES = (
    "data/words.py",
    "data/audit_words.py",
    "data/accounts",
    "data/life",
    "data/queries",
    "data/commands",
    "data/doors",
    "data/intake/words.py",
    "data/things",
    "data/ledgers",
    "data/assessment",
)
TABLES += (
    "data/dispatch/words.py",
    "data/room_words.py",
    "data/footing_words.py",
    "data/callout_words.py",
    "data/link_words.py",
    "data/photo_findings.py",
    "data/vessel_words.py",
    "data/entries.py",
    "data/mission_words.py",
)
TABLES += ("data/screens/words.py", "data/screens/pages.py", "data/signal_words.py", "data/indicator/definition.py")
TABLES += ("data/coordination/words.py",)
TABLES += ("data/economy",)
TABLES += ("data/list_words.py", "data/grid_words.py", "data/archive", "data/report_words.py")
TABLES += ("data/document_words.py", "data/documents", "data/return_words.py", "data/returns")
TABLES += ("data/catalogue_words.py", "data/catalogue", "data/share_words.py")
TABLES += ("data/record_call_words.py",)
TABLES += ("data/risk_words.py", "data/control_words.py", "data/risk_lists.py", "data/warn", "data/exercise/words.py")
UNSPOKEN = {"中", "增长"}  # a language's own name; the word that names of growth rates lose
HAN = re.compile("[\u3400-\u9fff]")
Above = tuple[ast.AST, ...]  # from the module down to the parent


@cache
def msgids() -> frozenset[str]:
    """What a catalogue holds, no more and no less."""
    named = {node.value for path in sources(*SCREENS, *TABLES) for node, above in literals(path) if whole(above)}
    spoken = {node.value for path in sources("data") for node, above in literals(path) if marked(above)}
    own = (
        _demo()
        | _lists()
        | _depths()
        | {one.source for one in read_goals()}
        | _controls()
        | _rules()
        | _plans()
        | _topics()
        | _themes()
        | _entries()
        | _drafts()
    )
    return frozenset(named | spoken | own | _economy() | _kinds()) - UNSPOKEN


def _topics() -> set[str]:
    """Names of the topics of any city, of its kinds of fires, its fields of enforcement, and its campaigns."""
    told = {one.name for path in (GENERIC, FIRES, ENFORCEMENT) for one in read_topics(path)}
    return told | {words for one in read_campaigns(CAMPAIGNS) for words in (one.topic.name, one.lead)}


def _themes() -> set[str]:
    """Names of the themes of any city, of their tabs and blocks, and what is said of these."""
    tabs = [tab for one in read_themes(THEMES) for tab in one.tabs]
    blocks = [block for tab in tabs for block in tab.blocks]
    told = {one.name for one in (*read_themes(THEMES), *tabs, *blocks)} | {block.about for block in blocks}
    return (told | {way.name for block in blocks for way in block.ways}) - {""}


def _kinds() -> set[str]:
    """What kinds of coordinated visits name, those of packs too, and what these say was counted before."""
    packs = [kinds_in(path.parent) for path in (ROOT / "data/cities").glob(f"*/{PACK_FILE}")]
    every = [*kinds_in(KINDS).kinds.values(), *(one for pack in packs for one in pack.kinds.values())]
    told = {text for one in every for text in _kind(one)}
    told |= {text for pack in packs for one in pack.before for text in (one.period, one.source)}
    said = [one for pack in packs for one in pack.said]
    told |= {text for one in said for text in (one.name, one.value, one.unit, one.period, one.source)}
    return {text for text in told if HAN.search(text)}


def _kind(one: Kind) -> set[str]:
    named = {one.name, one.visit, one.subject.word, one.subject.unit, *one.wants.values()}
    named |= {text for item in one.items.values() for text in (item.name, item.why)}
    return named | {shut.why for shut in one.closed} | {topic.name for topic in one.topics.values()}


def _economy() -> set[str]:
    """Who leads the chains, policies, tags and signals of any city, and where these come from."""
    plan = read_yaml(ECONOMY)
    named = {one["department"] for name in ("policies", "tags", "signals") for one in plan[name]}
    return {plan["source"], *(one[2] for one in plan["chains"]), *named}


def _entries() -> set[str]:
    """The screens that any city has: their names, owners, and what they show."""
    return {text for one in read_entries(ENTRIES) for text in (one.name, one.owner, one.about)} - {""}


def _drafts() -> set[str]:
    """Templates of briefings: their names, and every sentence that they may say."""
    shipped = read_templates(SHIPPED).values()
    said = {words for one in shipped for scene in one.scenes for words in (*scene.titles, *scene.says)}
    told = {BETWEEN, END} | said | {words for one in shipped for words in (one.name, one.about)}
    return {words for words in told if HAN.search(words) or words in (BETWEEN, END)}


def sources(*places: str) -> list[Path]:
    """Python files of folders, and files that are named themselves."""
    found = [(ROOT / place).rglob("*.py") if (ROOT / place).is_dir() else [ROOT / place] for place in places]
    return sorted({path for paths in found for path in paths})


@cache
def literals(path: Path) -> list[tuple[ast.Constant, Above]]:
    """String literals with Chinese in them, and what stands around each; docstrings are none."""
    text = path.read_text("utf-8")
    return list(_chinese(ast.parse(text), [])) if HAN.search(text) else []


def marked(above: Above) -> bool:
    """Whether `_()` stands around it."""
    return isinstance(above[-1], ast.Call) and isinstance(above[-1].func, ast.Name) and above[-1].func.id == "_"


def whole(above: Above) -> bool:
    """Whether it is a text of its own rather than a piece of an f-string."""
    return not isinstance(above[-1], ast.JoinedStr)


def _chinese(node: ast.AST, above: list[ast.AST]) -> Iterator[tuple[ast.Constant, Above]]:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str) and HAN.search(node.value) and not isinstance(above[-1], ast.Expr):
            yield node, tuple(above)
        return
    above.append(node)
    for child in ast.iter_child_nodes(node):
        yield from _chinese(child, above)
    above.pop()


def _lists() -> set[str]:
    """The check lists of the phases: what is to be done, and by whom."""
    return {text for items in check_lists().values() for item in items for text in item}


def _depths() -> set[str]:
    """The classes of water on roads that ship, and where they come from."""
    told = read_depths()
    return {told.source, *(word for one in told.classes for word in (one.name, one.about))}


def _controls() -> set[str]:
    """What goes with an order that the rules of gates and pumps suggest."""
    return {rule.also for rule in control_rules() if rule.also}


def _rules() -> set[str]:
    """The names of the warning rules that ship."""
    return {rule["name"] for rule in shipped_rules()}


def _plans() -> set[str]:
    """The names of the plans that ship, of their roles and equipment, and what these are counted in."""
    counted = [one for plan in shipped_plans() for one in (*plan.needs, *plan.stock)]
    return {plan.name for plan in shipped_plans()} | {word for one in counted for word in (one.name, one.unit)}


def _demo() -> set[str]:
    """What a demo names: its indicators, its industries, and itself as their source."""
    own = yaml.safe_load((ROOT / "data/demo/indicators.yaml").read_text("utf-8"))
    recipes = [ROOT / "data/demo/defaults.yaml", *sorted((ROOT / "data/cities").glob("*/demo.yaml"))]
    industries = [one for path in recipes for one in yaml.safe_load(path.read_text("utf-8")).get("industries", [])]
    signs = yaml.safe_load((ROOT / "data/demo/vital_signs.yaml").read_text("utf-8"))
    places = ("domain", "branch", "unit", "department", "source")  # of an indicator, in the tree and in words
    told = {one[name] for one in (*own, *signs) for name in places if HAN.search(one.get(name, ""))}
    return {SOURCE, *told, *(one["zh"] for one in (*own, *industries))}
