"""The vocabulary of briefings: codes and their Chinese words (gettext msgids)."""

TRANSITIONS = {"none": "直接切换", "fade": "淡入淡出"}
SHARED_WITH = ("leader", "department_head", "duty_officer", "presenter", "agency", "auditor")  # of SEATS
MAKERS = ("presenter", "leader", "department_head", "duty_officer")  # they make briefings, and give what they see
