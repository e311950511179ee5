"""The OAuth scopes that are supported here.

https://developers.google.com/identity/protocols/oauth2/scopes
"""

_PREFIX = "https://www.googleapis.com/auth/"

DRIVE_FILE = f"{_PREFIX}drive.file"
SPREADSHEETS = f"{_PREFIX}spreadsheets"

SIGN_IN = {
    "openid": "Associate you with your personal info on Google",
    "email": "See your primary Google Account email address",
    "profile": "See your personal info, including any you have made publicly available",
    f"{_PREFIX}userinfo.email": "See your primary Google Account email address",
    f"{_PREFIX}userinfo.profile": "See your personal info, including any you have made publicly available",
}
"""Granted by signing in, without a checkbox."""

CHOICES = {
    DRIVE_FILE: "See, edit, create, and delete only the specific Google Drive files you use with this app",
    SPREADSHEETS: "See, edit, create, and delete all your Google Sheets spreadsheets",
    f"{_PREFIX}spreadsheets.readonly": "See all your Google Sheets spreadsheets",
    f"{_PREFIX}drive": "See, edit, create, and delete all of your Google Drive files",
    f"{_PREFIX}drive.readonly": "See and download all your Google Drive files",
}
"""Each has a checkbox on the consent page."""

WRITE_ALL = {SPREADSHEETS, f"{_PREFIX}drive"}
READ_ALL = WRITE_ALL | {f"{_PREFIX}spreadsheets.readonly", f"{_PREFIX}drive.readonly"}
_SHORT = {"email": f"{_PREFIX}userinfo.email", "profile": f"{_PREFIX}userinfo.profile"}


def full_names(scopes: set[str]) -> set[str]:
    """Returns the scopes with the names that Google's answers use."""
    return {_SHORT.get(scope, scope) for scope in scopes}


def sees_email(scopes: set[str]) -> bool:
    return f"{_PREFIX}userinfo.email" in scopes


def sees_profile(scopes: set[str]) -> bool:
    return f"{_PREFIX}userinfo.profile" in scopes
