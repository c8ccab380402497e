"""A real browser on the real pages: Chromium, a server in this process, and the data of the example or of 2017."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Browser, Page, sync_playwright
from tests.conftest import SHARED

from tandem.flows.cube import write_cube
from tandem.opendata.demo import write_demo_files
from tandem.opendata.loading import load

# Playwright keeps an event loop in this thread; Django would refuse database work beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
REAL_FILES = (
    "duo-po-postcode-2017-2018/03.-leerlingen-po-totaaloverzicht-2017-2018.csv.gz",
    "cbs-pc4/pc4_nederland.csv",
    "cbs-gemeenten/gemeenten_vanaf_2023_rdnew.geojson",
    "swv-regio-indeling-2015/pc4_gemeente_swv_2015.csv",
    "scholen-geocodeerd-edugis/scholen20241122.geo.zip",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the house; what it has loaded is what TANDEM_HOME says at the moment of asking."""
    with make_server("127.0.0.1", 0, get_wsgi_application(), Server, Quiet) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "no chromium: `make chromium`, or set CHROMIUM"
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=flags)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    assert load(write_demo_files(folder / "files"), home=folder, finish=[write_cube], demo=True).complete
    return folder


@pytest.fixture(scope="session")
def real_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    assert load([SHARED / name for name in REAL_FILES], home=folder, finish=[write_cube]).complete
    return folder


@pytest.fixture(scope="session")
def masked_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same pupils as the publisher shows them since 2019: what is below 5 is masked."""
    folder = tmp_path_factory.mktemp("masked")
    files = ["brin6_pc4.csv.gz", "brin6_totaal.csv", "gemeente_totaal.csv", "vestigingen-po-2017.csv.gz"]
    paths = [SHARED / "nagebouwd-duo-ckan-po-2017" / name for name in files]
    assert load([*paths, *(SHARED / name for name in REAL_FILES[1:])], home=folder, finish=[write_cube]).complete
    return folder


@pytest.fixture
def demo(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TANDEM_HOME", str(demo_home))
    return demo_home


@pytest.fixture
def real(real_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TANDEM_HOME", str(real_home))
    return real_home


@pytest.fixture
def masked(masked_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TANDEM_HOME", str(masked_home))
    return masked_home


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[Open]:
    """Open an address in a fresh window. A message of the browser (a blocked style, a script error) fails the test."""
    said: list[str] = []
    with _windows() as keep:

        def open_address(address: str, *, width: int = 1280, dark: bool = False, script: bool = True) -> Page:
            context = browser.new_context(
                viewport={"width": width, "height": 900},
                color_scheme="dark" if dark else "light",
                java_script_enabled=script,
                accept_downloads=True,
            )
            keep(context.close)
            context.set_default_navigation_timeout(120_000)  # the first page makes what later ones only read
            page = context.new_page()
            page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
            page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
            page.goto(server + address)
            return page

        yield open_address
    assert [text for text in said if "Failed to load resource" not in text] == []


@contextmanager
def _windows() -> Iterator[Callable[[Callable[[], None]], None]]:
    closers: list[Callable[[], None]] = []
    yield closers.append
    for close in closers:
        close()
