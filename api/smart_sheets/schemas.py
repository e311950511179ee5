"""Smart sheets and their rules as the API shows them.

The documents of rules describe the JSON of `library.rules.serialization`, which alone decides what is valid: what is sent
goes there as it is.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, WrapValidator

from library.coverage import Coverage
from library.models import SavedTrack
from library.problems import InvalidRules
from library.rules.conditions import MOST_CONDITIONS, MOST_DAYS, MOST_ROWS, RangeName, Rules, SortName
from library.rules.explanation import ConditionResult, MissingReason, TrackValue
from library.rules.presenters import describe_condition, describe_result
from library.rules.preview import Preview
from library.rules.serialization import condition_to_json, rules_from_json, rules_to_json
from sheets.models import SmartTab
from sheets.receipt import TabReceipt
from sheets.smart_tabs import MAX_NAME

STRICT = ConfigDict(extra="forbid")

Negated = Annotated[
    bool,
    Field(description="Whether it is met by the tracks of any other value. An unknown value meets neither."),
]
Subject = "What the condition is about: it decides which other members there are."


class RangeDocument(Schema):
    """The value is from `low` to `high`, both included; null leaves an end open. At least one is given."""

    model_config = STRICT

    on: RangeName = Field(description=Subject)
    low: float | None = Field(
        None,
        description="The lowest value, included: of `tempo` in beats a minute, of `release_year` a year, of others from 0 to 1.",
    )
    high: float | None = Field(None, description="The highest value, included, in the same unit.")
    negated: Negated = False


class GenreDocument(Schema):
    """A genre of one of the track's artists is `name`."""

    model_config = STRICT

    on: Literal["genre"] = Field(description=Subject)
    name: str = Field(description="The genre, such as `hip hop`; its case does not matter.")
    negated: Negated = False


class SavedLatelyDocument(Schema):
    """Saved today or on one of the `days` - 1 days before, in your time zone."""

    model_config = STRICT

    on: Literal["saved_lately"] = Field(description=Subject)
    days: int = Field(ge=1, le=MOST_DAYS, description="How many days, today among them.")
    negated: Negated = False


class SavedBetweenDocument(Schema):
    """Saved on a day from `first` to `last`, both included; null leaves an end open. At least one is given."""

    model_config = STRICT

    on: Literal["saved_between"] = Field(description=Subject)
    first: date | None = Field(None, description="The first day, in your time zone. Null: no limit.")
    last: date | None = Field(None, description="The last day, in your time zone. Null: no limit.")
    negated: Negated = False


class ExplicitDocument(Schema):
    """Spotify says that the track is explicit."""

    model_config = STRICT

    on: Literal["explicit"] = Field(description=Subject)
    negated: Negated = False


ConditionDocument = Annotated[
    RangeDocument | GenreDocument | SavedLatelyDocument | SavedBetweenDocument | ExplicitDocument,
    Field(discriminator="on"),
]


class OrderDocument(Schema):
    """By what the tracks are sorted. Unknown values come last in both directions."""

    model_config = STRICT

    by: Annotated[
        SortName, Field(description="The value to sort by; `saved` is when the track was saved.")
    ] = "saved"
    descending: Annotated[
        bool, Field(description="Whether the newest, the highest value or the last letter comes first.")
    ] = True


class RulesDocument(Schema):
    """Which tracks a smart sheet holds: all that meet `all` or `any` of the conditions, the first `limit` of them.

    An unknown value fails its condition, and the negated one too.
    """

    model_config = STRICT

    match: Literal["all", "any"] = Field(
        "all", description="Whether a track meets all conditions, or at least one of them."
    )
    conditions: list[ConditionDocument] = Field(
        [], max_length=MOST_CONDITIONS, description="None: every saved track."
    )
    # Generators of clients know no default that is an object.
    sort: OrderDocument = Field(
        default_factory=OrderDocument, description="The order of the rows. Left out: the newest save first."
    )
    limit: int | None = Field(
        None, ge=1, le=MOST_ROWS, description="How many tracks at most, the first of the order. Null: all."
    )

    @classmethod
    def of(cls, rules: Rules) -> RulesDocument:
        """Returns rules as the API shows them."""
        return cls.model_validate(rules_to_json(rules))


