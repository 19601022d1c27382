"""The clocks of a meeting: one for the whole of it, and one that begins anew with each item."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tools.browsing import main, open_page
from tools.serving import serving

pytestmark = pytest.mark.browser


def seconds(page: Page, name: str) -> int:
    found = re.search(r"(\d+):(\d\d)$", page.locator(f".{name}").inner_text().strip())
    assert found
    return int(found[1]) * 60 + int(found[2])


def test_the_clocks_tick_and_that_of_an_item_begins_anew(sample_file: Path, tmp_path: Path, page: Page) -> None:
    with serving(Path(shutil.copy(sample_file, tmp_path))) as address:
        open_page(page, f"{address}/?lang=en")
        main(page).get_by_role("button", name="Start meeting").click()
        page.wait_for_selector(".pl-meeting")
        first = page.locator(".whole").inner_text()
        expect(page.locator(".whole")).not_to_have_text(first)
        page.wait_for_timeout(3000)
        whole, item = seconds(page, "whole"), seconds(page, "item")
        page.keyboard.press("ArrowRight")
        expect(main(page).get_by_role("heading", level=1)).to_have_text("Open actions")
        assert seconds(page, "whole") >= whole >= 3
        assert seconds(page, "item") < item
