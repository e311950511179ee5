"""What can be wrong with an answer about missing tracks, and with rules of smart sheets. The words are in `problems.texts`."""

from __future__ import annotations

from typing import Self

from problems.kinds import AskUser


class MissingTracksChanged(AskUser):
    """Other tracks went missing since the person was asked: there are `count` now. Nobody has answered for those."""

    code = "missing_tracks_changed"


class InvalidRules(AskUser):
    """`number` is that of the condition that is wrong, from 1; None where the rules as a whole are."""

    number: int | None = None


class InvalidCondition(InvalidRules):
    """Becomes complete with `at`: where it is found, the number of the condition is not known."""

    def at(self, number: int, condition: str) -> Self:
        """Adds which condition it is: its number from 1, and its kind in words."""
        self.number = number
        self.values |= {"number": number, "condition": condition}
        return self


class RulesNotObject(InvalidRules):
    """The rules are no JSON object."""

    code = "rules_not_object"


class UnknownRulesKey(InvalidRules):
    """`key` is none of the keys of rules."""

    code = "rules_unknown_key"


class ConditionsNotList(InvalidRules):
    """The conditions are no list."""

    code = "rules_conditions_not_list"


class TooManyConditions(InvalidRules):
    """There are `count` conditions, and at most `max` are allowed."""

    code = "rules_too_many_conditions"


class InvalidMatch(InvalidRules):
    """`match` is neither all nor any."""

    code = "rules_invalid_match"


class InvalidSort(InvalidRules):
    """The sort has keys of another version, or is no object."""

    code = "rules_invalid_sort"


class UnknownSort(InvalidRules):
    """`by` is none of the `choices`."""

    code = "rules_unknown_sort"


class InvalidLimit(InvalidRules):
    """The limit is no whole number from 1 to `max`."""

    code = "rules_invalid_limit"


class ConditionNotObject(InvalidCondition):
    """The condition is no JSON object."""

    code = "condition_not_object"


class UnknownCondition(InvalidCondition):
    """`kind` is none of the `choices`."""

    code = "condition_unknown"


class UnknownConditionKey(InvalidCondition):
    """`key` is none of the keys of such a condition."""

    code = "condition_unknown_key"


class NegatedNotBoolean(InvalidCondition):
    """`negated` is neither true nor false."""

    code = "condition_negated"


class EmptyRange(InvalidCondition):
    """Neither end of the range is given."""

    code = "condition_empty_range"


class ReversedRange(InvalidCondition):
    """The lowest value is above the highest."""

    code = "condition_reversed_range"


class ValueOutOfRange(InvalidCondition):
    """`value` is no number from `low` to `high`."""

    code = "condition_value_out_of_range"


class YearNotWhole(InvalidCondition):
    """The year has decimals."""

    code = "condition_year_not_whole"


class GenreMissing(InvalidCondition):
    """No genre is named."""

    code = "condition_genre_missing"


class InvalidDays(InvalidCondition):
    """The number of days is no whole number from 1 to `max`."""

    code = "condition_invalid_days"


class EmptyPeriod(InvalidCondition):
    """Neither day of the period is given."""

    code = "condition_empty_period"


class ReversedPeriod(InvalidCondition):
    """The first day is after the last."""

    code = "condition_reversed_period"


class InvalidDay(InvalidCondition):
    """`value` is no day in ISO form."""

    code = "condition_invalid_day"


class DayOutOfRange(InvalidCondition):
    """`day` is not from 1900 to 9000."""

    code = "condition_day_out_of_range"
