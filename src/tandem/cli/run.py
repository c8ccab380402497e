"""`tandem run`: everything in one command, and everything stopped again with Ctrl-C."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import typer

from tandem.cli import demo, django_door
from tandem.cli.failures import ExplainedError
from tandem.cli.output import messages
from tandem.platform import environment
from tandem.platform.home import tandem_home
from tandem.platform.postgres import lease

PORTS_TO_TRY = 20
SECONDS_TO_START = 60
SECONDS_TO_STOP = 15
HOST = "127.0.0.1"
WEB_LOG = Path("logs", "web.jsonl")

Process = subprocess.Popen[bytes]


class ServerError(ExplainedError):
    """The web server does not start or has stopped. The message is Dutch and names the log."""


def run() -> None:
    """Start Tandem op deze computer en toon het adres. Stop met Ctrl-C.

    Zonder eigen gegevens zie je een voorbeeldregio. Eigen bestanden van DUO en CBS laad je met
    [bold]TANDEM_DATA=MAP tandem run[/bold].

    Een andere poort: [bold]PORT=9000[/bold]; is de poort bezet, dan wordt het de eerstvolgende vrije.
    Alle gegevens staan in de map TANDEM_HOME (gewoonlijk .local in het project).
    """
    with until_stopped():
        environment.refuse_unknown_names()
        port = free_port(environment.port())
        home = tandem_home()
        started = time.monotonic()
        with lease.in_use(home) as addresses:
            report("Database", started)
            with beside_us(web_server(port), addresses, home / WEB_LOG) as server:  # reads itself in meanwhile
                prepare(addresses)
                serve(server, addresses, port, home)


def prepare(addresses: lease.Addresses) -> None:
    """Tables, data, register and static files, each with its line of progress."""
    with step("Tabellen"):
        django_door.migrate(addresses)
    from tandem.cli import first_data  # noqa: PLC0415 - heavy, and only needed here

    first_data.load_what_is_missing()
    with step("Register van plaatsen en scholen"):
        django_door.fill_register()
    with step("Mensen van de voorbeeldregio"):
        offer_the_cast()
    with step("Opmaak"):
        django_door.collect_static()


def offer_the_cast() -> None:
    """Where the example region is served, the web server lets you sign in as one of its people."""
    try:
        if demo.fill_where_the_example_is():
            os.environ.setdefault("TANDEM_DEMO", "1")
    except ExplainedError as error:  # people of your own are in the register: then nobody fictitious comes beside them
        messages.print(f"  {error}", markup=False, soft_wrap=True)


@contextmanager
def step(name: str) -> Iterator[None]:
    started = time.monotonic()
    yield
    report(name, started)


def report(name: str, started: float, outcome: str = "klaar") -> None:
    """A line of progress; `started` is a moment of time.monotonic()."""
    seconds = f"{time.monotonic() - started:.1f}".replace(".", ",")
    messages.print(f"  {name}: {outcome} in {seconds} s")


@contextmanager
def until_stopped() -> Iterator[None]:
    """Ctrl-C, a closed terminal and `kill` all end the block in the same, orderly way."""

    def stop(_number: int, _frame: object) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # being impatient does not help
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        yield
    except KeyboardInterrupt:
        messages.print("Tandem is gestopt.")


def free_port(wanted: int) -> int:
    """The wanted port, or the first free one after it."""
    for port in range(wanted, min(wanted + PORTS_TO_TRY, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind((HOST, port))
                return port
    raise ServerError(f"Poort {wanted} en de {PORTS_TO_TRY - 1} erna zijn bezet. Kies een andere met PORT=….")


def web_server(port: int) -> list[str]:
    gunicorn = ["-c", "python:tandem.project.gunicorn", "--bind", f"{HOST}:{port}"]
    return [sys.executable, "-m", "tandem.project.server", *gunicorn]


def serve(server: Process, addresses: lease.Addresses, port: int, home: Path) -> None:
    """Open the web server, which does the start-up checks (project/wsgi.py), start the worker; until told to stop.

    Raises ServerError when one of the two stops by itself; when it never opened, with what the checks found.
    """
    with step("Webserver"):
        tell_to_open(server)
        if not answers(server, port):
            found = [*django_door.what_checks_find(), f"Wat er misging, staat in {home / WEB_LOG}."]
            raise ServerError("\n".join(["De webserver start niet.", *found]))
    typer.echo(f"Tandem draait op http://{HOST}:{port}/  (stoppen: Ctrl-C)")
    sys.stdout.flush()
    jobs = [sys.executable, "-c", "from tandem.cli.start import main; main()", "jobs", "run"]
    # Not before: somebody waits for the first page.
    with beside_us(jobs, addresses, home / "logs" / "jobs.jsonl") as worker:
        while server.poll() is None and worker.poll() is None:
            time.sleep(0.5)
    which = "webserver" if server.poll() is not None else "werker"
    raise ServerError(f"De {which} is gestopt. Wat er misging, staat in {home / 'logs'}.")


def tell_to_open(server: Process) -> None:
    """With what TANDEM_DEMO is by now; whether this is the example region was not known when it began."""
    demo = b"1\n" if environment.switch("TANDEM_DEMO") else b"0\n"
    assert server.stdin is not None
    with suppress(BrokenPipeError), server.stdin as line:  # it may have died; who waits for its answer finds out
        line.write(demo)


@contextmanager
def beside_us(command: list[str], addresses: lease.Addresses, log: Path) -> Iterator[Process]:
    """A process that speaks to the database as the app and writes its lines in `log`; stopped after the block."""
    log.parent.mkdir(parents=True, exist_ok=True)
    own = {"DATABASE_OWNER_URL", "DATABASE_MAINT_URL"}
    variables = {name: value for name, value in os.environ.items() if name not in own}
    with log.open("wb") as lines:
        process = subprocess.Popen(
            command,
            env={**variables, "DATABASE_URL": addresses.app},
            stdin=subprocess.PIPE,
            stdout=lines,
            stderr=lines,
            start_new_session=True,  # Ctrl-C reaches us alone; we stop the server before the database
        )
    try:
        yield process
    finally:
        stop(process)


def answers(server: Process, port: int) -> bool:
    """Wait for the first answer; False when the process has ended, or is silent for SECONDS_TO_START."""
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection(HOST, port, timeout=5)
        with suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/healthz/live")
            if connection.getresponse().status == http.client.OK:
                return True
        connection.close()
        time.sleep(0.05)
    return False


def stop(server: Process) -> None:
    """Let running answers and jobs end, then stop."""
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
