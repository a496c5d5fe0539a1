"""`serve`: the service under gunicorn."""

import gc
import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from errno import EADDRINUSE
from io import FileIO, TextIOWrapper
from typing import TYPE_CHECKING

import click

from diagnosis.bootstrap import Container, container, first_keys, prepare_store
from diagnosis.config.variables import BadSetting
from diagnosis.content.library import FaultyContent
from diagnosis.services.errors import StoreUnavailable

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter

    from diagnosis.web.meters import Meters
    from diagnosis.web.worker import HealthFirstWorker

Options = Mapping[str, str | int | type | list[str] | Callable[..., None] | None]
_SPARE_PROCESSES = 8
"""Workers beyond twice the number there are, if somebody asks gunicorn for more by a signal."""
METRICS_HOST = "127.0.0.1"
"""Where the port of metrics is listened at: this machine alone reaches it."""
_SHARED_MEMORY = "/dev/shm"


def _say(line: str) -> None:
    with suppress(OSError):  # nobody may be listening
        click.echo(line, err=True)


def _secure_standard_streams() -> None:
    """See to it that the log goes to standard error or nowhere, and that it can break nothing.

    Where the server began without a standard stream, the next file that is opened would take its
    place, a database among them. And what standard error could not take would be kept, tried
    again, and make the end of the server a failure.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number: this one
    stream = sys.__stderr__
    if stream is not None and sys.stderr is stream:
        sys.stderr = TextIOWrapper(
            FileIO(stream.fileno(), "w", closefd=False),
            encoding=stream.encoding,
            errors="backslashreplace",
            write_through=True,
        )


def _why_no_address(host: str, port: int) -> str | None:
    """Return why nobody can listen at an address, None where one can."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        if error.errno == EADDRINUSE:
            return f"{host}:{port} is busy"
        return f"{host}:{port} cannot be listened at: {error.strerror}"
    except (UnicodeError, TypeError):  # both say that it cannot be encoded
        return f"{host!r} is no address to listen at"
    return None


def _check_metrics_port(port: int | None, public: int) -> None:
    """End with the reason where nobody can listen at the port of metrics."""
    if port is None:
        return
    if port == public:
        _say(f"DIAGNOSIS_METRICS_PORT is the port of the service, {port}: metrics need another")
        raise SystemExit(2)
    reason = _why_no_address(METRICS_HOST, port)
    if reason is not None:
        _say(f"DIAGNOSIS_METRICS_PORT: {reason}")
        raise SystemExit(2)


def _prepared(*, local_keys: bool) -> Container:
    """Return the container with its database at the newest migration, or end with the reason."""
    try:
        running = container()
        _say_what_is_not_served(running)
        running.settings.data_dir.mkdir(parents=True, exist_ok=True)
        _say_who_is_unbound(running, prepare_store(running))
        # Made before the workers fork: a pepper that is none stops here.
        _ = running.key_reader, running.trusted_provider
        if local_keys:
            _show_first_keys(running)
    except FaultyContent as error:
        for fault in error.faults:
            _say(str(fault))
    except BadSetting as error:
        _say(str(error))
    except StoreUnavailable as error:
        _say(f"The database cannot be used (DIAGNOSIS_DATABASE_URL): {error}")
    except OSError as error:
        reason = f"{error.filename}: {error.strerror}"
        _say(f"The data folder cannot be used (DIAGNOSIS_DATA_DIR): {reason}")
    else:
        return running
    raise SystemExit(2)


def _say_what_is_not_served(running: Container) -> None:
    """Name what is refused, models and overstatement: the operator has to know."""
    for standard, reason in running.refused_models.items():
        _say(f"No model is served for {standard}, which is scored by rule alone: {reason}")
    if running.refused_overstatement:
        _say(f"The assumed overstatement is served: {running.refused_overstatement}")


def _say_who_is_unbound(running: Container, reason: str | None) -> None:
    """Name the reason why row security binds nobody, where there could be any."""
    if reason is not None and running.store.url.get_backend_name() == "postgresql":
        _say(f"Row security binds nobody: {reason}. See docs/operations.md, Two roles.")


def _show_first_keys(running: Container) -> None:
    """Issue and name an admin key and one of a demo enterprise, where there is no key yet."""
    issued = first_keys(running)
    running.store.close()  # no connection stays open over the fork
    if issued is None:
        return
    admin, firm = issued
    _say("Keys of this machine, shown this once (`python -m diagnosis keys` makes others):")
    _say(f"  export DIAGNOSIS_KEY={firm.text}        # an enterprise, organisation local")
    _say(f"  export DIAGNOSIS_ADMIN_KEY={admin.text}  # an admin: manages keys, sees no firm")


