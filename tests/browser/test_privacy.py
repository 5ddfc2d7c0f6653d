"""What is kept about me, on the page: counted, downloaded as a file, erased with a word typed by hand."""

import json
from pathlib import Path

from playwright.async_api import expect

from tests.browser.living import dialog, gone, messages, open_drumbeat, press, send
from tests.chromium import IN_THE_BROWSER, Visit
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import start_check_in

pytestmark = IN_THE_BROWSER


async def test_my_data_comes_as_a_file_and_goes_with_a_word(
    scene: Scene, visit: Visit, tmp_path: Path
) -> None:
    await start_check_in(scene)
    await scene.slack.wind(to=at("2026-10-22 07:00"))
    page = await visit()
    await open_drumbeat(page)
    await page.get_by_role("tab", name="Home").click()
    await press(page, "What I keep about you")
    await expect(dialog(page)).to_contain_text("What nobody can find any more")
    await send(page, "Send me everything")
    await expect(dialog(page)).to_contain_text("I am gathering it.")
    await scene.slack.wind(hours=0)
    await send(page, "Erase my data…")
    await page.get_by_label("Type ERASE to erase all of it").fill("no")
    await send(page, "Erase")
    await expect(dialog(page)).to_contain_text("Nothing was erased.")
    await send(page, "Cancel")
    await send(page, "Close")
    await gone(page)
    await page.get_by_role("tab", name="Messages").click()
    async with page.expect_download() as downloading:
        await messages(page).get_by_role("link", name="Download").click()
    await (await downloading.value).save_as(tmp_path / "mine.json")
    assert json.loads((tmp_path / "mine.json").read_text("utf-8"))["person"]["name"] == "ana"
