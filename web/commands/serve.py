"""`serve`: the app and its worker on this machine, by a real WSGI server."""

from __future__ import annotations

import gc
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from mapper.errors import MapperError
from web.commands.output import note
from web.commands.workspace import open_desk
from web.settings import read_settings

if TYPE_CHECKING:
    from flask import Flask

HOST = "127.0.0.1"
THREADS = 8


def serve(arguments: Namespace) -> int:
    """Serves until it is interrupted."""
    from web import logs
    from web.app import create_app
    from web.desk import WORKER
    from web.worker import Worker

    settings = read_settings(arguments.workspace)
    desk = open_desk(settings)
    logs.configure()
    worker = Worker(desk)
    app = create_app(desk, settings)
    app.extensions[WORKER] = worker
    try:
        server = server_of(app, port=arguments.port)
    except OSError as error:
        raise MapperError(
            f"Port {arguments.port} cannot be used ({error.strerror}).",
            subject="--port",
            remedy="Stop what uses it, or choose another: mapper serve --port 8766.",
        ) from error
    worker.start()
    note(
        f"Mapper is at http://{HOST}:{server.effective_port}/ (single user, this machine only; Ctrl+C ends it)"
    )
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        worker.stop()
        server.close()
    return 0


def server_of(app: Flask, *, port: int) -> Any:
    """The server of the app on this machine, not running yet; `port` 0 takes any that is free.

    Raises OSError where the port cannot be used.
    """
    import waitress

    # What was loaded stays loaded: to look through all of it for what may go takes 50 ms and more, in
    # which nobody is answered.
    gc.collect()
    gc.freeze()
    return waitress.create_server(app, host=HOST, port=port, threads=THREADS, ident="Mapper")
