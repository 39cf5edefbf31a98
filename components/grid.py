"""The grid of rows. Its own script weighs a third of a wall, so it is fetched only where a grid is laid out."""

from typing import Any

import dash_ag_grid

SCRIPT = "dash_ag_grid.min.js"


def fetched_late() -> None:
    """Keep the script out of every page: `assets/js/43-grid.js` stands in for it, and fetches it."""
    for resource in dash_ag_grid._js_dist:
        if resource["relative_package_path"] == SCRIPT:
            resource["dynamic"] = True


def grid(**given: Any) -> dash_ag_grid.AgGrid:
    return dash_ag_grid.AgGrid(**given)


fetched_late()
