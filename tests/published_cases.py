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

B01 = Published(
    "CIMA CO1, Fundamentals of Management Accounting, p. 332 (flexed budget, actual, favourable)",
    "https://studmed.ru/view/cima-co1-official-learning-system-fundamentals-of-management-accounting_5d027c77b93.html",
    given={
        "lines": [
            ("revenue", 290_400, 303_600),
            ("cost", 79_200, 78_350),
            ("cost", 52_800, 51_700),
            ("cost", 13_200, 14_160),
            ("cost", 13_450, 13_710),
            ("cost", 10_220, 10_160),
        ],
        "units": (12_600, 13_200),
        "variable": [277_200, 75_600, 50_400, 12_600, 0, 0],
        "fixed": [0, 0, 0, 0, 13_450, 10_220],
    },
    expected={"favourable": [13_200, 850, 1100, -960, -260, 60], "total": 13_990, "volume": 6600, "whole": 20_590},
)

B02 = Published(
    "Bhimani and Horngren, Management and Cost Accounting: Global Air (quantity and price, budget and actual)",
    "http://ininet.org/chapter-five-measuring-yield-mix-and-quantity-effects-learning.html?page=13",
    given={
        "First": (1000, 3200, 2400, 2600),
        "Business": (3000, 2400, 6000, 1600),
        "Economy": (16_000, 900, 15_600, 700),
    },
    expected={
        "price": [-1_440_000, -4_800_000, -3_120_000],
        "volume": [4_480_000, 7_200_000, -360_000],
        "quantity": [640_000, 1_440_000, 2_880_000],
        "mix": [3_840_000, 5_760_000, -3_240_000],
        "totals": (-9_360_000, 11_320_000, 4_960_000, 6_360_000),
    },
)

B04 = Published(
    "OpenTuition, ask the tutor, ACCA F5: sales mix variance (quantities, contribution per unit)",
    "https://opentuition.com/topic/variances-f5-2",
    given={"budget": [7000, 3000], "contribution": [9, 12], "actual": [8000, 7000]},
    expected={"mix": 7500},
)

B08 = Published(
    "Microsoft Dynamics AX 2012, About budget control (a purchase order encumbers half a budget)",
    "https://learn.microsoft.com/zh-cn/dynamicsax-2012/appuser-itpro/about-budget-control",
    given={"budget": 10_000, "order": 5000},
    expected={"available": 5000, "consumption": 0.5},
)

B09 = Published(
    "FAR 52.232-22(c), Limitation of Funds: cost to date and the next 60 days above 75 %",
    "https://samsearch.co/far-navigator/52-232-22-limitation-of-funds",
    given={"allotted": 100_000, "incurred": 60_000, "coming": [14_999, 15_000, 15_001]},
    expected={"notify": [False, False, True]},
)

B10 = Published(
    "Largest remainder method",
    "https://infinitelexicon.com/largestremainder",
    given={"weights": [50, 30, 20], "total": 7},
    expected={"quotas": ["3.5", "2.1", "1.4"], "parts": [4, 2, 1]},
)

E01 = Published(
    "Schwalbe, Information Technology Project Management, chapter 7, exercise 1",
    "https://studylib.net/doc/9750501/team_11_ch7_number1_and_2",
    given={"budget": 120_000, "planned": 23_000, "earned": 20_000, "actual": 25_000, "months": 12},
    expected={"cv": -5000, "sv": -3000, "cpi": 0.8, "spi": 0.8696, "typical": 150_000, "months": 13.8},
    tolerance=0.005,
)

E03 = Published(
    "PRA (an R package), tests/testthat/test-evm.R, after Damnjanovic and Reinschmidt 2020",
    "https://github.com/paulgovan/PRA",
    given={
        "budget": 100_000,
        "schedule": ["0.1", "0.2", "0.4", "0.7", "1"],
        "period": 3,
        "complete": "0.35",
        "actual": 36_000,
        "atypical": {"actual": 63_000, "earned": 35_000},
    },
    expected={
        "planned": 40_000,
        "earned": 35_000,
        "sv": -5000,
        "cv": -1000,
        "spi": 0.875,
        "cpi": 0.9722222,
        "typical_at_cpi_0.8": 125_000,
        "atypical": 128_000,
    },
    tolerance=1e-6,
)

E05 = Published(
    "Lipke, Earned Schedule, International Metrics Congress 2007, slides 7-9 (the planned duration is ours)",
    "https://www.scribd.com/document/471962566/EVM",
    given={"earned": 5, "elapsed": 7, "duration": 10, "curve": [10, 30, 60, 100], "value": 45, "at": 4},
    expected={"variance": -2, "spi": 0.7143, "duration": 14.0, "es": 2.5, "sv": -1.5, "spi_t": 0.625},
    tolerance=5e-5,
)

E06 = Published(
    "CE board review, Project control and earned value (the budget follows from the printed 1.077)",
    "https://ceboardexamgenerator.com/subjects/mstc/construction/3project-control-and-earned-value",
    given={"budget": 10_000_000, "earned": 3_000_000, "actual": 3_500_000},
    expected={"tcpi": 1.077, "cpi": 0.857},
    tolerance=0.0005,
)

A01 = Published(
    "Das Gupta 1993 (US Census P23-186), example 2.1, as printed in DasGuptR",
    "https://github.com/josiahpjking/DasGuptR",
    given={"reference": ["10930", "0.717892"], "actual": ["16591", "0.825974"]},
    expected={
        "products": (7846.56, 13_703.73),
        "effects": [4369.913, 1487.262],
        "total": 5857.175,
        "percent": [74.61, 25.39],
    },
    tolerance=0.006,
)

