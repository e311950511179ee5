"""Who opens an address without anybody having asked for it."""

from __future__ import annotations

import pytest

from website.trigger_links.previews import is_preview

SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 Version/26.0 Mobile/15E148 Safari/604.1"


@pytest.mark.parametrize(
    "agent",
    [
        "WhatsApp/2.24.6 A",
        "TelegramBot (like TwitterBot)",
        "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
        "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
        "Mozilla/5.0 (Macintosh) AppleWebKit/601.2.4 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    ],
)
def test_a_robot_is_known_by_its_name(rf, agent) -> None:
    assert is_preview(rf.get("/t/x", headers={"User-Agent": agent}))


@pytest.mark.parametrize("name", ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"])
def test_a_browser_ahead_of_a_click_says_so(rf, name) -> None:
    assert is_preview(rf.get("/t/x", headers={"User-Agent": SAFARI, name: "prefetch"}))


@pytest.mark.parametrize("part", ["image", "iframe", "script", "style"])
def test_a_part_of_another_page_is_no_visit(rf, part) -> None:
    assert is_preview(rf.get("/t/x", headers={"User-Agent": SAFARI, "Sec-Fetch-Dest": part}))


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": SAFARI, "Sec-Fetch-Dest": "document"},
        {"User-Agent": "BackgroundShortcutRunner/3612 CFNetwork/3826 Darwin/25.0.0"},
        {"User-Agent": "okhttp/5.1.0"},
        {"User-Agent": "curl/8.14.1"},
        {},
    ],
)
def test_a_person_or_their_program_means_it(rf, headers) -> None:
    assert not is_preview(rf.get("/t/x", headers=headers))
