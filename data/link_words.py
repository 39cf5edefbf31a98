"""How cases belong together without being the same one: kinds of links and their words (gettext msgids)."""

ROOT = "root"  # from a root case (治本件) to the reports it is to end
LINK_KINDS = {ROOT: "治本"}
