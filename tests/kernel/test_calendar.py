import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.kernel.calendar import add_months, business_date, is_quiet, next_contact_day, start_of_day
from saldo.kernel.errors import BadInput

SECOND = timedelta(seconds=1)
ZONES = ["Europe/Lisbon", "Europe/Warsaw", "America/Sao_Paulo", "Pacific/Tongatapu", "America/New_York", "UTC"]


@pytest.mark.parametrize(
    ("zone", "midnight"),
    [
        ("Europe/Lisbon", datetime(2026, 1, 15, 0, 0, tzinfo=UTC)),
        ("Europe/Lisbon", datetime(2026, 7, 14, 23, 0, tzinfo=UTC)),
        ("Europe/Warsaw", datetime(2026, 1, 14, 23, 0, tzinfo=UTC)),
        ("Europe/Warsaw", datetime(2026, 7, 14, 22, 0, tzinfo=UTC)),
        ("America/Sao_Paulo", datetime(2026, 1, 15, 3, 0, tzinfo=UTC)),
        ("Pacific/Tongatapu", datetime(2026, 1, 14, 11, 0, tzinfo=UTC)),
        ("America/Caracas", datetime(2026, 1, 15, 4, 0, tzinfo=UTC)),
    ],
)
def test_the_business_date_flips_at_local_midnight(zone, midnight):
    after = business_date(midnight, zone)
    assert after.day == 15
    assert business_date(midnight - SECOND, zone) == after - timedelta(days=1)
    assert start_of_day(after, zone) == midnight
    assert start_of_day(after, zone).tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Warsaw", date(2026, 3, 29), 23),
        ("Europe/Warsaw", date(2026, 10, 25), 25),
        ("Europe/Lisbon", date(2026, 3, 29), 23),
        ("Europe/Lisbon", date(2026, 10, 25), 25),
        ("America/Sao_Paulo", date(2018, 11, 4), 23),
        ("America/Sao_Paulo", date(2019, 2, 16), 25),
        ("Pacific/Tongatapu", date(2026, 3, 29), 24),
        ("America/Havana", date(2026, 11, 1), 25),
    ],
)
def test_a_day_on_which_the_clock_changes_is_shorter_or_longer(zone, day, hours):
    start, end = start_of_day(day, zone), start_of_day(day + timedelta(days=1), zone)
    assert end - start == timedelta(hours=hours)
    assert business_date(start, zone) == business_date(end - SECOND, zone) == day
    assert business_date(start - SECOND, zone) == day - timedelta(days=1)


def test_where_the_clock_skips_midnight_the_day_begins_after_the_skip():
    start = start_of_day(date(2018, 11, 4), "America/Sao_Paulo")
    assert start == datetime(2018, 11, 4, 3, 0, tzinfo=UTC)
    assert start.astimezone(ZoneInfo("America/Sao_Paulo")).hour == 1


def test_an_instant_in_any_zone_gives_the_date_of_the_entity():
    instant = datetime(2026, 1, 15, 1, 30, tzinfo=ZoneInfo("Pacific/Tongatapu"))
    assert business_date(instant, "America/Sao_Paulo") == date(2026, 1, 14)


def test_a_naive_instant_is_refused():
    with pytest.raises(BadInput) as refusal:
        business_date(datetime(2026, 1, 15), "Europe/Lisbon")  # noqa: DTZ001 -- the point of the test
    assert refusal.value.code == "naive_instant"


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "", "../etc/passwd", "/etc/localtime", None])
def test_an_unknown_zone_is_refused(zone):
    with pytest.raises(BadInput) as refusal:
        start_of_day(date(2026, 1, 1), zone)
    assert refusal.value.code == "unknown_zone"


@given(st.dates(date(1970, 1, 2), date(2100, 1, 1)), st.sampled_from(ZONES))
def test_every_day_starts_on_itself_and_the_second_before_is_the_day_before(day, zone):
    start = start_of_day(day, zone)
    assert business_date(start, zone) == day
    assert business_date(start - SECOND, zone) == day - timedelta(days=1)


def test_t16_monthly_from_the_last_of_january_does_not_drift():
    assert [add_months(date(2026, 1, 31), months) for months in range(5)] == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
        date(2026, 5, 31),
    ]
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert add_months(date(2026, 1, 31), 24) == date(2028, 1, 31)


