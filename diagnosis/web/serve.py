"""`serve`: the service under gunicorn."""

import gc
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

import click

from diagnosis.bootstrap import Container, container, prepare_store
from diagnosis.config import BadSetting, share_metrics
from diagnosis.content.library import FaultyContent
from diagnosis.services.errors import StoreUnavailable


def _say(line: str) -> None:
    click.echo(line, err=True)


def _busy(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def _prepared() -> Container:
    """Return the container with its database at the newest migration, or end with the reason."""
    try:
        running = container()
        running.settings.data_dir.mkdir(parents=True, exist_ok=True)
        prepare_store(running)
    except FaultyContent as error:
        for fault in error.faults:
            _say(str(fault))
    except BadSetting as error:
        _say(str(error))
    except StoreUnavailable as error:
        _say(f"The database cannot be used (DIAGNOSIS_DATABASE_URL): {error}")
    except OSError as error:
        _say(f"The data folder cannot be used (DIAGNOSIS_DATA_DIR): {error}")
    else:
        return running
    raise SystemExit(2)


def _greet(address: str) -> None:
    _say(f"Serving on {address} (Ctrl-C stops). API docs: {address}/docs . Try:")
    _say(
        f"  curl -s -H 'Content-Type: application/json' "
        f"--data @examples/dongguan-mould-shop.json {address}/v1/diagnoses/preview"
    )


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    default=8000,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="Port to listen on.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="Worker processes; DIAGNOSIS_WORKERS if absent.",
)
def serve(host: str, port: int, workers: int | None) -> None:
    """Serve the API under gunicorn until stopped. 启动服务。"""
    if _busy(host, port):
        _say(f"{host}:{port} is busy. Choose another port: make run PORT={port + 1}")
        raise SystemExit(2)
    metrics = Path(mkdtemp(prefix="diagnosis-metrics-"))
    share_metrics(metrics)
    process = os.getpid()
    try:
        running = _prepared()
        _greet(f"http://{f'[{host}]' if ':' in host else host}:{port}")
        try:
            _run(running, host, port, workers or running.settings.workers)
        finally:
            if os.getpid() == process:  # workers, forked inside, pass here too when they end
                _close(running)
    finally:
        if os.getpid() == process:
            shutil.rmtree(metrics, ignore_errors=True)


def _close(running: Container) -> None:
    try:
        running.store.close()
    except StoreUnavailable as error:
        _say(f"The write-ahead log stays beside the database: {error}")


def load_early(running: Container) -> None:
    """Import what else the first plan would wait for, before the workers fork: they share it."""
    _ = running.solver


def freeze_memory() -> None:
    """Keep the garbage collector away from what lives as long as the process: content, code.

    Without this every full collection walks all content, in every worker.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _run(running: Container, host: str, port: int, workers: int) -> None:
    """Run gunicorn until it is stopped.

    The imports stand here because prometheus-client looks for the metrics folder when it is
    first imported.
    """
    from flask import Flask
    from gunicorn.app.base import BaseApplication
    from prometheus_client import multiprocess

    from diagnosis.web.app import create_app
    from diagnosis.web.observe import set_up_logging
    from diagnosis.web.worker import HealthFirstWorker

    class Server(BaseApplication):  # type: ignore[misc]
        """gunicorn over our application, configured by values instead of a file."""

        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            set_up_logging(level)
            app = create_app(running)
            load_early(running)
            freeze_memory()
            return app

    level = running.settings.log_level
    mark_dead: Callable[[int], None] = multiprocess.mark_process_dead
    options: dict[str, str | int | type | Callable[..., None]] = {
        "bind": f"[{host}]:{port}" if ":" in host else f"{host}:{port}",
        "workers": workers,
        "threads": running.settings.threads,
        "worker_class": HealthFirstWorker,
        "preload_app": True,
        "control_socket_disable": True,
        "loglevel": "warning" if level == "info" else level,
        "timeout": 60,
        "graceful_timeout": 20,
        "keepalive": 15,
        "post_fork": lambda _server, _worker: running.store.after_fork(),
        "child_exit": lambda _server, worker: mark_dead(worker.pid),
    }
    Server().run()
