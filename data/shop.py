"""The invented shop of the sample plan: what its systems would report for each day, from a fixed seed.

Every figure of a region's day comes from the same visits and orders, so that the KPIs agree with one another.
"""

import math
import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

import holidays

SEED = 20261023
FIRST, LAST = date(2025, 1, 1), date(2026, 10, 23)
CALENDAR = holidays.country_holidays("CN")


class Row(NamedTuple):
    """One line of a file of actuals, and the day from which the figure is known."""

    known: date
    kpi: str
    day: date
    segment: str
    value: Decimal
    base: Decimal | None = None


class Region(NamedTuple):
    """What an ordinary day of January 2025 looks like in a region."""

    name: str
    visits: int
    conversion: float
    order_value: float
    new_share: float
    """First orders among all orders."""
    refunds: float
    margin: float
    on_time: float
    complaints: float


REGIONS = (
    Region("华东", 158_000, 0.0440, 161.0, 0.105, 0.042, 0.221, 0.972, 5.6),
    Region("华南", 112_000, 0.0425, 149.0, 0.235, 0.044, 0.212, 0.966, 4.3),
    Region("华北", 88_000, 0.0418, 155.0, 0.098, 0.043, 0.215, 0.964, 3.4),
    Region("西南", 60_000, 0.0402, 138.0, 0.118, 0.046, 0.203, 0.951, 2.2),
)

WEEKDAYS = (0.97, 0.95, 0.96, 0.98, 1.01, 1.08, 1.05)
"""Monday to Sunday; people buy more at the weekend."""

VISITORS = (
    (date(2025, 1, 24), date(2025, 2, 4), 0.55),  # Spring Festival: warehouses and couriers rest
    (date(2025, 6, 1), date(2025, 6, 17), 1.26),  # 618
    (date(2025, 6, 18), date(2025, 6, 18), 2.05),
    (date(2025, 8, 18), date(2025, 8, 18), 1.30),
    (date(2025, 9, 7), date(2025, 9, 9), 1.24),
    (date(2025, 10, 1), date(2025, 10, 8), 0.87),  # National Day and Mid-Autumn: people travel
    (date(2025, 10, 20), date(2025, 10, 31), 1.07),
    (date(2025, 11, 1), date(2025, 11, 10), 1.28),  # Double 11
    (date(2025, 11, 11), date(2025, 11, 11), 2.55),
    (date(2025, 12, 10), date(2025, 12, 12), 1.42),
    (date(2026, 2, 12), date(2026, 2, 23), 0.55),
    (date(2026, 6, 1), date(2026, 6, 17), 1.28),
    (date(2026, 6, 18), date(2026, 6, 18), 2.10),
    (date(2026, 8, 18), date(2026, 8, 18), 1.33),
    (date(2026, 9, 7), date(2026, 9, 9), 1.27),
    (date(2026, 10, 1), date(2026, 10, 7), 0.86),
    (date(2026, 10, 20), date(2026, 10, 31), 1.09),
)
"""Campaigns and holidays: first day, last day, visits against an ordinary day."""

TYPHOON = (date(2026, 8, 8), date(2026, 8, 11))
"""Deliveries in 华东 stand still."""
BAD_BATCH = date(2026, 9, 26)
"""From here on quilts of one maker come back in 华东."""
ACCOUNT_FROZEN = date(2026, 10, 12)
"""From here on the advertising account for new customers in 华南 is frozen."""


