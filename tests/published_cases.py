"""Published numbers that the formulas must reproduce: facts, each with the place it was printed in.

The ids are those of the domain notes. Where a source prints rounded numbers, `tolerance` is half a printed unit.
"""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("published")
WBR = "https://github.com/working-backwards/wbr-app"
SERVICENOW = (
    "https://www.servicenow.com/docs/r/australia/it-business-management/goal-framework/"
    "target-status-calculation-examples.html"
)


@dataclass(frozen=True)
class Published:
    """A case: who printed it, what goes in, what must come out."""

    source: str
    url: str
    given: dict[Any, Any]
    expected: dict[Any, Any]
    tolerance: float = 0.0


def daily(name: str) -> dict[date, list[Decimal]]:
    """Return {day: numbers} of a published daily table."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file)
    return {date.fromisoformat(day): [Decimal(number) for number in numbers] for day, *numbers in rows}


K01 = Published(
    "ServiceNow, Goal Framework: status calculation, targets with cumulative breakdowns",
    SERVICENOW,
    given={"plan": [250_000, 500_000, 750_000, 1_000_000], "actual": [220_000, 480_000, 710_000, 968_000]},
    expected={
        "attainment_percent": [88.0, 96.0, 94.7, 96.8],
        "status": ["watch", "on_track", "on_track", "on_track"],
        "year_at_700000_percent": 70.0,
        "year_at_700000": "behind",
    },
    tolerance=0.05,
)

K03 = Published(
    "OKR Scoring Guide, quantitative key results (baseline, target, actual)",
    "https://clawhub.ai/api/v1/skills/okr-consulting/file?path=references%2Fscoring.md",
    given={"results": [("32", "45", "42"), ("8", "5", "6"), ("0", "500000", "400000")]},
    expected={"scores": [0.77, 0.67, 0.80]},
    tolerance=0.005,
)

K05 = Published(
    "ServiceNow, Goal Framework: three-layer cascade (its 'Efficiency: green at 80 %' contradicts its own bands)",
    SERVICENOW,
    given={"goals": {"Growth": [0.91, 0.6], "Innovation": [0.78], "Efficiency": [0.80]}},
    expected={"goals": {"Growth": "behind", "Innovation": "watch"}, "parent": "behind"},
)

K07 = Published(
    "Charig et al. 1986, Julious and Mullee 1994: two treatments, small and large stones",
    "https://generalist.academy/2019/08/16/kidney-stone-paradox/",
    given={"A": [(81, 87), (192, 263)], "B": [(234, 270), (55, 80)]},
    expected={"A": (93, 73, 78), "B": (87, 69, 83)},
    tolerance=0.5,
)

K08 = Published(
    "Working Backwards WBR App, scenario 1 test 1 (Apache-2.0): page views, week ending 25 September 2021",
    WBR,
    given={"daily": "wbr_page_views.csv", "day": date(2021, 9, 25)},
    expected={
        "weeks": [496725868, 499671126, 464148871, 457477195, 460207741, 470759324],
        "weeks_last_year": [429282793, 439825733, 453443686, 402629589, 383456304, 383306638],
        "week_over_week": 2.29278694379893,
        "week_over_year": 22.81533303,
        "month_to_date": (1632139558, 15.34821198459484),
        "quarter_to_date": (6114047468, 22.686371061643484),
        "year_to_date": (18665110807, 31.435111159660067),
        "months": {date(2021, 1, 1): 2318880564, date(2021, 2, 1): 1969227848, date(2021, 8, 1): 2207577942},
    },
    tolerance=1e-6,
)

K10 = Published(
    "Working Backwards WBR App, scenario 4 tests 1, 2, 11 (Apache-2.0): customers, week ending 30 April 2022",
    WBR,
    given={"daily": "wbr_customers.csv", "day": date(2022, 4, 30)},
    expected={
        "base": [30147.42857, 30360.14286, 30446.85714, 30716.14286, 30933, 31028.71429],
        "new": [444, 305, 255, 508, 304, 314],
        "churn": [0.004975549, 0.005961764, 0.004959461, 0.004981094, 0.00610998, 0.005317655],
        "april_base": 30754.76667,
        "april_churn": 0.023215913,
        "year_base": 29455.85833,
    },
    tolerance=1e-5,
)

P01 = Published(
    "State Council General Office, holiday notice for 2026",
    "https://www.gov.cn/gongbao/2025/issue_12406/202511/content_7048922.html",
    given={"as_of": [date(2026, 2, 14), date(2026, 5, 9), date(2026, 10, 10)]},
    expected={
        "working_days": [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23],
        "year": 248,
        "elapsed": [(11, 16), (4, 19), (3, 18)],
        "elapsed_percent": [68.75, 21.0526, 16.6667],
    },
    tolerance=0.001,
)

P03 = Published(
    "人社部发〔2025〕2号",
    "https://csrwiki.com/csr/monthly-average-working-hours-decline-to-20-67-days",
    given={"days": 365, "weekend_days": 104, "holidays": 13},
    expected={"year": 248, "month": 20.67},
    tolerance=0.005,
)

HOLIDAYS_2008 = [date(2008, 11, 26), date(2008, 12, 4), date(2009, 1, 21)]

P04 = Published(
    "Microsoft Office help, NETWORKDAYS",
    "http://office.microsoft.com/en-us/excel-help/networkdays-function-HP010342719.aspx",
    given={"first": date(2008, 10, 1), "last": date(2009, 3, 1), "holidays": HOLIDAYS_2008},
    expected={"by_holidays": {0: 108, 1: 107, 3: 105}},
)

P06 = Published(
    "Microsoft Office help, WORKDAY",
    "",
    given={"start": date(2008, 10, 1), "n": 151, "holidays": HOLIDAYS_2008},
    expected={"without": date(2009, 4, 30), "with": date(2009, 5, 5)},
)

P08 = Published(
    "How to Calculate Sales Pace",
    "https://cal76.calculator.city/?p=2254",
    given={"actual": 96_000, "elapsed": 12, "total": 30, "goal": 260_000, "second": (40_000, 10, 30)},
    expected={
        "rate": 8000,
        "projection": 240_000,
        "projected_percent": 92.3,
        "second_projection": 120_000,
        "required_rate": 9111.11,
    },
    tolerance=0.05,
)

P10 = Published(
    "Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 2nd edition, section 3.5",
    "https://otexts.com/fpp2/prediction-intervals.html",
    given={"point": 3830, "sigma": 22.0},
    expected={0.8: (3802, 3858), 0.95: (3787, 3873)},
    tolerance=0.5,
)

P12 = Published(
    "Montgomery and Runger, Applied Statistics and Probability for Engineers, 3rd edition, example 8-8",
    "https://issuhub.com/view/index?id=5218&pageIndex=317",
    given={"n": 22, "mean": "13.71", "spread": 3.55, "confidence": 0.95},
    expected={"t": 2.08, "interval": (6.16, 21.26)},
    tolerance=0.01,
)

P14 = Published(
    "Minitab output: prediction from a fitted line",
    "https://studylib.net/doc/7461662/using-minitab-to-predict-y-for-a-given-x",
    given={"n": 6, "fit": "14.44", "spread": 4.90345, "fit_error": 3.11, "confidence": 0.95},
    expected={"mean": (5.79, 23.09), "one": (-1.69, 30.57)},
    tolerance=0.02,
)

T01 = Published(
    "NIST/SEMATECH e-Handbook of Statistical Methods 6.3.2.2, individuals control charts: flow rate",
    "https://www.itl.nist.gov/div898/handbook/pmc/section3/pmc322.htm",
    given={"values": [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]},
    expected={
        "ranges": [2.0, 2.3, 1.4, 3.5, 3.4, 1.4, 0.2, 1.2, 1.5],
        "mean": 50.81,
        "mean_range": 1.8778,
        "lower": 45.8159,
        "upper": 55.8041,
    },
    tolerance=6e-5,
)

T03 = Published(
    "NHSRplotthedots 0.2.2 (MIT), vignette Deviations, section 1: the limits of Making Data Count, without screening",
    "https://nhsrplotthedots.nhsrcommunity.com",
    given={"values": [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]},
    expected={"limits": (1.94, -3.06, 6.95)},
    tolerance=0.006,
)

T05 = Published(
    "NHSRplotthedots 0.2.2 (MIT), tests of ptd_calculate_point_type: the rules of Making Data Count",
    "https://github.com/nhs-r-community/NHSRplotthedots/blob/main/tests/testthat/test-ptd_calculate_point_type.R",
    given={
        "sides": [[1] * 6, [1] * 6 + [-1], [1] * 8 + [-1], [-1] * 8 + [1]],
        "values": [
            [1, 2, 3, 4, 5, 6],
            [1, 2, 3, 3, 4, 5, 6],
            [1, 2, 3, 4, 5, 6, 7],
            [2, 1, 2, 3, 4, 5, 6, 7, 3],
            [7, 6, 5, 4, 3, 2, 1],
        ],
        "close": [
            ([1, 0, 1], [1, 1, 1]),
            ([0, 0, 1, 0, 1, 0, 0], [1] * 7),
            ([0, 0, 1, 1, 0, 0, 0], [1] * 7),
            ([1, 0, 0, 1], [1] * 4),
            ([1, 0, 0, 1, 1], [1] * 5),
            ([1, 0, 1], [1, -1, 1]),
            ([0, 0, 1, 1, 0, 0, 0], [-1, 1, -1, 1, -1, 1, -1]),
        ],
    },
    expected={
        "run_complete": [[0] * 6, [0] * 7, [0] * 6 + [1, 1, 0], [0] * 6 + [1, 1, 0]],
        "trend_complete": [[0] * 6, [0] * 7, [0] * 6 + [1], [0] * 7 + [1, 0], [0] * 6 + [-1]],
        "two_of_three": [
            [1, 0, 1],
            [0, 0, 1, 0, 1, 0, 0],
            [0, 0, 1, 1, 0, 0, 0],
            [0, 0, 0, 0],
            [0, 0, 0, 1, 1],
            [0, 0, 0],
            [0] * 7,
        ],
    },
)

T08 = Published(
    "xmrit-hub (MIT), xmr-calculations.ts: median limits of the NIST flow rate",
    "https://github.com/Ecommerce-Enablers-Pte-Ltd/xmrit-hub",
    given={"values": T01.given["values"]},
    expected={"limits": (51.25, 46.53, 55.97, 5.8)},
    tolerance=0.006,
)

T09 = Published(
    "LibreOffice help, WEEKNUM; SoftMaker, ISOWEEKNUM",
    "https://help.libreoffice.org/6.1/bn-IN/text/scalc/01/func_weeknum.html",
    given={},
    expected={date(1995, 1, 1): 52, date(1999, 1, 1): 53, date(2020, 1, 1): 1, date(2017, 1, 1): 52},
)

T11 = Published(
    "Excel's RRI: GrapeCity SpreadJS help, Exceljet (intervals, start, end)",
    "https://exceljet.net/functions/rri-function",
    given={"growth": [(96, 10_000, 11_000), (5, 1000, 1200)]},
    expected={"rates": [0.0009933, 0.037137289]},
    tolerance=5e-8,
)
