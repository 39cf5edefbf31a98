"""角色权限一览: what each role of an account may do and know, from the very tables that commands ask."""

from components.markup import Safe, tag
from components.sign_in_page import CLEARANCES
from data.accounts.account import ACTS_AS
from data.callout_words import CALLERS
from data.commands.accounts import CLEARED
from data.commands.dispatch_receipts import TELLERS
from data.commands.dispatch_steps import ORDERERS
from data.commands.things import EDITORS
from data.footing_words import DECLARERS
from data.language import gettext as _
from data.words import ROLES, SEATS

MAY = {  # {word: roles of moves}
    "派遣、督办": ORDERERS,
    "登记回执": TELLERS,
    "发起联络": CALLERS,
    "平战转换": DECLARERS,
    "维护台账": EDITORS,
}
ALSO = {"presenter": "制作汇报", "auditor": "查阅审计日志", "administrator": "管理账号与密钥"}
NOTE = (
    "看到的限于账号的区划和部门；姓名与门牌、电话按知悉范围遮蔽，可在账号上另定；只分管部分部门的不能联络、不能转换平战"
)


def role_matrix() -> Safe:
    """Folded; one row a role that an account may have."""
    heads = [_("角色"), _("办理身份"), _("默认知悉范围"), *(_(word) for word in MAY), _("另可")]
    table = [tag("thead", tag("tr", [tag("th", one) for one in heads])), tag("tbody", [_row(one) for one in SEATS])]
    inside = [tag("div", tag("table", table, "ledger carded"), "ledger-box"), tag("p", _(NOTE), "quiet")]
    return tag("details", [tag("summary", _("角色权限一览"), "button"), *inside], "act role-matrix")


def allowed(role: str) -> dict[str, bool]:
    """{word of MAY: whether an account of this role may}."""
    acts = ACTS_AS.get(role)
    return {word: acts in roles for word, roles in MAY.items()}


def _row(role: str) -> Safe:
    acts = ACTS_AS.get(role)
    cells = [
        (_("角色"), _(ROLES[role])),
        (_("办理身份"), _(ROLES[acts]) if acts else _("只看不办")),
        (_("默认知悉范围"), _(CLEARANCES[CLEARED.get(role, 0)])),
        *((_(word), "✓" if may else "—") for word, may in allowed(role).items()),
        (_("另可"), _(ALSO[role]) if role in ALSO else "—"),
    ]
    return tag("tr", [tag("td", shown, data_label=head) for head, shown in cells])
