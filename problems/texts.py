"""The words of every problem, by its code: what happened, what is safe, what to do.

The one registry for pages, mail, command line and admin. A test holds it complete both ways: each problem has a
text, each text a problem. `%(name)s` stands for a value of the problem, `%(vendor_name)s` for the name of its
value `vendor`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from problems.kinds import Problem, TryLater

# The problems of providers/
_PROVIDERS: dict[str, str | Promise] = {
    # providers: one line a code, in alphabetical order
    "account_forbids_access": _(
        "Your %(vendor_name)s account does not let this site in (%(error)s): its administrator or its extra protection"
        " forbids it. Connect another account, or, for Google, use a sheet that you share with this site instead. Your"
        " sheet is as it was."
    ),
    "array_formula_in_the_way": _(
        "An array formula of yours covers cells in which rows have to come or go. Move the formula into another"
        " tab, or above our rows. %(as_it_was)s"
    ),
    "cell_too_long": _(
        "A cell would get more than 50,000 characters, which Google does not allow. %(as_it_was)s"
    ),
    "drive_full": _("Your Google Drive is full. Make room in it and try again. %(as_it_was)s"),
    "form_in_the_way": _(
        "A Google Form fills this tab, and Google lets nobody move its answers. Link another tab, or another sheet."
        " %(as_it_was)s"
    ),
    "frozen_in_the_way": _(
        "Nearly all rows or columns of your tab are frozen, and Google deletes none that would leave only those. In"
        " Google Sheets choose View, Freeze, and freeze fewer. %(as_it_was)s"
    ),
    "google_access_ended": _("Google no longer accepts your permission. Connect Google again. %(as_it_was)s"),
    "google_api_disabled": _(
        "The Google Sheets API is switched off in this site's Google project. The operator has to enable it at"
        " https://console.cloud.google.com/apis/library/sheets.googleapis.com. %(as_it_was)s"
    ),
    "google_budget": _(
        "Google allows a limited number of requests a minute, and they are used up."
        " Your sheet is untouched; the sync continues by itself."
    ),
    "google_permission_not_given": _(
        "Google says that your permission does not cover spreadsheets. Connect Google again and leave every box"
        " ticked. %(as_it_was)s"
    ),
    "google_project_refused": _(
        "Google refuses all requests of this site's project at the moment (%(reason)s). The operator has to look into"
        " it in the Google Cloud console. Your sheet is as it was, and you have nothing to do."
    ),
    "google_quota": _(
        "Google allows a limited number of requests a minute, and they are used up. %(as_it_was)s It"
        " continues by itself in about a minute."
    ),
    "google_refused": _(
        "Google refused a request in a way this site does not know: %(status)s %(reason)s. %(as_it_was)s"
    ),
    "google_service_account_missing": _(
        "This site has no service account that a sheet could be shared with. The operator has to set"
        " GOOGLE_SERVICE_ACCOUNT."
    ),
    "google_service_account_refused": _(
        "Google does not accept this site's service account: its key was deleted or switched off, or the clock"
        " of this machine is wrong. The operator has to look at GOOGLE_SERVICE_ACCOUNT. %(as_it_was)s"
    ),
    "google_unavailable": _("Google did not answer properly. %(as_it_was)s It is tried again by itself."),
    "google_write_unclear": _(
        "Google did not confirm the last write, so it may be in your sheet or not. The sheet is read again before"
        " anything else is written; no row can come twice."
    ),
    "invalid_client": _(
        "%(vendor_name)s does not accept this site's app settings (%(error)s). The operator has to check"
        " %(settings)s. Nothing is lost."
    ),
    "merged_cells_in_the_way": _(
        "Merged cells stand where rows have to come or go. Unmerge them in Google Sheets. %(as_it_was)s"
    ),
    "refresh_refused": _(
        "%(vendor_name)s refuses to renew the permission, with words this site does not know: %(error)s. The operator"
        " has to look into it. Nothing is lost."
    ),
    "request_too_big": _("One request was larger than Google accepts. %(as_it_was)s"),
    "sheet_full": _(
        "The spreadsheet is full: Google allows 10 million cells in one, empty ones too. Delete tabs, rows or"
        " columns that you do not need, or link a new spreadsheet. %(as_it_was)s"
    ),
    "sheet_gone": _(
        "Google no longer finds the spreadsheet in your Drive: it was deleted, or you took the permission for it"
        " back. Restore it from the bin, or link a new one."
    ),
    "sheet_is_xlsx": _(
        "This file is an Excel file (.xlsx) that Google only shows. In Google Sheets choose File, Save as Google"
        " Sheets, and link the copy. %(as_it_was)s"
    ),
    "sheet_locked": _(
        "Your spreadsheet is locked, as a file is that waits for an approval: Google lets us read it but not write. In"
        " Google Sheets click Locked beside its title, then Unlock file. %(as_it_was)s"
    ),
    "sheet_missing": _(
        "Google knows no such spreadsheet: it was deleted, or the address is not complete. Copy the whole"
        " address from the browser while the spreadsheet is open."
    ),
    "sheet_not_shared": _(
        "%(address)s may not open your spreadsheet. In Google Sheets open Share, add that address as an"
        " Editor, and try again."
    ),
    "sheet_protected": _(
        "A part of the tab that we write into is protected. In Google Sheets open Data, Protected sheets and"
        " ranges, and remove the protection or let us edit. %(as_it_was)s"
    ),
    "sheet_view_only": _(
        "%(address)s may look at your spreadsheet but not edit it. In Google Sheets open Share and make"
        " that address an Editor. If it is one, the file is locked: click Locked beside its title, then Unlock file."
        " %(as_it_was)s"
    ),
    "spotify_allow_list": _(
        "Your Spotify account is not on this app's list of users. What was read is kept, and your sheet is"
        " untouched. Ask the operator to add you in Spotify's developer dashboard."
    ),
    "spotify_answer_incomplete": _(
        "Spotify sent an incomplete answer. What was read is kept, and your sheet is untouched. The sync"
        " continues by itself."
    ),
    "spotify_budget": _(
        "This site has used up the requests to Spotify that it allows itself for now."
        " What was read is kept; the sync continues by itself."
    ),
    "spotify_down": _(
        "Spotify does not answer properly at the moment. What was read is kept, and your sheet is untouched. The"
        " sync continues by itself."
    ),
    "spotify_forbidden": _(
        "Spotify refuses to show saved tracks to this app. What was read is kept, and your sheet is untouched. The"
        " operator finds the reason in the run."
    ),
    "spotify_not_on_allow_list": _(
        "Your Spotify account is not on this site's guest list yet: Spotify lets a small app serve only"
        " people whom its operator has entered by name. Ask the operator to add the e-mail address of your"
        " Spotify account, then sign in again."
    ),
    "spotify_owner_without_premium": _(
        "Spotify has switched this site's app off: the owner of the app needs an active Premium"
        " subscription. After it is renewed it can take a few hours before Spotify lets anybody in."
    ),
    "spotify_pages_later": _(
        "Your newest tracks come first. What takes many requests, such as a whole library, is read in parts, so that"
        " everybody's daily sync has its turn; the next part follows by itself."
    ),
    "spotify_premium": _(
        "Spotify has stopped this app because its owner's Premium subscription has lapsed. What was read is kept,"
        " and your sheet is untouched. The operator has to renew it; the next daily sync tries again."
    ),
    "spotify_quota": _(
        "Spotify says that its allowance for this app is used up. What was read is kept, and your sheet is"
        " untouched. The sync continues by itself when Spotify allows it again."
    ),
    "spotify_rate_limit": _(
        "Spotify says that it is being asked too fast. What was read is kept, and your sheet is untouched. The"
        " sync continues by itself when Spotify allows it again."
    ),
    "spotify_refused_profile": _(
        "Spotify let you sign in but refuses to tell this site who you are. The operator has to look at the app"
        " at https://developer.spotify.com/dashboard."
    ),
    "spotify_request": _(
        "Spotify refused our request (status %(status)s). What was read is kept, and your sheet is untouched. This"
        " is ours to mend."
    ),
    "spotify_scope": _(
        "Spotify says that we may not read your saved tracks. What was read is kept, and your sheet is untouched."
        " Connect Spotify again, and agree to it."
    ),
    "spotify_token_expired": _(
        "Spotify no longer accepts the access we had. What was read is kept, and your sheet is untouched."
    ),
    "tab_deleted": _(
        "The tab that we write into is gone. Undo that in Google Sheets, make the tab again, or link another sheet."
        " Your other tabs are as they were."
    ),
    "token_endpoint_unavailable": _(
        "%(vendor_name)s did not answer properly. Nothing is lost; it is tried again by itself."
    ),
    "typed_column_in_the_way": _(
        "A table in your sheet gives one of our columns a type that refuses what we write. In Google Sheets set the"
        " column's type to None, or turn the table back into a range. %(as_it_was)s"
    ),
    "validation_in_the_way": _(
        "A validation rule of the tab refuses what we write. In Google Sheets remove the rule from our columns."
        " %(as_it_was)s"
    ),
}

# End of providers/


# The problems of accounts/
_ACCOUNTS: dict[str, str | Promise] = {
    # accounts: one line a code, in alphabetical order
    "access_ended": _(
        "%(vendor_name)s says that your permission has ended: you or %(vendor_name)s took it back. Connect"
        " %(vendor_name)s again to go on; your library and your sheet stay as they are."
    ),
    "access_unconfirmed": _(
        "%(vendor_name)s refused to renew your permission. That may be a hiccup there: it is tried again by itself"
        " before you are asked to do anything."
    ),
    "another_spotify_account": _(
        "You are signed in here as %(user)s, but at Spotify as somebody else. Choose the account of %(user)s"
        " at Spotify, or sign out here first."
    ),
    "app_changed": _(
        "This site uses another %(vendor_name)s app than when you allowed access. Connect %(vendor_name)s again."
    ),
    "api_limit": _("This token has asked for as much as it may within a minute. Ask again from %(at)s."),
    "trigger_limit": _("This link was used as often as it may be within a minute, so nothing was started."),
    "check_limit": _(
        "Your sheet was checked a moment ago, and nothing has changed meanwhile. In a minute you can have it checked again."
    ),
    "consent_expired": _(
        "%(vendor_name)s asks everybody to sign in again six months after they allowed access. Sign in again: your"
        " library, its history and your sheet stay as they are."
    ),
    "key_does_not_open": _(
        "None of the keys in ENCRYPTION_KEYS opens what is stored sealed. Put the key that sealed them back"
        " into ENCRYPTION_KEYS, behind the new one, and restart."
    ),
    "link_limit": _(
        "You have tried that as often as this site lets one person in an hour, because Google allows all people together"
        " a limited number of requests. You can try again from %(at)s. Nothing was changed."
    ),
    "look_limit": _(
        "This page has looked into your spreadsheet several times within a minute, and Google allows all people together"
        " a limited number of requests. It can look again from %(at)s."
    ),
    "no_lasting_permission": _(
        "%(vendor_name)s gave a permission for one hour only. Connect once more and allow access when you are asked."
    ),
    "not_configured": _(
        "This site is not set up for %(vendor_name)s yet: %(settings)s are missing. The operator gets them at"
        " %(page)s."
    ),
    "not_connected": _("%(vendor_name)s is not connected. Connect it to go on."),
    "permission_not_given": _(
        "%(vendor_name)s says that you did not allow everything this site needs. Connect %(vendor_name)s once more"
        " and leave every box ticked: the site sees only what those boxes say."
    ),
    "person_sign_in_limit": _(
        "You have signed in as often as this site lets one person in an hour, because all people share what Spotify allows."
        " You can sign in again from %(at)s. Nothing was changed."
    ),
    "preview_limit": _(
        "You have looked at many previews within a minute. The next is shown from %(at)s; you can save without it."
    ),
    "refresh_failed": _(
        "The permission at %(vendor_name)s could not be renewed just now. It is tried again by itself."
    ),
    "refresh_in_progress": _(
        "The permission at %(vendor_name)s is being renewed at this very moment. Nothing is lost: a"
        " few seconds later it is there."
    ),
    "sign_in_first": _(
        "Google can only be connected by somebody who is signed in here. Sign in with Spotify first."
    ),
    "sign_in_limit": _(
        "Many sign-ins were begun from your address within the hour, and none is begun now. Try again later; whoever is"
        " signed in stays so."
    ),
    "sync_limit": _(
        "You have started as many syncs as one person may in an hour, because all people share what Spotify allows."
        " It works again within the hour. Nothing is lost: your daily sync comes all the same."
    ),
    "too_many_api_tokens": _(
        "You have %(most)s API tokens, and nobody may have more. Revoke one that you do not use, and try again."
    ),
    "too_many_trigger_links": _(
        "You have %(most)s trigger links, and nobody may have more. Revoke one that you do not use, and try again."
    ),
    "two_accounts_of_one_person": _(
        "Two accounts here belong to your one Spotify account. The operator has to remove one of them;"
        " nothing was changed."
    ),
    "webhook_test_limit": _(
        "You have had your webhooks tested as often as one person may in a minute. Try again in a minute."
    ),
}

# End of accounts/


# The problems of api/
_API: dict[str, str | Promise] = {
    # api: one line a code, in alphabetical order
    "api_body_not_json": _("Send the body with `Content-Type: application/json`. Nothing was changed."),
    "api_failure": _(
        "Something went wrong here that nobody foresaw; it is in the operator's log. Nothing is lost."
    ),
    "api_length_required": _("Send the body with a Content-Length, and not in chunks. Nothing was changed."),
    "api_method_not_allowed": _(
        "This address does not know that method. The Allow header names those it knows."
    ),
    "api_not_found": _("There is nothing here, or it belongs to somebody else."),
    "api_request_invalid": _(
        "Parameters or the body are not as /api/v1/docs says. `values.errors` names each place. Nothing was changed."
    ),
    "api_request_unreadable": _(
        "The request could not be read: it is too long, no valid JSON, or holds characters that cannot be stored."
        " Nothing was changed."
    ),
    "api_scope_missing": _(
        "This token may not do that: it lacks the scope “%(scope)s”. Make a token with that scope under Settings, API."
    ),
    "api_token_invalid": _(
        "Send `Authorization: Bearer ts_…` with a token that was not revoked and has not expired. Tokens are made under"
        " Settings, API."
    ),
}

# End of api/


# The problems of library/
_LIBRARY: dict[str, str | Promise] = {
    "condition_day_out_of_range": _("Condition %(number)s (%(condition)s): %(day)s is too far away."),
    "condition_empty_period": _(
        "Condition %(number)s (%(condition)s): fill in at least one of the two days."
    ),
    "condition_empty_range": _(
        "Condition %(number)s (%(condition)s): fill in at least one of the two values."
    ),
    "condition_genre_missing": _("Condition %(number)s (%(condition)s): name a genre."),
    "condition_invalid_day": _(
        "Condition %(number)s (%(condition)s): %(value)s is not a day; write it like 2026-11-22."
    ),
    "condition_invalid_days": _(
        "Condition %(number)s (%(condition)s): enter a whole number of days from 1 to %(max)s."
    ),
    "condition_negated": _("Condition %(number)s (%(condition)s): negated is true or false."),
    "condition_not_object": _("Condition %(number)s is not an object."),
    "condition_reversed_period": _(
        "Condition %(number)s (%(condition)s): the first day, %(first)s, is after the last, %(last)s."
    ),
    "condition_reversed_range": _(
        "Condition %(number)s (%(condition)s): the lowest value, %(low)s, is above the highest, %(high)s."
    ),
    "condition_unknown": _(
        "Condition %(number)s (%(condition)s): %(kind)s is not a kind of condition; choose one of"
        " %(choices)s."
    ),
    "condition_unknown_key": _("Condition %(number)s (%(condition)s): it has no value %(key)s."),
    "condition_value_out_of_range": _(
        "Condition %(number)s (%(condition)s): enter a number from %(low)s to %(high)s; %(value)s is not one."
    ),
    "condition_year_not_whole": _("Condition %(number)s (%(condition)s): a year is a whole number."),
    "missing_tracks_changed": _(
        "There are %(count)s such tracks now, and you have answered for another number. Look at them again; nothing was"
        " changed."
    ),
    "rules_conditions_not_list": _("The conditions are a list."),
    "rules_invalid_limit": _("The limit is a whole number from 1 to %(max)s, or left out."),
    "rules_invalid_match": _("Conditions are joined with all or any."),
    "rules_invalid_sort": _("The sort says by what, and whether descending."),
    "rules_not_object": _("Rules are an object with conditions, match, sort and limit."),
    "rules_too_many_conditions": _("At most %(max)s conditions; these are %(count)s."),
    "rules_unknown_key": _("Rules have no part %(key)s."),
    "rules_unknown_sort": _("%(by)s is not something to sort by; choose one of %(choices)s."),
}

# End of library/


# The problems of enrichment/
_ENRICHMENT: dict[str, str | Promise] = {
    # enrichment: one line a code, in alphabetical order
}

# End of enrichment/


# The problems of sheets/
_SHEETS: dict[str, str | Promise] = {
    "another_google_account": _(
        "Your spreadsheet is in the Drive of another Google account than the one you chose. Connect that one"
        " again, or unlink the spreadsheet first."
    ),
    "bad_columns": _("There is no column “%(column)s”. There are: %(columns)s."),
    "bad_mode": _("Choose either to keep your own rows and columns or an exact copy."),
    "bad_recent_count": _("Choose a number of tracks from 1 to %(max)s."),
    "bad_scope": _("Choose either your most recent tracks or the whole library."),
    "cells_do_not_hold": _(
        "Cells of ours do not keep what we write into them, so we stopped. What was written before is right, and"
        " nothing of yours is lost. As a rule they are part of merged cells: in Google Sheets select our columns and"
        " choose Format, Merge cells, Unmerge. If a script or an add-on changes them, switch it off. Then sync again."
    ),
    "code_tab_missing": _(
        "The spreadsheet opens, but none of its tabs is called %(link_code)s. Name the tab that your tracks"
        " should go to %(link_code)s (double-click its name at the bottom), then try again. It shows that the"
        " spreadsheet is yours to edit; the tab gets a friendlier name at once."
    ),
    "columns_with_charts": _(
        "Charts of yours show what would go: %(columns)s. Nothing is changed. Keep these columns, or say that they may go"
        " although the charts lose what they show."
    ),
    "creating_unclear": _(
        "Google did not say whether the spreadsheet was made. Look into your Drive: if there is a new empty"
        " one, you may delete it. Then try again."
    ),
    "linking_on_its_way": _(
        "Your sheet is being linked already. Give it a moment, then look at this page again."
    ),
    "linking_unclear": _(
        "Google did not confirm that the tab was renamed. Wait three minutes and try again; if the tab has"
        " lost its code by then, give it the code once more."
    ),
    "managed_tab_deleted": _("You deleted this tab in Google Sheets. It can be made again."),
    "mirror_refused": _(
        "This tab is set to be an exact copy of your library, but you have typed into our columns (%(cells)s)."
        " Move those cells elsewhere, or choose “Beside what is mine” instead."
    ),
    "mirror_refused_rows": _(
        "This tab is set to be an exact copy of your library, but beside rows that have to go you keep notes or"
        " cells of your own (row %(rows)s). Move them elsewhere, or choose “Beside what is mine” instead."
    ),
    "no_spreadsheet_in_address": _(
        "That address does not name a spreadsheet. Open the spreadsheet itself in your browser and copy the"
        " whole address, https://docs.google.com/spreadsheets/d/ and what follows."
    ),
    "not_a_document": _(
        "That is a Google document, not a spreadsheet. Open a spreadsheet and copy its address."
    ),
    "not_a_drawing": _(
        "That is a Google drawing, not a spreadsheet. Open a spreadsheet and copy its address."
    ),
    "not_a_folder": _(
        "That is a folder in Google Drive, not a spreadsheet. Open the spreadsheet in it and copy that"
        " address."
    ),
    "not_a_form": _(
        "That is a Google form, not a spreadsheet. Open the spreadsheet that collects its answers and copy"
        " that address."
    ),
    "not_a_presentation": _(
        "That is a Google presentation, not a spreadsheet. Open a spreadsheet and copy its address."
    ),
    "not_an_address": _(
        "That is not the address of a spreadsheet. Open the spreadsheet in your browser and copy the whole"
        " address, from https:// on."
    ),
    "other_host": _(
        "That address is not at Google Sheets. Open the spreadsheet in your browser: its address begins with"
        " https://docs.google.com/spreadsheets/."
    ),
    "published_copy": _(
        "That is the address of a published copy, which nobody can write into. Open the spreadsheet itself"
        " and copy its address from the browser."
    ),
    "sheet_already_linked": _(
        "Your tracks go to “%(title)s” already. Unlink it first; it stays in your Drive as it is."
    ),
    "sheet_in_bin": _(
        "Your spreadsheet is in the bin of your Google Drive. Google deletes it for good 30 days after it was put there,"
        " on %(day)s at the earliest. Take it out of the bin (in Google Drive open Bin, and choose Restore), or link"
        " another sheet. Until then nothing is written."
    ),
    "sheet_restless": _(
        "Your sheet kept changing while we wrote, so we stopped. Nothing of yours is lost. If a script or an"
        " add-on changes our columns, switch it off, or let whoever works in the sheet finish; then sync"
        " again."
    ),
    "sheet_taken": _(
        "Somebody else's tracks are written into this spreadsheet already, and one spreadsheet belongs to one"
        " person. Choose another one, or ask them to unlink it first."
    ),
    "smart_sheet_name_invalid": _("Give it a name of up to %(max)s letters."),
    "smart_sheet_name_taken": _("You have a smart sheet called %(name)s already. Choose another name."),
    "tab_headers_changed": _(
        "The headers of our columns have changed, so nothing is written here. Put them back, or remove this"
        " tab and add it again."
    ),
    "too_many_smart_sheets": _("You have %(limit)s smart sheets, and that is as many as there can be."),
}

# End of sheets/


# The problems of syncer/
_SYNCER: dict[str, str | Promise] = {
    # syncer: one line a code, in alphabetical order
    "account_switched_off": _(
        "This site's operator has switched the account off, so the sync has ended. The sheet stays as it is."
    ),
    "google_unclear": _(
        "Google did not say whether it took our last change. We wait until it must be done, then look"
        " at your sheet and go on from what stands there."
    ),
    "no_sheet": _("No sheet is linked yet, so there is nothing to write into. Link one first."),
    "outage": _(
        "Many people's syncs fail alike at the moment, so we take it for an outage and disconnect nobody."
        " Your sheet is untouched; the sync continues by itself."
    ),
    "overtaken": _("Another sync of this library was faster; this one goes on in a minute."),
    "settings_changed": _(
        "What goes into your sheet was changed while it was being written. What was read is kept; the sync continues"
        " by itself, as you want it now."
    ),
    "sheet_unconfirmed": _(
        "Google refused to open your sheet, or to let us write into it. That often passes within minutes: it is tried"
        " again by itself before you are asked to do anything. %(as_it_was)s"
    ),
    "sheet_unlinked": _(
        "You unlinked the sheet, so this sync has ended: nothing more is written into it. Link one to sync again."
    ),
    "site_restarting": _(
        "A part of this site, its database or its queue, was away for a moment. What was read is kept, and your"
        " sheet loses nothing; the sync continues by itself."
    ),
    "spotify_token": _(
        "Spotify does not accept the access it gave us itself. Your sheet is untouched. Connect Spotify again."
    ),
    "sync_paused": _(
        "The daily sync was paused, so this one has ended. What was done until then stays, and your sheet loses nothing:"
        " the next sync goes on from there."
    ),
    "sync_postponed": _(
        "You have started as many syncs as one person may in an hour. Your change is stored, and this sync applies it"
        " by itself as soon as it may start."
    ),
    "unknown": _(
        "Something went wrong that we do not know yet. What was read is kept, and no cell of your sheet is lost."
        " The operator sees the details; the next daily sync tries again."
    ),
}

# End of syncer/


# The problems of notifications/
_NOTIFICATIONS: dict[str, str | Promise] = {
    "too_many_webhooks": _(
        "You have %(most)s webhooks, and nobody may have more. Delete one that you do not use, and try again."
    ),
    "webhook_address_invalid": _(
        "A webhook's address begins with https:// and a host, has no user name, password or # in it, and is at most 500"
        " plain characters long. Nothing was changed."
    ),
    "webhook_secret_lost": _(
        "Your webhook at %(host)s is switched off, because its secret could not be read here. What it is not told"
        " meanwhile is not sent later. Switch it on again; if that does not help, delete it, and make a new one."
    ),
    "webhook_switched_off": _(
        "Your webhook at %(host)s is switched off, because it took nothing for three days. What it is not told meanwhile is"
        " not sent later. Put it right, and switch it on again."
    ),
}

# End of notifications/


# The problems of website/
_WEBSITE: dict[str, str | Promise] = {
    # website: one line a code, in alphabetical order
}

# End of website/


TEXTS: dict[str, str | Promise] = {
    **_PROVIDERS,
    **_ACCOUNTS,
    **_API,
    **_LIBRARY,
    **_ENRICHMENT,
    **_SHEETS,
    **_SYNCER,
    **_NOTIFICATIONS,
    **_WEBSITE,
}

UNKNOWN = _("Something went wrong that this version of the site has no words for.")


VENDOR_NAMES = {"spotify": "Spotify", "google": "Google"}


_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_COUNTS = {"count", "limit", "max", "most"}


class _Values(dict[str, Any]):
    """A row stored by another version may lack a value: its text is shown all the same.

    A list is shown as its items; `more` says how many of them were not stored. A count is written as the reader's
    language does, and so is a day, which is stored as ISO 8601; a year, a status or the number of a condition is no count.
    """

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        if name in _COUNTS and isinstance(value, int):
            return intcomma(value)
        if name == "day" and _ISO_DAY.fullmatch(str(value)):
            return date_format(date.fromisoformat(value), "DATE_FORMAT")
        if not isinstance(value, list):
            return value
        items, more = ", ".join(map(str, value)), self.get("more")
        return _("%(items)s and %(more)s more") % {"items": items, "more": more} if more else items

    def __missing__(self, name: str) -> str:
        if name == "vendor_name":
            return VENDOR_NAMES.get(str(self.get("vendor")), "…")
        return "…"


def describe(code: str, values: Mapping[str, Any]) -> str:
    """Returns the text of a problem as it was stored; "" without a code."""
    if not code:
        return ""
    text = str(TEXTS.get(code, UNKNOWN))
    if "%(" not in text:
        return text
    # A caller that speaks of one tab says so of that tab.
    return text % _Values({"as_it_was": gettext("Your sheet is as it was."), **values})


def describe_problem(problem: Problem) -> str:
    """Returns the text of a problem that was just raised."""
    at = {"at": format_time(problem.when)} if isinstance(problem, TryLater) else {}
    return describe(problem.code, {**at, **problem.values})


def seconds_until(moment: datetime) -> int:
    """Returns whole seconds for `Retry-After`, at least one: 0 asks for a loop."""
    return max(1, ceil((moment - timezone.now()).total_seconds()))


def minutes_until(moment: datetime) -> int:
    """Returns whole minutes for a person who waits, at least one: nobody waits for no time."""
    return max(1, ceil((moment - timezone.now()) / timedelta(minutes=1)))


def format_time(at: datetime) -> str:
    """Returns the first full minute that is not before `at` as “14:05”, in the current time zone."""
    local = timezone.localtime(at)
    return f"{local + timedelta(seconds=59, microseconds=999_999):%H:%M}"