def test_yearly_from_a_leap_day_comes_back_to_the_leap_day():
    assert [add_months(date(2024, 2, 29), 12 * years) for years in (1, 4)] == [date(2025, 2, 28), date(2028, 2, 29)]


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(-1200, 1200))
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(anchor, months):
    result = add_months(anchor, months)
    assert (result.year - anchor.year) * 12 + result.month - anchor.month == months
    assert result.day == anchor.day or (result.day < anchor.day and (result + timedelta(days=1)).day == 1)


def test_a_month_outside_the_calendar_is_refused():
    with pytest.raises(BadInput) as refusal:
        add_months(date(9999, 12, 1), 1)
    assert refusal.value.code == "date_out_of_range"


@pytest.mark.parametrize(
    ("day", "country"),
    [
        (date(2026, 1, 1), "PT"),
        (date(2026, 4, 25), "PT"),
        (date(2026, 6, 10), "PT"),
        (date(2026, 11, 11), "PL"),
        (date(2026, 12, 24), "PL"),
        (date(2026, 10, 12), "ES"),
        (date(2026, 9, 7), "BR"),
        (date(2026, 1, 10), "PT"),
        (date(2026, 1, 11), "PL"),
        (date(2026, 1, 9), "SA"),
    ],
)
def test_holidays_and_weekends_are_quiet(day, country):
    assert is_quiet(day, country)


@pytest.mark.parametrize(
    ("day", "country"),
    [(date(2026, 11, 11), "PT"), (date(2026, 6, 10), "PL"), (date(2026, 1, 12), "BR"), (date(2026, 1, 11), "SA")],
)
def test_a_working_day_of_the_country_is_not_quiet(day, country):
    assert not is_quiet(day, country)


def test_further_days_can_be_quiet():
    closed = frozenset({date(2026, 1, 12)})
    assert is_quiet(date(2026, 1, 12), "PT", extra=closed)
    assert next_contact_day(date(2026, 1, 12), "PT", extra=closed) == date(2026, 1, 13)


def test_a_regional_holiday_is_quiet_in_its_region_only():
    assert is_quiet(date(2026, 11, 30), "GB-SCT")
    assert not is_quiet(date(2026, 11, 30), "GB-ENG")


def test_contact_waits_for_the_first_day_that_is_not_quiet():
    assert next_contact_day(date(2026, 1, 12), "PT") == date(2026, 1, 12)
    assert next_contact_day(date(2026, 1, 10), "PT") == date(2026, 1, 12)
    assert next_contact_day(date(2026, 12, 24), "PL") == date(2026, 12, 28)
    assert next_contact_day(date(2027, 12, 31), "PT") == date(2027, 12, 31)
    assert next_contact_day(date(2028, 1, 1), "PT") == date(2028, 1, 3)


@pytest.mark.parametrize("country", ["XX", "", "PT-ZZ", "Portugal"])
def test_an_unknown_country_is_refused(country):
    with pytest.raises(BadInput) as refusal:
        is_quiet(date(2026, 1, 1), country)
    assert refusal.value.code == "unknown_country"


# Proclaimed for the football World Cup after the list was published.
PROCLAIMED_SINCE = {"scotland": {date(2026, 6, 15)}}

DIVISIONS = {"england-and-wales": "GB-ENG", "scotland": "GB-SCT", "northern-ireland": "GB-NIR"}


@pytest.mark.parametrize(("division", "country"), DIVISIONS.items())
def test_published_bank_holidays_of_the_united_kingdom_are_quiet(vectors, division, country):
    rows = json.loads((vectors / "holidays" / "uk-bank-holidays.json").read_text())[division]["events"]
    published = {date.fromisoformat(row["date"]) for row in rows}
    assert len(published) > 20
    assert {day for day in published if not is_quiet(day, country)} == set()
    quiet_weekdays = {
        day
        for year in {day.year for day in published}
        for day in (date(year, 1, 1) + timedelta(days=number) for number in range(365))
        if day.weekday() < 5 and is_quiet(day, country)
    }
    assert quiet_weekdays - published == PROCLAIMED_SINCE.get(division, set())
