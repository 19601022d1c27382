"""The limit on the size of a file is the server's: what gets past the browser's own check is turned away there."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Page, Response

from tools.browsing import open_page
from tools.serving import serving

pytestmark = pytest.mark.browser

MEGABYTE = 1 << 20


def test_a_file_that_is_too_large_is_turned_away_by_the_server_itself(
    sample_file: Path, tmp_path: Path, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sent(response: Response) -> bool:
        return "upload_file" in response.url and response.request.method == "PUT"

    monkeypatch.setenv("PLANLIB_MAX_FILE_MB", "1")
    with serving(Path(shutil.copy(sample_file, tmp_path))) as address:
        open_page(page, f"{address}/uploads?lang=en")
        file: FilePayload = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"kpi,day,value\norders,2026-10-01,1\n"}
        with page.expect_response(sent) as answer:
            page.locator("input[type=file]").set_input_files([file])
        assert answer.value.status == 204
        url, headers = answer.value.url, {"X-Xsrftoken": answer.value.request.headers["x-xsrftoken"]}

        def status(size: int) -> int:
            large: FilePayload = {"name": "../a.csv", "mimeType": "text/csv", "buffer": b"x" * size}
            return page.request.fetch(url, method="PUT", headers=headers, multipart={"file": large}).status

        assert [status(MEGABYTE // 2), status(2 * MEGABYTE)] == [204, 413]
