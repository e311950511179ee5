"""The page at /."""


def test_the_index_page_lists_people_and_control_api(url, http):
    page = http.get(url).text
    for words in ("Ada Lindqvist", "Ben Okafor", "Cleo Marsh", "1,400", "/control/env"):
        assert words in page


def test_the_index_page_links_to_all_spreadsheets(world, url, http):
    file = world.google.create_spreadsheet("ben", "Songs & <more>")
    page = http.get(url).text
    assert f'href="{url}/google-docs/spreadsheets/d/{file.id}/edit">Songs &amp; &lt;more&gt;</a>' in page
    assert page.count("none yet") == 2
