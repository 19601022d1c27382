"""Who plans with what, and the plan itself."""

from planlib.editing.sheets.base import Column, Kind, Sheet
from planlib.locale import N_

PEOPLE = Sheet(
    "people",
    N_("People"),
    N_("Who owns KPIs and goals, month after month."),
    (
        Column("name_zh", N_("Name (Chinese)")),
        Column("name_en", N_("Name (English)")),
        Column("login", N_("Login"), help=N_("As whom the person makes changes; the history then shows the name.")),
        Column(
            "role",
            N_("Role"),
            Kind.CHOICE,
            N_(
                "A viewer records nothing; a month closer closes and reopens months; an admin also says who has which"
                " role. Needs a login."
            ),
        ),
        Column("capacity", N_("Hours a day"), Kind.NUMBER, N_("Hours of work on a working day; empty: 8.")),
    ),
)

LEAVE = Sheet(
    "leave",
    N_("Absences"),
    N_("Days on which somebody is away, in any month."),
    (
        Column("person", N_("Person"), Kind.REFERENCE),
        Column("first", N_("First day"), Kind.DAY),
        Column("last", N_("Last day"), Kind.DAY),
        Column("share", N_("Share"), Kind.PERCENT, N_("Of each working day; 50% is half a day.")),
        Column("note", N_("Note")),
    ),
    named=("person", "first"),
)

RESOURCES = Sheet(
    "resources",
    N_("Resources"),
    N_("What work needs beside people, month after month: material that is used up, tools and rooms in use."),
    (
        Column("name_zh", N_("Name (Chinese)")),
        Column("name_en", N_("Name (English)")),
        Column("code", N_("Code")),
        Column("kind", N_("Sort"), Kind.CHOICE),
        Column("amount", N_("How much"), Kind.NUMBER, N_("Material for the month; tools and rooms that there are.")),
        Column("unit", N_("Unit")),
    ),
)

CALENDAR = Sheet(
    "calendar_days",
    N_("Working calendar"),
    N_(
        "Public holidays, weekends that are worked instead, and what is special with you, month after month; other"
        " days are as usual in a week."
    ),
    (
        Column("day", N_("Day"), Kind.DAY),
        Column("working", N_("Worked"), Kind.FLAG, N_("Not ticked is a day off.")),
        Column("name", N_("Name")),
    ),
    named=("day",),
)

PLANS = Sheet(
    "plans",
    N_("This plan"),
    N_("The plan's title, and from where on a KPI without thresholds of its own is on track or watched."),
    (
        Column("title_zh", N_("Title (Chinese)")),
        Column("title_en", N_("Title (English)")),
        Column("green", N_("On track from"), Kind.PERCENT),
        Column("amber", N_("Watch from"), Kind.PERCENT),
        Column(
            "explain_below",
            N_("Words needed below"),
            Kind.PERCENT,
            N_("A check-in on a KPI with a lower score needs a sentence. Empty: below on track."),
        ),
        Column(
            "explain_amount",
            N_("Explain from (amount)"),
            Kind.MONEY,
            N_("A variance below it needs no explanation. Empty: 1% of the budget."),
        ),
        Column(
            "explain_share",
            N_("Explain from (share)"),
            Kind.PERCENT,
            N_("The same as a share of the phased budget. Empty: 10%. From 5% of the whole budget on it needs one."),
        ),
        Column("state", N_("State"), Kind.CHOICE, locked=True),
    ),
    fixed=True,
)

TEAMS = Sheet(
    "teams",
    N_("Team"),
    N_("How the team is called, by which calendar it works and when its risks count as high, in every month."),
    (
        Column("name_zh", N_("Name (Chinese)")),
        Column("name_en", N_("Name (English)")),
        Column("code", N_("Code"), locked=True),
        Column("currency", N_("Currency"), locked=True),
        Column(
            "country",
            N_("Country"),
            Kind.LISTED,
            N_("Its public holidays count. With another country those of this year and later change; your own stay."),
        ),
        Column("timezone", N_("Time zone"), Kind.LISTED, N_("In it a day begins and ends.")),
        Column(
            "first_weekday",
            N_("Weeks begin on"),
            Kind.LISTED,
            N_("Weekly shares, parts and control limits written before stay as they are: look through them."),
        ),
        Column(
            "colour",
            N_("Colour"),
            help=N_("Of headings in slides and documents, such as #1F4E79; it must be readable on white. Empty: blue."),
        ),
        Column(
            "risk_bands",
            N_("Bands of risks"),
            help=N_("Lowest scores of moderate, high and extreme risks. Empty: 4 8 15."),
        ),
        Column(
            "review_days",
            N_("Days between reviews"),
            help=N_("Of low, moderate, high and extreme risks. Empty: 90 30 14 7."),
        ),
    ),
    fixed=True,
)