# As it was sent, and documented all the same.
SentRules = Annotated[
    RulesDocument, Field(description="Which tracks, in which order."), WrapValidator(lambda value, _: value)
]
Name = Annotated[
    str,
    Field(
        description="The title of the tab. No other smart sheet of yours has it, whatever its case.",
        json_schema_extra={"minLength": 1, "maxLength": MAX_NAME},
    ),
]


class SmartSheet(Schema):
    """`rules` are null where another version of the site wrote them.

    `written_at` and `rows` are of the last write that Google confirmed. `is_tab_deleted`: you deleted the tab in Google Sheets.
    """

    id: int
    name: str
    rules: RulesDocument | None
    written_at: datetime | None
    rows: int
    is_tab_deleted: bool

    @classmethod
    def of(cls, tab: SmartTab) -> SmartSheet:
        """Returns what the API shows of a smart sheet."""
        try:
            rules = RulesDocument.of(rules_from_json(tab.rules))
        except InvalidRules:
            rules = None
        return cls(
            id=tab.pk,
            name=tab.name,
            rules=rules,
            written_at=tab.confirmed_at,
            rows=TabReceipt.from_json(tab.confirmed_receipt).rows,
            is_tab_deleted=tab.deleted_by_user,
        )


class NewSmartSheet(Schema):
    """A smart sheet to make."""

    model_config = STRICT

    name: Name
    rules: SentRules


class SmartSheetPatch(Schema):
    """What is to be different; what is left out, or null, stays as it is. Rules are replaced as a whole."""

    model_config = STRICT

    name: Name | None = Field(None, description="Another title of the tab. Null: it stays.")
    rules: SentRules | None = Field(None, description="All rules anew. Null: they stay.")


class PreviewRequest(Schema):
    """Rules to try."""

    model_config = STRICT

    rules: SentRules


class PreviewTrack(Schema):
    """A track that would be in the sheet."""

    save_id: int
    track_id: int | None
    name: str
    added_at: datetime

    @classmethod
    def of(cls, save: SavedTrack) -> PreviewTrack:
        """Returns what a preview shows of a save."""
        name = save.track.full_name if save.track else ""
        return cls(save_id=save.pk, track_id=save.track_id, name=name, added_at=save.added_at)


class RulesPreview(Schema):
    """`matching` tracks fit, `count` of them would go into the sheet, `tracks` are the first of these.

    `coverage`: for how many of your tracks features and genres are known.
    """

    matching: int
    count: int
    tracks: list[PreviewTrack]
    coverage: Coverage

    @classmethod
    def of(cls, preview: Preview, coverage: Coverage) -> RulesPreview:
        """Returns a preview as the API shows it."""
        tracks = [PreviewTrack.of(save) for save in preview.first]
        return cls(matching=preview.matching, count=preview.count, tracks=tracks, coverage=coverage)


class ExplainedCondition(Schema):
    """A condition, whether the track meets it, and the track's own `value`: as data, and both in words.

    `holds` is null where the value is unknown, which counts as no; `missing` says why.
    """

    condition: ConditionDocument
    holds: bool | None
    value: TrackValue | None
    missing: MissingReason
    condition_text: str
    value_text: str

    @classmethod
    def of(cls, result: ConditionResult) -> ExplainedCondition:
        """Returns one line of an explanation as the API shows it."""
        return cls.model_validate(
            {
                "condition": condition_to_json(result.condition),
                "holds": result.holds,
                "value": result.value,
                "missing": result.missing,
                "condition_text": describe_condition(result.condition),
                "value_text": describe_result(result),
            }
        )


class TrackExplanation(Schema):
    """Whether a track is in a smart sheet, and why. One that `fits` may be left out by the sheet's limit."""

    name: str
    fits: bool
    is_in: bool
    match: Literal["all", "any"]
    conditions: list[ExplainedCondition]
