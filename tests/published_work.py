"""Published numbers of budgets, earned value, attribution, risks, schedules and goals; see `published_cases`."""

from tests.published_cases import Published

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
