"""The button for a telephone: installed, pressed, and without a network."""

from __future__ import annotations

import json

from playwright.sync_api import expect

WORKER = "navigator.serviceWorker.ready.then((worker) => worker.active.state)"
KEPT = """async () => {
  const kept = {};
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys())
      kept[new URL(request.url).pathname] = await (await caches.match(request)).text();
  return kept;
}"""
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True}


def test_pressed_offline_and_on_again(visit) -> None:
    ada = visit("ada", **PHONE)
    ada.links_a_new_sheet()
    ada.goes_to("/button/")
    ada.sees("Last synced today at")
    assert ada.page.evaluate(WORKER) in ("activating", "activated")
    assert not ada.is_wider_than_the_window()
    ada.syncs_two_minutes_later()
    ada.sees("nothing new.")

    ada.context.set_offline(True)
    ada.goes_to("/button/")
    ada.sees("You are offline")
    mark = ada.page.locator(".brand img")
    assert mark.evaluate("image => image.complete && image.naturalWidth > 0")
    assert (
        ada.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        == "rgb(247, 245, 240)"
    )
    ada.context.set_offline(False)
    ada.presses("Try again")
    ada.sees("Last synced today at")

    ada.context.set_offline(True)
    ada.presses("Sync now")
    ada.sees("You are offline")
    ada.context.set_offline(False)


def test_nothing_private_is_kept(visit) -> None:
    ada = visit("ada", **PHONE)
    ada.links_a_new_sheet()
    ada.goes_to("/button/")
    ada.page.evaluate(WORKER)
    for path in ("/button/", "/", "/settings/", "/settings/api/", "/button/"):
        ada.goes_to(path)
    expect(ada.page.get_by_role("button", name="Sync now")).to_be_visible()
    kept = ada.page.evaluate(KEPT)
    assert set(kept) == {
        *("/button/offline/", "/static/pico/pico.min.css", "/static/site/mark.svg"),
        *(f"/static/site/{name}.css" for name in ("tokens", "site", "components")),
    }
    assert "Ada" not in "".join(kept.values())
    assert "csrf" not in "".join(kept.values())
    ada.presses("Sign out")
    ada.goes_to("/button/")
    ada.sees("Login with Spotify")


def test_chromium_finds_nothing_against_installing_it(visit) -> None:
    ada = visit("ada", **PHONE)
    ada.links_a_new_sheet()
    ada.goes_to("/button/")
    ada.page.evaluate(WORKER)
    tools = ada.context.new_cdp_session(ada.page)
    manifest = tools.send("Page.getAppManifest")
    assert (manifest["errors"], json.loads(manifest["data"])["start_url"]) == ([], "/button/")
    errors = tools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A window of a test has its own profile and is private for Chromium; nothing else may stand against it.
    assert [error["errorId"] for error in errors if error["errorId"] != "in-incognito"] == []


def test_it_is_a_plain_form_without_scripts(visit) -> None:
    ada = visit("ada", java_script_enabled=False, **PHONE)
    ada.signs_in()
    ada.connects_google()
    ada.goes_to("/button/")
    while not ada.page.get_by_text("Last synced").is_visible():
        ada.page.reload()
    ada.presses("Sync now")
    ada.sees("Up to date as of")
