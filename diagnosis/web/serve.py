"""`serve`: the service under gunicorn."""

import socket
from typing import Any

import click
from gunicorn.app.base import BaseApplication

from diagnosis.bootstrap import container
from diagnosis.web.app import create_app


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn over our application, configured by values instead of a file."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return create_app()


def _tell(line: str) -> None:
    click.echo(line, err=True)


def _busy(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", type=click.IntRange(1, 64), help="Worker processes.")
def serve(host: str, port: int, workers: int | None) -> None:
    """Serve the API under gunicorn until stopped. 启动服务。"""
    wired = container()
    if _busy(host, port):
        _tell(f"{host}:{port} is busy. Choose another port: make run PORT={port + 1}")
        raise SystemExit(2)
    address = f"http://{host}:{port}"
    _tell(f"Serving on {address} (Ctrl-C stops). Try:")
    _tell(
        f"  curl -s -H 'Content-Type: application/json' "
        f"--data @examples/dongguan-mould-shop.json {address}/v1/diagnoses/preview"
    )
    _Server(
        {
            "bind": f"{host}:{port}",
            "workers": workers or wired.settings.workers,
            "threads": wired.settings.threads,
            "worker_class": "gthread",
            "preload_app": True,
            "control_socket_disable": True,
            "loglevel": wired.settings.log_level,
        }
    ).run()
