"""How gunicorn serves the cockpit: one process, many threads, so that the cache in it is everyone's."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8050')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
worker_class = "gthread"
threads = 16
keepalive = 75
timeout = 60
preload_app = False
wsgi_app = "app:create_app()"
loglevel = "warning"


def post_worker_init(worker: object) -> None:
    """Once the application stands in the worker: start the demo's clock and feed, where there is a demo."""
    from data.demo.feed import start_demo

    start_demo(worker.app.callable)  # type: ignore[attr-defined]
