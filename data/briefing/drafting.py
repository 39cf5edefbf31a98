"""一键简报: templates are data; one and the facts of the hour make scenes. What is not known is not said."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from data.briefing.scene import NOTES, SENTENCE, TITLE, Emphasis, Scene
from data.errors import CityError
from data.house import House
from data.language import gettext as _
from data.yaml_file import read_yaml

SHIPPED = Path(__file__).with_name("drafts")
FACT = re.compile(r"\{(\w+)\}")
DIGIT = re.compile(r"\d")
BETWEEN, END = "；", "。"  # msgids
Strings = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One number or name with the page that shows it; `value` decides conditions, `words` are read. None: not known."""

    label: str
    value: Any
    words: str
    way: str


Facts = Mapping[str, Fact]


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A scene of a template: `titles` in order of preference, `says` clauses; each is said if its facts are known."""

    page: str
    titles: Strings
    says: Strings = ()
    panels: Strings = ()
    regions: Strings = ()
    minutes: float = 2.0
    when: str = ""


@dataclass(frozen=True, kw_only=True)
class Template:
    key: str
    name: str
    about: str
    window: str
    scenes: tuple[Outline, ...]
    needs: str = ""
    targets: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """A scene and the facts that its title and sentence rest on."""

    scene: Scene
    facts: tuple[Fact, ...]
    sentence: str


def templates(house: House) -> dict[str, Template]:
    """{key: template}: those that ship, and the city's own in the folder `drafts` of its pack, which go first."""
    own = house.settings.cities_dir / house.settings.city / SHIPPED.name
    return read_templates(SHIPPED) | (read_templates(own) if own.is_dir() else {})


@cache
def read_templates(folder: Path) -> dict[str, Template]:
    return {one.key: one for one in (_template(path) for path in sorted(folder.glob("*.yaml")))}


def _template(path: Path) -> Template:
    """CityError, naming the file, where it makes no sense."""
    try:
        told = read_yaml(path)
        scenes = tuple(_outline(one) for one in told.pop("scenes"))
        return Template(key=path.stem, scenes=scenes, **told)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise CityError(f"{path}: not a template of a briefing: {error}") from None


def _outline(told: Mapping[str, Any]) -> Outline:
    lists = {name: tuple(told.get(name, ())) for name in ("titles", "says", "panels", "regions")}
    one = Outline(**dict(told) | lists)
    if not one.titles or any(DIGIT.search(words) for words in (*one.titles, *one.says)):
        raise ValueError("a scene has titles, and every number in its words is a fact")
    return one


def drafted(template: Template, facts: Facts, query: str) -> list[Drafted]:
    """The scenes whose condition holds, in order; `query` is the View that their pages carry."""
    found = [_scene(one, facts, query) for one in template.scenes if not one.when or _holds(facts.get(one.when))]
    return [one for one in found if one is not None]


def _holds(fact: Fact | None) -> bool:
    return fact is not None and bool(fact.value)


def _scene(one: Outline, facts: Facts, query: str) -> Drafted | None:
    title = next((words for words in map(_, one.titles) if _known(words, facts)), None)
    if title is None or not _known(one.page, facts):
        return None
    said = [words for words in map(_, one.says) if _known(words, facts)]
    sentence = _joined([_filled(words, facts) for words in said])
    used = {name: facts[name] for words in (title, *said) for name in FACT.findall(words)}
    way = _filled(one.page, facts, raw=True)
    regions = tuple(str(facts[name].value[0]) for name in one.regions if _holds(facts.get(name)))
    scene = Scene(
        path=f"{way}{query}",
        title=_filled(title, facts)[:TITLE],
        sentence=sentence[:SENTENCE],
        notes=_basis(used.values())[:NOTES],
        minutes=one.minutes,
        emphasis=Emphasis(panels=one.panels, regions=regions),
    )
    return Drafted(scene=scene, facts=tuple(used.values()), sentence=sentence)


def _known(words: str, facts: Facts) -> bool:
    return all(name in facts for name in FACT.findall(words))


def _filled(words: str, facts: Facts, *, raw: bool = False) -> str:
    return FACT.sub(lambda found: str(facts[found[1]].value) if raw else facts[found[1]].words, words)


def _joined(clauses: list[str]) -> str:
    """As many clauses as fit into a sentence."""
    kept: list[str] = []
    for clause in clauses:
        if len(_(BETWEEN).join([*kept, clause])) + 1 > SENTENCE:
            break
        kept.append(clause)
    return f"{_(BETWEEN).join(kept)}{_(END)}" if kept else ""


def _basis(used: Any) -> str:
    """What the scene rests on, a line a fact: its label, its words, and the page that shows it."""
    lines = [f"{one.label} {one.words} → {one.way}" for one in used]
    return "\n".join([_("依据："), *lines]) if lines else ""
