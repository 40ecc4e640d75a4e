"""A reader brings a file: checked on the spot, confirmed, used in their session, and removed."""

from __future__ import annotations

import urllib.request

import pytest

from tests.browser.conftest import PATIENCE, ROOT, serve
from tests.loaders.user_files import table

EVIL = "<img src=x onerror=alert(1)> ![a](http://127.0.0.1:1/x.png)"
GOOD = table(f"2025-10-05,Rafah,123456,people_present,{EVIL},=cmd()")


def bring(reader, name, content):
    field = reader.page.locator("[data-testid=stFileUploader] input[type=file]")
    field.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def held_bytes(reader):
    """What the server holds of files that were sent to it, by its own word."""
    with urllib.request.urlopen(f"{reader.app}/_stcore/metrics") as told:  # noqa: S310 - the loopback
        lines = told.read().decode().splitlines()
    return sum(
        float(line.split()[-1])
        for line in lines
        if line.startswith("cache_memory_bytes") and "UploadedFileManager" in line
    )


def go(reader, name):
    top = reader.page.locator("[data-testid=stTopNavLink]").filter(has_text=name)
    if not top.count():
        reader.page.locator("[data-testid=stTopNavSection]").click()
        top = reader.page.locator("[data-testid=stTopNavDropdownLink]").filter(has_text=name)
    top.click()


def map_of(reader):
    """What the panel of the map's page says, once it is drawn."""
    reader.page.wait_for_selector("[data-testid=rivals][data-date='2025-10-05']", timeout=PATIENCE)
    return reader.panel()


def test_a_file_is_checked_used_and_removed(reader):
    someone = reader().opens("/yours?date=2025-10-05")
    bring(someone, "mine.csv", GOOD)
    someone.page.wait_for_selector("[data-testid=own-checked]")
    assert "123,456" in someone.page.locator("[data-testid=own-preview]").inner_text()
    assert held_bytes(someone) == len(GOOD)
    someone.page.get_by_role("button", name="Use this file").click()
    someone.page.wait_for_selector("[data-testid=own-in-use]")
    someone.page.wait_for_timeout(5_500)  # Streamlit tells the same for five seconds
    assert held_bytes(someone) == 0

    go(someone, "Map")
    told = map_of(someone)
    assert "123,456" in told
    assert "your file" in told
    on_map = someone.page.locator("[data-testid=time-map]").get_by_text("123,456").first
    on_map.wait_for(state="attached")
    assert "mine.csv" in someone.page.locator("[data-testid=own-banner]").inner_text()
    assert "OWN" not in someone.link() + someone.page.url
    assert "mine" not in someone.link() + someone.page.url
    assert not any("127.0.0.1:1/" in address for address in someone.asked)

    other = reader().opens()
    assert "123,456" not in map_of(other)

    go(someone, "Your data")
    someone.page.get_by_role("button", name="Remove my data").click()
    someone.page.wait_for_selector("[data-testid=own-in-use]", state="detached")
    go(someone, "Map")
    assert "123,456" not in map_of(someone)


def test_a_bad_file_is_refused_with_row_and_column_and_a_question_waits(reader):
    someone = reader(width=390).opens("/yours?date=2025-10-05")
    content = table("2025-10-05,Khan Yuniss,lots,idps", header="Dat reported,area,value,measure")
    bring(someone, "bad.csv", content)
    someone.page.wait_for_selector("[data-testid=own-problems]")
    told = someone.page.locator("[data-testid=own-problems]").inner_text()
    assert "2" in told
    assert "'lots' is not a number" in told
    assert someone.page.get_by_role("button", name="Use this file").count() == 0


def answer(reader, question, choice):
    """Choose an answer in the form; nothing is chosen before."""
    field = reader.page.locator("[data-testid=stSelectbox], [data-testid=stMultiSelect]")
    field.filter(has_text=question).locator("input").click()
    reader.page.get_by_role("option", name=choice).first.click()
    reader.page.keyboard.press("Tab")


def test_a_question_is_answered_and_remembered_for_the_next_file_of_its_layout(reader):
    someone = reader().opens("/yours?date=2025-10-05")
    header = "Dat reported,area,value,measure"
    bring(someone, "near.csv", table("2025-10-05,Khan Yuniss,5,idps", header=header))
    someone.page.wait_for_selector("[data-testid=stForm]")
    assert someone.page.locator("[data-testid=own-checked]").count() == 0
    # Confirmed without a choice, nothing is taken for an answer.
    someone.page.get_by_role("button", name="Confirm").click()
    someone.page.wait_for_timeout(2_000)
    assert someone.page.locator("[data-testid=own-checked]").count() == 0
    answer(someone, "Dat reported", "Day that it describes")
    answer(someone, "Khan Yuniss", "Khan Younis")
    someone.page.get_by_role("button", name="Confirm").click()
    someone.page.wait_for_selector("[data-testid=own-checked]")
    assert "Khan Younis" in someone.page.locator("[data-testid=own-checked]").inner_text()
    someone.page.get_by_role("button", name="Use this file").click()
    someone.page.wait_for_selector("[data-testid=own-in-use]")

    bring(someone, "next.csv", table("2025-10-12,Khan Yuniss,6,idps", header=header))
    someone.page.wait_for_selector("[data-testid=own-checked]")
    assert someone.page.get_by_text("answers about an earlier file").count() == 1


def test_an_example_and_what_is_left_out_of_it_stand_before_the_upload(reader):
    someone = reader().opens("/yours?date=2025-10-05")
    someone.page.wait_for_selector("[data-testid=own-example-checked]")
    told = someone.page.locator(".nz-warning").all_inner_texts()
    assert any("outside the Gaza Strip (Jenin)" in one for one in told)
    assert someone.page.get_by_role("button", name="example-orders.csv").count() == 1


@pytest.mark.parametrize("page", ["yours", "estimates"])
def test_the_first_visitor_of_a_server_may_follow_a_link_to_any_page(browser, page):
    with serve(ROOT) as address:
        opened = browser.new_page()
        opened.goto(f"{address}/{page}?lang=en")
        opened.wait_for_selector(".nz-foot", timeout=PATIENCE)
        assert opened.locator("[role=dialog]").count() == 0
        opened.close()
