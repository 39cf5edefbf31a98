"""One module per interaction; each offers `register(app)`. A new one is a new file."""

import pkgutil
from importlib import import_module

from dash import Dash


def register_all(app: Dash) -> None:
    for module in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{module.name}").register(app)
