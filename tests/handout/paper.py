"""A briefing of the toy city to be frozen and printed, and what is read back from its files."""

import io
import re

from pypdf import PdfReader

from components.handout import Wanted, sheets, titled
from data.briefer import VISITOR, Briefer
from data.briefing.scene import Emphasis, Scene
from data.commands.briefings import make
from data.engine import writing
from data.handout.sheet import Handout
from data.scope import Scope
from tests.briefing.people import MARK

ME = Briefer(who=VISITOR, name="演示访客", role=VISITOR, scope=Scope.guest(), makes=True)
FIGURE = re.compile(r"[+\u2212]?\d[\d,]*(?:\.\d+)?")
PAGES = [
    Scene(path="/?window=30d", title="全市 *形势*", sentence="一句话", notes="先报*结论*\n#panic() 再报风险"),
    Scene(path="/?window=7d", title="#panic() $x$ 排名", emphasis=Emphasis(panels=("ranking", "trend"), marks=(MARK,))),
    Scene(path="/events?window=30d", title="积案", emphasis=Emphasis(panels=("backlog", "breakdown"))),
    Scene(path="/risk", title="风险", emphasis=Emphasis(panels=("risk", "stations"))),
    Scene(path="/panel/economy", title="经济"),
]


def briefed(house, scenes=PAGES, title="半年工作汇报") -> str:
    with writing(house.engine) as connection:
        return make(connection, title, scenes, ME, house.clock.now())


def laid_out(house, code, **wanted) -> Handout:
    asked = Wanted(code=code, **wanted)
    found = sheets(house, asked, ME)
    assert next(found) > 0
    return titled(house, asked, ME, list(found))


def texts(file: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(file)).pages]


def pieces(file: bytes) -> list[str]:
    """The same with what is set apart kept apart."""
    found = []
    for page in PdfReader(io.BytesIO(file)).pages:
        parts: list[str] = []
        page.extract_text(visitor_text=lambda text, *_where, kept=parts: kept.append(text))
        found.append(" ".join(parts))
    return found
