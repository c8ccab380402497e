"""The strict reader itself: it must see what is wrong, else the tests that use it say nothing."""

import pytest
from tests.web.markup import Page


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<div><p>a</div>", "</div> closes p"),
        ("<div>", "<div> stays open"),
        ('<p style="color:red">a</p>', "inline style on <p>"),
        ("<script>alert(1)</script>", "inline <script>"),
        ('<a onclick="x()">a</a>', "inline onclick on <a>"),
        ('<b id="a"></b><b id="a"></b>', "id a occurs twice"),
        ('<b aria-labelledby="x"></b>', "nothing has the id x"),
        ("<p><div></div></p>", "<div> inside <p>"),
    ],
)
def test_a_fault_is_seen(html: str, fault: str) -> None:
    assert fault in Page(html).faults


def test_good_html_has_no_faults() -> None:
    assert Page('<div id="a"><svg><path d="M0 0"/></svg><p>a<br>b</p></div>').faults == []
