"""Time to the first complete map in a real browser: our page beside MapLibre, and deck.gl with flowmap.gl."""

import functools
import http.server
import json
import math
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from bench.peers import places, question
from tandem.flows.cube import Cube
from tandem.flows.queries import answer_arrays

PAGE = (
    '<!doctype html><meta charset="utf-8"><style>#map{width:900px;height:700px;position:relative}</style>'
    '<div id="map"></div>'
)


# Not wait_for_function: that evaluates text, which the policy of our page forbids.
PAINTED = """new Promise((done) => new PerformanceObserver((list) => {
    for (const one of list.getEntriesByName("first-contentful-paint")) done(one.startTime);
}).observe({ type: "paint", buffered: true }))"""


def measured(cube: Cube, ours: str, work: Path, times: int) -> dict[str, float]:
    """Milliseconds from the start of navigation until everything is drawn: `ours`, `maplibre`, `flowmap`."""
    folder = _built(cube, work)
    with _serving(folder) as port, sync_playwright() as play:
        arguments = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        taken: dict[str, list[float]] = {"ours": [], "maplibre": [], "flowmap": []}
        for _ in range(times):
            taken["ours"].append(_page(browser, ours))
            for kind in ("maplibre", "flowmap"):
                taken[kind].append(_peer(browser, f"http://127.0.0.1:{port}/?with={kind}"))
        browser.close()
    return {kind: median(found) for kind, found in taken.items()}


def _page(browser: Browser, address: str) -> float:
    """Everything is in the HTML: complete when it has been painted after the load."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address, wait_until="load", timeout=120_000)
    if not page.locator("svg.pic path.flow").count():
        raise RuntimeError(f"no map with flows on {address}")
    first = float(page.evaluate(PAINTED))
    loaded = float(page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
    page.close()
    return max(first, loaded)


def _peer(browser: Browser, address: str) -> float:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(address, timeout=120_000)
    page.wait_for_function("window.complete", timeout=120_000)
    found = float(page.evaluate("window.complete"))
    page.close()
    return found


def _built(cube: Cube, work: Path) -> Path:
    """The peers' page with its script in one file, and the data as they want them."""
    web, folder = places.web(), work / "map"
    folder.mkdir(exist_ok=True)
    script = Path(__file__).with_name("map.js")
    bundle = [str(web / "node_modules/.bin/esbuild"), str(script), "--bundle", "--minify", "--format=esm"]
    done = subprocess.run(
        [*bundle, f"--outfile={folder}/map.js"],
        env={"NODE_PATH": str(web / "node_modules"), "PATH": "/usr/bin:/bin:/usr/local/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise places.NotHereError(done.stderr[-300:])
    css = web / "node_modules/maplibre-gl/dist/maplibre-gl.css"
    style = f"<style>{css.read_text(encoding='utf-8')}</style>"
    (folder / "index.html").write_text(f'{PAGE}{style}<script type="module" src="map.js"></script>', encoding="utf-8")
    (folder / "map.json").write_text(json.dumps(_data(cube)), encoding="utf-8")
    return folder


def _data(cube: Cube) -> dict[str, object]:
    borders = json.loads((cube.snapshot / "borders.json").read_text(encoding="utf-8"))
    if not borders:
        raise places.NotHereError("no borders in these data")
    outlines = [[_degrees(*point) for point in ring] for rings in borders.values() for ring in rings]
    areas = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [one]}} for one in outlines
    ]
    middle = {code: _degrees(*_mean(rings[0])) for code, rings in borders.items()}
    cells = list(answer_arrays(cube, question.query(cube)).cells())
    flows = [
        {"home": one.home_code, "school": one.school_code, "count": max(one.pupils.low, 1)}
        for one in cells
        if one.home_code in middle and one.school_code in middle and one.home_code != one.school_code
    ]
    lines = [
        {
            "type": "Feature",
            "properties": {"width": 1 + math.sqrt(float(str(one["count"]))) / 4},
            "geometry": {"type": "LineString", "coordinates": [middle[str(one["home"])], middle[str(one["school"])]]},
        }
        for one in flows
    ]
    return {
        "areas": {"type": "FeatureCollection", "features": areas},
        "lines": {"type": "FeatureCollection", "features": lines},
        "places": [{"id": code, "lon": lon, "lat": lat} for code, (lon, lat) in middle.items()],
        "flows": flows,
    }


def _mean(ring: list[tuple[float, float]]) -> tuple[float, float]:
    return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)


def _degrees(x: float, y: float) -> tuple[float, float]:
    """From metres of the Dutch grid; right enough for a picture."""
    latitude = 52.156 + (y - 463_000) / 111_200
    return round(5.387 + (x - 155_000) / (111_320 * math.cos(math.radians(latitude))), 5), round(latitude, 5)


@contextmanager
def _serving(folder: Path) -> Iterator[int]:
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
