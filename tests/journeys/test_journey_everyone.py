"""Every page for everybody: axe finds nothing, no page scrolls sideways on a phone, the keyboard reaches everything."""

from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from tests.journeys.conftest import Open

PAGES = [
    "/",
    "/inzicht/",
    "/inzicht/?richting=in&bereik=buiten&soort=SPECIAAL",
    "/inzicht/gemeente/GM0503/",
    "/inzicht/samenwerkingsverband/PO2815/",
    "/inzicht/van/GM0518/naar/GM0603/",
    "/inzicht/scholen/",
    "/inzicht/scholen/?q=delft",
    "/inzicht/gegevens/",
    "/inzicht/begrippen/",
    "/inzicht/gemeente/GM9999/",
    "/inzicht/?embed=1",
    "/en/inzicht/",
]


def violations(page: Page, *rules: str) -> list[str]:
    """What axe finds; `rules`: only by these."""
    options = {"resultTypes": ["violations"], **({"runOnly": {"type": "rule", "values": rules}} if rules else {})}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def a_special_school(page: Page) -> str:
    """The address of the first special school in Delft."""
    page.goto(page.url.split("/inzicht")[0] + "/inzicht/gemeente/GM0503/")
    row = page.locator("#scholen tbody tr").filter(has_text="SO").first
    return str(row.locator("a").get_attribute("href"))


def test_axe_finds_nothing_and_nothing_scrolls_sideways(demo: Path, open_page: Open) -> None:
    for address in [*PAGES, a_special_school(open_page("/inzicht/"))]:
        page = open_page(address)
        for width in (360, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        page.set_viewport_size({"width": 1280, "height": 900})
        clean_in_light_and_dark(page, address)


def test_a_page_that_is_too_wide_is_seen(demo: Path, open_page: Open) -> None:
    """The negative control of the test above."""
    page = open_page("/inzicht/begrippen/")
    page.evaluate("document.querySelector('main h1').style.width = '900px'")
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") > 360


def clean_in_light_and_dark(page: Page, address: str) -> None:
    """With everything unfolded. In the dark only the colours are others."""
    for details in page.locator("details:not(.choice)").all():
        details.evaluate("element => { element.open = true; }")
    assert violations(page) == [], address
    page.emulate_media(color_scheme="dark")
    assert violations(page, "color-contrast") == [], address
    page.close()


def test_axe_would_find_something(demo: Path, open_page: Open) -> None:
    """The negative control: what axe must see on a page that we break on purpose."""
    page = open_page("/inzicht/")
    page.evaluate(
        """() => {
            const main = document.querySelector("main");
            main.append(new Image());
            const pale = document.createElement("p");
            pale.textContent = "te licht";
            pale.style.color = "#bbb";
            main.append(pale);
            document.querySelector("html").removeAttribute("lang");
        }"""
    )
    found = " ".join(violations(page))
    for rule in ("image-alt", "color-contrast", "html-has-lang"):
        assert rule in found
    page.emulate_media(color_scheme="dark")
    assert "te licht" not in " ".join(violations(page, "color-contrast")), "on a dark ground this is no longer pale"
    page.evaluate("document.querySelector('main > p:last-child').style.color = '#333'")
    assert "te licht" in " ".join(violations(page, "color-contrast"))


def test_the_same_figures_without_script(demo: Path, open_page: Open) -> None:
    for address in PAGES[:6]:
        with_script = open_page(address).locator("main").inner_text()
        without = open_page(address, script=False).locator("main").inner_text()
        numbers = {word for word in without.split() if any(letter.isdigit() for letter in word)}
        assert len(numbers) > 20 or address == "/"
        assert numbers <= set(with_script.split())
        assert open_page(address, script=False).locator("svg a[href]").count() > 0 or address == "/"


def test_by_keyboard_alone(demo: Path, open_page: Open) -> None:
    page = open_page("/inzicht/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()

    direction = page.locator("summary", has_text="uitgaan")
    direction.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="binnenkomen")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="binnenkomen")).to_be_hidden()
    expect(direction).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="binnenkomen").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**richting=in**")
    expect(page.locator("#kaart-titel")).to_contain_text("Naar school in")


def test_the_map_by_keyboard(demo: Path, open_page: Open) -> None:
    page = open_page("/inzicht/?gemeente=GM0503")
    flow = page.locator("#kaart .map svg a").filter(has=page.locator(".flow")).last
    text = flow.get_attribute("aria-label") or ""
    assert text.startswith("Delft naar ")
    assert text.endswith(" leerlingen")
    page.locator("#kaart .zoom button").first.press("+")
    assert page.locator("#kaart .map svg").get_attribute("viewBox") != "0 0 700 610"
    page.keyboard.press("0")
    assert page.locator("#kaart .map svg").get_attribute("viewBox") == "0 0 700 610"
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".tip")).to_contain_text("leerlingen")
    page.keyboard.press("Escape")
    expect(page.locator(".tip")).to_be_hidden()
    flow.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/inzicht/van/GM0503/naar/**")


def test_a_choice_is_an_address(demo: Path, open_page: Open) -> None:
    page = open_page("/inzicht/")
    page.locator("summary", has_text="alle soorten").click()
    page.get_by_label("basisonderwijs", exact=True).uncheck()
    page.get_by_role("button", name="Toon").click()
    page.wait_for_url("**soort=**")
    heading = page.locator("h1").inner_text()
    assert "speciaal" in heading
    address = urlsplit(page.url)
    assert open_page(f"{address.path}?{address.query}").locator("h1").inner_text() == heading


def test_search_as_you_type(demo: Path, open_page: Open) -> None:
    page = open_page("/inzicht/gemeente/GM0503/")
    name = page.locator("#scholen tbody th a").first.inner_text()
    page = open_page("/inzicht/scholen/")
    box = page.get_by_role("combobox")
    box.press_sequentially(name[:8], delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("option").first).to_be_hidden()
    box.press("Backspace")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inzicht/school/**")
    expect(page.locator("h1")).to_contain_text("leerlingen")


def test_search_without_script(demo: Path, open_page: Open) -> None:
    page = open_page("/inzicht/scholen/", script=False)
    page.get_by_label("Naam, plaats, postcode").fill("delft")
    page.get_by_role("button", name="Zoek").click()
    assert page.locator(".results li").count() > 3


def test_terms_are_explained_on_focus(demo: Path, open_page: Open) -> None:
    page = open_page("/inzicht/")
    term = page.locator(".term").first
    explanation = term.get_by_role("tooltip")
    expect(explanation).to_be_hidden()
    term.locator("a").focus()
    expect(explanation).to_be_visible()
    page.keyboard.press("Escape")
    expect(explanation).to_be_hidden()
    term.locator("a").press("Enter")
    page.wait_for_url("**/inzicht/begrippen/#*")


def test_paper_shows_the_figures_and_not_the_buttons(demo: Path, open_page: Open) -> None:
    page = open_page("/inzicht/")
    page.emulate_media(media="print")
    expect(page.locator(".zoom").first).to_be_hidden()
    expect(page.locator("header nav")).to_be_hidden()
    expect(page.locator("#kaart .map svg")).to_be_visible()
    assert page.pdf()[:4] == b"%PDF"
