"""An access token as its owner sees it in the list."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import ApiToken
from website.presenters import format_moment

_SCOPES: dict[str, str | Promise] = {
    ApiToken.Scope.READ: gettext_lazy("read"),
    ApiToken.Scope.SYNC: gettext_lazy("sync"),
    ApiToken.Scope.WRITE: gettext_lazy("write"),
}


@dataclass(frozen=True, slots=True)
class ApiTokenPresenter:
    """One line: its name, its last characters, and when it was used and ends."""

    pk: int
    name: str
    ending: str
    scopes: str
    use: str
    end: str
    has_ended: bool

    @classmethod
    def of(cls, token: ApiToken) -> ApiTokenPresenter:
        """Returns a token in words."""
        has_ended = token.expires_at is not None and token.expires_at <= timezone.now()
        used, ends = token.last_used_at, token.expires_at
        if ends is None:
            end = _("lasts until you revoke it")
        else:
            end = (_("ended %(at)s") if has_ended else _("ends %(at)s")) % {"at": format_moment(ends)}
        return cls(
            pk=token.pk,
            name=token.name,
            ending=token.ending,
            scopes=", ".join(str(_SCOPES.get(scope, scope)) for scope in token.scopes),
            use=_("last used %(at)s") % {"at": format_moment(used)} if used else _("never used"),
            end=end,
            has_ended=has_ended,
        )