def _greet(address: str) -> None:
    _say(f"Serving on {address} (Ctrl-C stops). The form to fill in: {address}/ .")
    _say(f"For programs: {address}/docs . Try:")
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
@click.option(
    "--local-keys",
    is_flag=True,
    help="Issue and print an admin key and a demo enterprise's, where there is no key yet.",
)
def serve(host: str, port: int, workers: int | None, *, local_keys: bool) -> None:
    """Serve the API under gunicorn until stopped. 启动服务。"""
    _secure_standard_streams()
    reason = _why_no_address(host, port)
    if reason is not None:
        hint = f". Choose another port: make run PORT={port + 1}"
        _say(reason + (hint if reason.endswith("busy") else ""))
        raise SystemExit(2)
    process = os.getpid()
    running = _prepared(local_keys=local_keys)
    _check_metrics_port(running.settings.metrics_port, port)
    _greet(f"http://{f'[{host}]' if ':' in host else host}:{port}")
    try:
        _run(running, host, port, workers or running.settings.workers)
    finally:
        if os.getpid() == process:  # workers, forked inside, pass here too when they end
            _close(running)


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
    """Run gunicorn until it is stopped; no other command imports it."""
    from flask import Flask
    from gunicorn.app.base import BaseApplication

    from diagnosis.web.app import create_app
    from diagnosis.web.door.hosts import hosts_of
    from diagnosis.web.door.metrics_port import show_metrics_at
    from diagnosis.web.memory import share_arenas
    from diagnosis.web.observe import METERS, log_libraries, set_up_logging

    app = create_app(
        running,
        processes=1 + 2 * workers + _SPARE_PROCESSES,
        hosts=hosts_of(running.settings, host),
    )
    meters = app.extensions[METERS]
    set_up_logging(running.settings.log_level, meters.count_dropped_line)
    log_libraries()
    load_early(running)
    share_arenas()
    addresses = [f"[{host}]:{port}" if ":" in host else f"{host}:{port}"]
    if running.settings.metrics_port is not None:
        show_metrics_at(running.settings.metrics_port, app, meters)
        addresses.append(f"{METRICS_HOST}:{running.settings.metrics_port}")

    class Server(BaseApplication):  # type: ignore[misc]
        """gunicorn over our application, configured by values instead of a file."""

        def load_config(self) -> None:
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            freeze_memory()
            return app

    options: Options = {
        **_options(running, workers),
        "bind": addresses,
        **_hooks(running, meters),
    }
    Server().run()


def _options(running: Container, workers: int) -> Options:
    """Return the options of gunicorn that are the same for every address."""
    from diagnosis.web.worker import HealthFirstWorker

    level = running.settings.log_level
    return {
        "workers": workers,
        "threads": running.settings.threads,
        "worker_class": HealthFirstWorker,
        "preload_app": True,
        "control_socket_disable": True,
        "loglevel": "warning" if level == "info" else level,
        "errorlog": None,  # `log_libraries` writes what it logs
        "timeout": 60,
        "graceful_timeout": 20,
        "keepalive": 15,
        "forwarder_headers": "",  # no header of a request says where the application lies
        "raw_env": ["SCRIPT_NAME="],  # nor does a variable that was meant for somebody else
        "worker_tmp_dir": _memory_folder(),
    }


def _hooks(running: Container, meters: "Meters") -> Options:
    """Return what gunicorn calls where processes begin and end.

    gunicorn ends at once on SIGINT and cuts off what it answers; here Ctrl-C stops like SIGTERM.
    """

    def before_fork(_server: object, worker: "HealthFirstWorker") -> None:
        worker.column = meters.reserve()

    def after_fork(server: "Arbiter", worker: "HealthFirstWorker") -> None:
        worker.missed = server.SIG_QUEUE
        meters.count_in(worker.column)
        running.store.after_fork()

    def ended(_server: object, worker: "HealthFirstWorker") -> None:
        meters.release(worker.column)

    def ready(_server: object) -> None:
        signal.signal(signal.SIGINT, lambda *_: os.kill(os.getpid(), signal.SIGTERM))

    return {
        "pre_fork": before_fork,
        "post_fork": after_fork,
        "child_exit": ended,
        "when_ready": ready,
    }


def _memory_folder() -> str | None:
    """Return a folder in memory for the heartbeat of workers, None where there is none.

    In the folder of temporary files a full disk, or a cleaner, would keep new workers from
    starting.
    """
    return _SHARED_MEMORY if os.access(_SHARED_MEMORY, os.W_OK | os.X_OK) else None