A03 = Published(
    "Bhagwan et al., Adtributor, NSDI 2014, section 3: drops of data centres and of devices (expected, actual)",
    "https://www.usenix.org/conference/nsdi14/technical-sessions/presentation/bhagwan",
    given={
        "data centre": {"X": ("94", "47"), "Y": ("6", "3")},
        "device": {"PC": ("50", "49"), "Mobile": ("25", "0.5"), "Tablet": ("25", "0.5")},
    },
    expected={
        "power": {"data centre": [0.94], "device": [0.49, 0.49]},
        "data centre": ["X"],
        "device": ["Mobile", "Tablet"],
    },
    tolerance=1e-9,
)

A05 = Published(
    "Contribution to growth calculator, example data table (total before, total now, part before, part now)",
    "https://codingace.net/conversion/cal_contribution_to_growth.html",
    given={"rows": [(1000, 1180, 250, 315), (5000, 5600, 1100, 1320), (2200, 2420, 680, 748)]},
    expected={"points": [6.5, 4.4, 3.09], "share_percent": [36.11, 36.67, 30.91]},
    tolerance=0.006,
)

R01 = Published(
    "NPSA, A risk matrix for risk managers (2008); NHS Mid Essex 009.1c, Risk Scoring Matrix",
    "https://www.scribd.com/document/514370033/009-1c-Risk-Scoring-Matrix-250713",
    given={"bands": None},
    expected={
        "rows": [[1, 2, 3, 4, 5], [2, 4, 6, 8, 10], [3, 6, 9, 12, 15], [4, 8, 12, 16, 20], [5, 10, 15, 20, 25]],
        "counts": {"low": 5, "moderate": 7, "high": 7, "extreme": 6},
    },
)

R03 = Published(
    "4PMTI, Risk example in dollars and sense",
    "https://www.4pmti.com/blog/risk-example-in-dollars-and-sense/",
    given={"base": 100_000, "threat": ("0.6", 8000), "opportunity": ("0.3", 20_000)},
    expected={"threat": 4800, "with_threat": 104_800, "opportunity": -6000, "net": 98_800},
)

R05 = Published(
    "PIMS-DOC-05-2, Risk Assessment and Treatment Process, p. 17 (three bands: low 1-4, medium 5-10, high from 12)",
    "https://issuu.com/public-it/docs/pims-doc-05-2_risk_assessment_and_treatment_proces/17",
    given={
        "bands": "5 12 26",
        "cells": [(1, 5), (2, 4), (2, 3), (4, 1), (3, 4), (4, 2), (2, 2), (5, 2), (3, 5)],
    },
    expected={
        "bands": ["moderate", "moderate", "moderate", "low", "high", "moderate", "low", "moderate", "high"],
    },
)

S01 = Published(
    "Network Construction, Critical Path Method (course module): 14 activities; durations and predecessors",
    "https://huggingface.co/datasets/nvidia/Nemotron-CC-Math-v1",
    given={
        "durations": dict(zip("ABCDEFGHIJKLMN", (2, 10, 13, 12, 12, 7, 10, 16, 6, 12, 5, 8, 5, 3), strict=True)),
        "after": {
            **{"B": "A", "C": "A", "D": "A", "E": "B", "F": "B", "G": "D", "H": "D", "I": "F"},
            **{"J": "CG", "K": "I", "L": "EK", "M": "H", "N": "JLM"},
        },
    },
    expected={
        "duration": 41,
        "critical": ["A", "B", "F", "I", "K", "L", "N"],
        "total_float": {"C": 11, "D": 2, "E": 6, "G": 2, "H": 3, "J": 2, "M": 3},
    },
)

S04 = Published(
    "Special Edition Using Microsoft Office Project 2003, overallocations primer; KB Q113308: 0.4, 0.2 and 0.1 "
    "against 0.7 were taken for an overload, which they are not",
    "http://flylib.com/books/en/1.471.1.100/1/",
    given={"steve": {"units": [1.0, 1.0], "max": 1.0}, "kb": {"units": [0.4, 0.2, 0.1], "max": 0.7}},
    expected={"steve": {"load": 2.0, "over": True}, "kb": {"load": 0.7, "over": False}},
    tolerance=1e-9,
)

M01 = Published(
    "CDC DASH, Evaluation Brief 3b, Writing SMART Objectives; DHDSP worksheet ('By [when] [who] from [baseline] to "
    "[target]')",
    "https://docsbay.net/doc/1075544/05-ghcommunitytoolkit-step-7-smart-objectives-template",
    given={
        "objectives": [
            (
                "90% of participants will be able to identify three steps of a CHA",
                ("% identifying >=3 steps", "%", "0", "90"),
                "2026-03-31",
            ),
            ("Understand customer needs better", None, "2026-03-31"),
            ("Raise weekly sales by 5%", ("weekly sales", "CNY", "100", "105"), None),
        ]
    },
    expected={"S": [True, False, True], "M": [True, False, True], "T": [True, True, False]},
)

C01 = Published(
    "SEC Staff Accounting Bulletin 108 (dual approach to misstatements), as textbook problem 16-49",
    "https://www.transtutors.com/questions/16-49-lo-3-staff-accounting-bulletin-sab-no-108-articulates-guidance-on-"
    "applying-the-1357994.htm",
    given={"annual_error": 20, "years": 5, "is_materiality": 50, "bs_materiality": 75},
    expected={
        "rollover": 20,
        "iron_curtain": 100,
        "material_rollover": False,
        "material_iron": True,
        "must_adjust": True,
    },
)