def days(first: date = FIRST, last: date = LAST) -> Iterator[date]:
    """Every day from `first` to `last`."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def visitors(day: date) -> float:
    """Return visits of a day against an ordinary Wednesday or Thursday of January 2025."""
    growth = 1.0085 ** ((day - FIRST).days / 30.4)
    campaigns = [factor for first, last, factor in VISITORS if first <= day <= last]
    return math.prod([growth, WEEKDAYS[day.weekday()], *campaigns])


def money(amount: float) -> Decimal:
    """Return an amount in yuan and fen."""
    return Decimal(f"{amount:.2f}")


def some(chance: random.Random, mean: float) -> int:
    """Return a whole number that scatters about `mean` as a count does."""
    return max(0, round(chance.gauss(mean, math.sqrt(mean))))


def new_share(region: Region, day: date) -> float:
    """Return the share of first orders; it collapses in 华南 when the account is frozen."""
    frozen = region.name == "华南" and day >= ACCOUNT_FROZEN
    return region.new_share * (0.13 if frozen else 1.0)


def refund_share(region: Region, day: date) -> float:
    """Return the share of orders refunded; the bad batch shows in 华东."""
    return region.refunds * (1.72 if region.name == "华东" and day >= BAD_BATCH else 1.0)


def complaints(region: Region, day: date) -> float:
    """Return the complaints to be expected; the bad batch shows here too."""
    return region.complaints * (1.3 if region.name == "华东" and day >= BAD_BATCH else 1.0)


def delivery(region: Region, day: date) -> tuple[float, float]:
    """Return the share delivered on time and the hours of the slowest delivery, before scatter."""
    if region.name == "华东" and TYPHOON[0] <= day <= TYPHOON[1]:
        return 0.81, 92.0
    busy = 4.0 if visitors(day) > 1.5 else 0.0
    return region.on_time, 52.0 + 80 * (1 - region.on_time) + busy


def shop_rows(chance: random.Random, region: Region, day: date) -> Iterator[Row]:
    """Rows of one region's day, all from the same visits and orders, so that they agree with one another."""

    def about(mean: float, spread: float) -> float:
        return mean * chance.gauss(1, spread)

    def row(kpi: str, value: Decimal | int, base: Decimal | int | None = None) -> Row:
        return Row(day + timedelta(1), kpi, day, region.name, Decimal(value), None if base is None else Decimal(base))

    visits = round(about(region.visits * visitors(day), 0.028))
    orders = round(about(visits * region.conversion, 0.022))
    sales = money(orders * about(region.order_value, 0.013))
    profit = money(float(sales) * about(region.margin, 0.012))
    on_time, slowest = delivery(region, day)
    delivered = round(about(orders * 0.97, 0.01))
    yield row("gmv", sales)
    yield row("orders", orders)
    yield row("new_customers", round(about(orders * new_share(region, day), 0.035)))
    yield row("conversion", orders, visits)
    yield row("order_value", sales, orders)
    yield row("gross_margin", profit, sales)
    yield row("refund_rate", some(chance, orders * refund_share(region, day)), orders)
    yield row("on_time", min(delivered, round(delivered * about(on_time, 0.004))), delivered)
    yield row("slowest_delivery", Decimal(f"{about(slowest, 0.04):.1f}"))
    if count := some(chance, complaints(region, day)):
        yield row("complaints", count)


def repeat_sales(day: date) -> float:
    """Return an ordinary day's sales to members, in yuan; the new programme of September lifts them."""
    lift = 1.19 if day >= date(2026, 10, 1) else 1.06 if day >= date(2026, 9, 1) else 1.0
    return 742_000 * visitors(day) * lift


def stock_days(day: date) -> float:
    """Return how many days the stock lasts; it is built up for Double 11."""
    built_up = max(0, (day - date(2026, 9, 28)).days) * 0.22
    return 31.2 + 1.6 * math.sin((day - FIRST).days / 17) + built_up


def company_rows(chance: random.Random) -> Iterator[Row]:
    """Rows of the KPIs that are not divided by region, day by day."""
    merchants = 1_486.0
    for day in days():
        merchants += chance.gauss(0.9, 1.6) + (2.6 if day >= date(2026, 10, 8) else 0.0)
        cost = 46_500 * visitors(day) * chance.gauss(1, 0.05)
        result = cost * chance.gauss(3.02 if day >= ACCOUNT_FROZEN else 3.62, 0.16)
        yield Row(day + timedelta(1), "repeat_sales", day, "", money(repeat_sales(day) * chance.gauss(1, 0.03)))
        yield Row(day + timedelta(1), "merchants", day, "", Decimal(round(merchants)))
        yield Row(day + timedelta(3), "ad_return", day, "", money(result), money(cost))
        down = min(chance.expovariate(1 / 0.0007), 0.0048)
        yield Row(day + timedelta(1), "availability", day, "", Decimal(f"{1 - down:.4f}"))
        if CALENDAR.is_working_day(day):
            yield Row(
                day + timedelta(1), "stock_cover", day, "", Decimal(f"{stock_days(day) + chance.gauss(0, 0.5):.1f}")
            )
            yield Row(day + timedelta(1), "new_items", day, "", Decimal(some(chance, 19.5)))


def weekly_rows(chance: random.Random) -> Iterator[Row]:
    """Satisfaction and overtime of each whole week, known on the Monday after."""
    for monday in days(date(2025, 1, 6), LAST - timedelta(days=6)):
        if monday.weekday():
            continue
        typhoon = -0.14 if monday == date(2026, 8, 10) else 0.0
        score = 4.58 + (monday - FIRST).days * 0.00018 + typhoon + chance.gauss(0, 0.03)
        hours = 64 * visitors(monday + timedelta(3)) * chance.gauss(1, 0.12)
        yield Row(monday + timedelta(7), "satisfaction", monday, "", Decimal(f"{score:.2f}"))
        yield Row(monday + timedelta(7), "overtime", monday, "", Decimal(f"{hours:.1f}"))


def monthly_rows(chance: random.Random) -> Iterator[Row]:
    """The survey of each month, known on the first of the next; October's is still to come."""
    for first in days():
        following = (first + timedelta(days=31)).replace(day=1)
        if first.day == 1 and following <= LAST:
            yield Row(
                following, "nps", first, "", Decimal(round(47 + (first - FIRST).days / 110 + chance.gauss(0, 1.5)))
            )


def actual_rows() -> Iterator[Row]:
    """Every row as it finally stands."""
    chance = random.Random(SEED)
    for region in REGIONS:
        for day in days():
            yield from shop_rows(chance, region, day)
    yield from company_rows(chance)
    yield from weekly_rows(chance)
    yield from monthly_rows(chance)
