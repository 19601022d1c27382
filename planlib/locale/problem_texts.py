"""What is wrong with a file or a row, a sentence each: what it is, and what would be right.

A parameter that a sentence names is filled in as text; where it is missing, the sentence without it is taken.
"""

from planlib.locale import N_
from planlib.vocabulary import DecisionCode, NoticeCode, ProblemCode, WarningCode

PROBLEMS: dict[ProblemCode, tuple[str, ...]] = {
    # the whole file
    ProblemCode.EMPTY_FILE: (N_("The sheet “{sheet}” is empty."), N_("The file is empty.")),
    ProblemCode.TYPE_MISMATCH: (
        N_("This is {found}, neither text nor a workbook. Save it as .xlsx or as “CSV UTF-8 (comma delimited)”."),
    ),
    ProblemCode.NOT_AN_XLSX: (
        N_("The workbook is damaged or incomplete. Open it in Excel and save it again, or download it again."),
    ),
    ProblemCode.PASSWORD_PROTECTED: (
        N_("The workbook is protected by a password. Save it without one (File, Info, Protect Workbook)."),
    ),
    ProblemCode.ZIP_BOMB: (
        N_("The workbook unpacks to far more than a workbook does, so it is not opened. Save it again in Excel."),
    ),
    ProblemCode.XML_ENTITY: (
        N_("The workbook refers to things outside of itself, so it is not opened. Save it again in Excel."),
    ),
    ProblemCode.TOO_MUCH_MEMORY: (
        N_(
            "Reading the workbook takes more than {memory} MB of memory. Often one cell far away from the others is "
            "why: delete the rows and columns behind the table, or save the sheet as “CSV UTF-8 (comma delimited)”."
        ),
    ),
    ProblemCode.TOO_SLOW: (
        N_("Reading the workbook takes longer than {seconds} seconds. Save the sheet as “CSV UTF-8”, or split it."),
    ),
    ProblemCode.READER_FAILED: (
        N_("The workbook cannot be read, although it may open in Excel. Save the sheet as “CSV UTF-8”."),
    ),
    ProblemCode.UNKNOWN_SHEET: (N_("There is no sheet “{value}”. The workbook has {known}."),),
    ProblemCode.TOO_LARGE: (
        N_("The file has {size} bytes; at most {limit} are read. Split it into several files."),
        N_("Unpacked, the workbook has more than {unpacked} bytes. Split it into several files."),
    ),
    ProblemCode.BAD_ENCODING: (
        N_("There is no encoding “{value}”. Choose one of {known}."),
        N_("This line is not written in {chosen}. Choose another encoding, or let it be found out."),
        N_("This line is neither UTF-8 nor GB18030 (GBK). Save the file as “CSV UTF-8”, or say its encoding."),
    ),
    ProblemCode.TRUNCATED_FILE: (
        N_("The file ends in the middle of a character: part of it is missing. Export or download it again."),
    ),
    ProblemCode.NO_DATA_ROWS: (N_("Under its header the file has no rows."),),
    ProblemCode.HEADER_NOT_FOUND: (
        N_("There is nothing in line {header}, so it cannot be the header. Choose another line."),
        N_("No line of the file names the columns. Put a header in its first line."),
    ),
    ProblemCode.MISSING_COLUMN: (
        N_("There is no column “{wanted}”. The file has {header}."),
        N_("There is no column for “{field}”. It may be called {known}. The file has {header}."),
    ),
    ProblemCode.DUPLICATE_COLUMN: (
        N_("Several columns may be “{field}”: {columns}. Say which one is meant, or rename the others."),
    ),
    ProblemCode.UNKNOWN_COLUMN: (N_("There is no field “{value}”. Choose one of {known}."),),
    ProblemCode.TOO_MANY_COLUMNS: (N_("The file has {count} columns; at most {limit} are read."),),
    ProblemCode.TOO_MANY_ROWS: (N_("The file has more than {limit} rows. Split it into several files."),),
    ProblemCode.UNTERMINATED_QUOTE: (
        N_("A quotation mark is not closed as it should be. Close it; inside a quoted cell write it twice."),
    ),
    # a row
    ProblemCode.WRONG_FIELD_COUNT: (
        N_("The row has {found} cells, more than the header's {expected}. Put a cell with a comma in quotation marks."),
        N_("The row has only {fewer} of {expected} cells. Add the missing ones; they may be empty."),
    ),
    ProblemCode.MISSING_VALUE: (N_("“{field}” is missing. Fill it in."), N_("A value is missing. Fill it in.")),
    ProblemCode.BAD_NUMBER: (N_("“{value}” is not a number. Write it like 1234.5 or 1,234.5."),),
    ProblemCode.NON_FINITE: (N_("“{value}” is not a number that can be calculated with. Write it like 1234.5."),),
    ProblemCode.OUT_OF_RANGE: (
        N_("“{value}” is too large. A number must stay below {below}."),
        N_("“{value}” is not possible here. It must lie between {smallest} and {largest}."),
        N_("“{value}” is too small. The smallest possible value is {smallest}."),
        N_("“{value}” is too large. The largest possible value is {largest}."),
        N_("“{value}” is too large."),
    ),
    ProblemCode.EXCEL_ERROR: (N_("“{value}” is an error of a formula in Excel. Mend the formula and export again."),),
    ProblemCode.CONTROL_CHAR: (N_("The text has an invisible control character in it. Delete it."),),
    ProblemCode.TOO_LONG: (N_("The text is longer than {most} characters. Shorten it."),),
    ProblemCode.AMBIGUOUS_PERCENT: (
        N_("“{value}” may be a percentage or a fraction. Write “12.5%” or “0.125” for twelve and a half percent."),
    ),
    ProblemCode.PERCENT_NOT_ALLOWED: (N_("“{value}” is a percentage, but a plain number belongs here."),),
    ProblemCode.NO_DENOMINATOR: (
        N_("The denominator is missing. Give it in a column “denominator”, or say that the value is already the rate."),
    ),
    ProblemCode.BAD_DATE: (
        N_("The columns are months ({months}), but spend has days. Say which column is the amount, and set the day."),
        N_(
            "“{no_year}” could be read as different dates. Say how the column's days are written, or write them like "
            "2026-03-05."
        ),
        N_("“{value}” is not a day. Write it like 2026-03-05."),
    ),
    ProblemCode.AMBIGUOUS_DATE: (
        N_(
            "“{value}” could be read as different dates. Say how the column's days are written, or write them like "
            "2026-03-05."
        ),
    ),
    ProblemCode.MISSING_DATE: (N_("The day is missing. Write it like 2026-03-05."),),
    ProblemCode.OUT_OF_PERIOD: (
        N_("The columns are the months {months}; none of them is {month}, the plan's."),
        N_(
            "The day belongs to {closed_month}, which is closed. Leave the row out, or load the history too and record "
            "it as a restatement, with a reason."
        ),
        N_("The day does not belong to {month}. Leave the row out, or load the history too."),
    ),
    ProblemCode.CLOSED_PERIOD: (
        N_("{month} is closed. Record late data as a restatement, with a reason; or reopen the month first."),
    ),
    ProblemCode.MISSING_KPI: (N_("The KPI is missing. Write its code or its name."),),
    ProblemCode.UNKNOWN_KPI: (N_("There is no KPI “{value}”."),),
    ProblemCode.AMBIGUOUS_KPI: (N_("Several KPIs are called “{value}”. Write one of the codes {codes}."),),
    ProblemCode.UNKNOWN_LINE: (N_("There is no budget line “{value}” in this month."),),
    ProblemCode.AMBIGUOUS_LINE: (N_("Several budget lines are called “{value}”. Write one of the codes {codes}."),),
    ProblemCode.BAD_CHOICE: (
        N_("“{value}” cannot stand here. Choose one of {known}."),
        N_("“{value}” cannot stand here."),
    ),
    ProblemCode.BAD_VALUE: (N_("“{value}” cannot stand here."), N_("The row does not fit together.")),
    ProblemCode.DUPLICATE_KEY: (
        N_("The same row stands in line {lines} too, and it is not clear which one holds. Keep one of them."),
        N_("The same row is there several times. Keep one of them."),
    ),
    ProblemCode.NOT_UNIQUE: (N_("“{value}” is taken already. Choose another."),),
    ProblemCode.NO_SUCH_REFERENCE: (
        N_("Several are called “{value}”. Write one of {codes}."),
        N_("There is no “{value}” to refer to."),
    ),
    ProblemCode.STILL_REFERENCED: (N_("“{value}” is still in use and cannot be removed."),),
    ProblemCode.TASK_CYCLE: (N_("These tasks wait for each other in a circle: {cycle}. Take out one of the links."),),
    ProblemCode.SEGMENT_NOT_ALLOWED: (
        N_("Segments of a percentage or a score do not add up. Leave the segment empty, or make it a ratio KPI."),
    ),
}
"""For each code its sentences; the first whose parameters are all there is taken."""

WARNINGS: dict[WarningCode, tuple[str, ...]] = {
    WarningCode.FUTURE_DAY: (N_("“{value}” is after today."),),
    WarningCode.BEYOND_LIMITS: (
        N_("{judged} is outside what is usual, {lower} to {upper}."),
        N_("“{value}” is outside what is usual."),
    ),
    WarningCode.TEN_TIMES: (
        N_("{judged} is more than ten times the value before, {last} on {day}."),
        N_("{judged} is less than a tenth of the value before, {less_than} on {day}."),
        N_("“{value}” is far from the value before."),
    ),
    WarningCode.FIRST_NEGATIVE: (N_("“{value}” is below 0, as no value was before."),),
    WarningCode.NO_BASE: (
        N_("Without its denominator the rate counts for its day only: the month's total cannot be worked out."),
    ),
    WarningCode.TOTAL_DIFFERS: (
        N_("The file's own total is {total}; its rows add up to {sum}. See which of the two is right."),
    ),
    WarningCode.PRODUCT_DIFFERS: (
        N_("{quantity} × {price} is {product}, and the amount is {amount}. See which is right; the amount counts."),
    ),
    WarningCode.OTHER_MONTH: (
        N_("The row is of {month}, which is not the month of the plan."),
        N_("The row is of another month than the plan."),
    ),
    WarningCode.COST_BY_DEFAULT: (
        N_("It would count as a cost, and its name says revenue. Say which it is in a column “kind”."),
    ),
    WarningCode.BESIDE_SEGMENTS: (
        N_(
            "{day} already has segments ({count}); a row without one is added to them. "
            "Give its segment, or leave the row out."
        ),
        N_(
            "{last_day}, the last day before, has segments ({by_segment}), and this row has none. "
            "Give its segment, or leave the row out."
        ),
        N_(
            "{whole_day} already has a value without a segment; a row with one is added to it. "
            "Leave the row out, or correct that value first."
        ),
        N_("A row with a segment and one without are of one day, which adds them up and counts twice."),
    ),
}
"""For each code its sentences; the first whose parameters are all there is taken."""

REASONS = {
    "action_needs_owner_and_due": N_("An action needs an owner and the day it is due."),
    "amber_above_green": N_("The limit of “watch” may not be above that of “on track”."),
    "goal_within_itself": N_("A goal cannot be part of itself, nor of one that is part of it."),
    "growth_needs_both": N_("A growth target needs both the kind of growth and its rate."),
    "locked_limits_whole": N_("Locked limits need all their values and the periods they come from."),
    "month_is_first_day": N_("A month is written as its first day."),
    "not_whole": N_("“{value}” is not a whole number, and only whole numbers belong here."),
    "not_shares": N_("Shares are written like “20% 30% 30% 20%”, those of set days like “5=40% 20=60%”."),
    "part_of_one": N_("A part is of a week, or of a person or a segment, not of both."),
    "part_of_something": N_("Say whose part it is: a segment, a person or a week."),
    "part_twice": N_("There is another part of the same. Make one of them."),
    "part_week": N_("The weeks of the month begin on {days}."),
    "parts_exceed": N_(
        "Split {split}, the parts are {left} more than the target, {whole}. Make them add up, "
        "or write in the table “Targets” why they differ."
    ),
    "parts_leave": N_(
        "Split {split}, the parts leave {left} of the target, {whole}, to nobody. Make them add up, "
        "or write in the table “Targets” why they differ."
    ),
    "parts_need_target": N_("The KPI has no target that is one number, so there is nothing to be split."),
    "parts_of_rate": N_(
        "The parts of a rate, a score, a mean or an extreme do not add up. Only sums and stocks are split."
    ),
    "parts_of_weeks": N_("Only a sum that is reported by day or week is split by week."),
    "range_needs_both": N_("A range needs both its lower and its upper limit."),
    "range_reversed": N_("The lower limit is above the upper limit."),
    "settled": N_("The plan is in force by now, so its original budget stays. Change the revised budget instead."),
    "share_for_each_week": N_("This month has {weeks} weeks, counting those cut at its edges. Give a share for each."),
    "target_or_range": N_("Give either a target or a range, not both."),
    "tolerance_needed": N_("A range of a single value needs a tolerance."),
    "tolerance_positive": N_("The tolerance must be above 0."),
    "too_precise": N_("“{value}” would be rounded. At most {decimals} decimals are kept; write fewer."),
    "total_incomplete": N_("Line {lines} of the same day is refused, so the total would be too small."),
    "unit_of_money": N_(
        "The column is in {unit}, but this KPI is no money. Give it a column of its own, or say the column's unit."
    ),
    "bands_rise": N_("The bands of risks must begin at three rising scores, as 4 8 15."),
    "no_country": N_("“{value}” is no country whose public holidays are known. Write its name or code, such as CN."),
    "no_timezone": N_("“{value}” is no time zone. Write one such as Asia/Shanghai."),
    "no_first_weekday": N_("“{value}” is no day of the week. Write one such as Mon."),
    "no_colour": N_("“{value}” is no colour. Write six digits after #, such as #1F4E79."),
    "faint_colour": N_("“{value}” is too faint to be read on white. Choose a darker one, such as #1F4E79."),
    "not_numbers": N_("Give whole numbers with spaces between them."),
    "last_before_first": N_("The last day is before the first."),
    "role_needs_login": N_("A role needs the login as whom the person makes changes."),
    "task_needs_days": N_("A task needs its first and last day, or how many working days it takes."),
    "finish_before_start": N_("The last day is before the first."),
    "linked_to_itself": N_("A task cannot wait for itself."),
    "person_or_resource": N_("Give either a person or a resource."),
    "task_or_days": N_("Give a task, or a first and a last day."),
    "response_of_other_kind": N_(
        "A risk is avoided, reduced, transferred or accepted; an opportunity exploited, enhanced, shared or accepted."
    ),
    "closing_needs_reason": N_("Say why the risk is closed."),
    "one_trigger": N_("A trigger watches one thing: a KPI, a budget line or a day."),
    "trigger_needs_bound": N_("A trigger on a KPI or a budget line needs the value above or below which it fires."),
    "no_trigger": N_("“{value}” is no trigger. Write it like “refund_rate > 5%”, “ads >= 90%” or “2026-10-20”."),
    "weekly_split_total": N_("The weekly shares must add up to 100%."),
    "weekly_split_with_path": N_("Weekly shares belong to the path by weekly shares, and it needs them."),
}
"""Sentences of `bad_value` and `bad_number`, by the reason."""

FOUND = {
    "html": N_("a web page"),
    "pdf": N_("a PDF document"),
    "zip": N_("a ZIP archive"),
    "gzip": N_("a gzip archive"),
    "rar": N_("a RAR archive"),
    "7z": N_("a 7z archive"),
    "png": N_("a picture"),
    "jpeg": N_("a picture"),
    "gif": N_("a picture"),
    "xml": N_("an XML file"),
    "rtf": N_("a text document"),
    "docx": N_("a text document"),
    "odt": N_("an OpenDocument file that is no spreadsheet"),
    "pptx": N_("a presentation"),
    "xlsb": N_("a binary Excel workbook (.xlsb)"),
}
"""What a file is that is neither text nor a workbook."""

UNITS = {
    "千元": N_("千元 (1,000 yuan)"),
    "万元": N_("万元 (10,000 yuan)"),
    "亿元": N_("亿元 (100,000,000 yuan)"),
}
"""Units of money as a sentence names them."""

DELIMITERS = {
    ",": N_("commas"),
    ";": N_("semicolons"),
    "\t": N_("tabs"),
    "|": N_("vertical bars"),
    "  ": N_("two or more blanks"),
    " ": N_("blanks"),
}
"""What may be between two cells of a text file."""

NOTICES: dict[NoticeCode, tuple[str, ...]] = {
    NoticeCode.ROUNDED: (
        N_(
            "Column “{column}”: {count} numbers have more digits than are kept, as programs print them "
            "(line {line}: {value}). They are read at 15 digits, with at most 15 decimals."
        ),
    ),
    NoticeCode.IGNORED_COLUMNS: (N_("Columns that are not used: {columns}."),),
    NoticeCode.NEW_PLAN: (N_("The plan of {team} for {month} does not exist yet; it is created as a draft."),),
    NoticeCode.NEW_TEAM: (N_("There is no team “{team}” yet; it is created, with a draft of its plan for {month}."),),
    NoticeCode.NEW_PEOPLE: (N_("Entered as new people: {names}."),),
    NoticeCode.NEW_KPI: (
        N_("New KPI “{name}”: {measure} ({unit}), {direction}, {aggregation}, a value {frequency}."),
        N_("New KPI “{name}”: {measure}, {direction}, {aggregation}, a value {frequency}."),
    ),
    NoticeCode.NEW_LINE: (N_("New budget line “{name}”: {line_kind}, category {category}, without a budget so far."),),
    NoticeCode.SAME_FILE: (
        N_(
            "Sheet “{sheet}” of this file is already recorded, on {day} by {actor} as change {change_id}. "
            "Nothing of it would change."
        ),
        N_("This file is already recorded, on {day} by {actor} as change {change_id}. Nothing would change."),
    ),
    NoticeCode.TOTALS_AGREE: (
        N_("The file's own total is {total}; its rows add up to {sum}."),
        N_("The file has {count} totals of its own; its rows add up to each of them."),
    ),
    NoticeCode.UNFILLED: (
        N_("Rows without a value are left out: {count}. Nothing is recorded for them, and nothing is removed."),
    ),
    NoticeCode.NEW_SEGMENTS: (
        N_("Segments that were not there before: {segments}. Similar ones that were: {similar}."),
        N_("Segments that were not there before: {segments}."),
    ),
    NoticeCode.RECORDED_BEFORE: (
        N_("This file was recorded on {day} by {actor} as change {change_id}; rows of it were changed since."),
    ),
}

DECISIONS: dict[DecisionCode, tuple[str, ...]] = {
    DecisionCode.ENCODING: (N_("Read as {encoding}."),),
    DecisionCode.DELIMITER: (N_("The cells are separated by {delimiter}."),),
    DecisionCode.SHEET: (
        N_("Sheets {together} are read together. Sheets with other columns or no rows are left out: {left_out}."),
        N_("Sheets {together} are read together."),
        N_("Sheet “{sheet}” is read. Sheets with other columns or no rows are left out: {left_out}."),
        N_("Sheet “{sheet}” is read, of {sheets}. Others have the columns too and are not read: {others}."),
        N_("Sheet “{sheet}” is read, of {sheets}."),
    ),
    DecisionCode.MERGED_CELLS: (
        N_("Merged cells: the text or day that {places} show counts for each cell in them. Numbers are not repeated."),
    ),
    DecisionCode.HIDDEN_ROWS: (
        N_("Rows that are hidden in the sheet are left out: {left_out}."),
        N_("Rows that are hidden in the sheet are read too: {places}."),
    ),
    DecisionCode.UNSAVED_FORMULAS: (
        N_(
            "{count} formulas have no saved result and are read as empty: {places}. "
            "Open the file in Excel and save it, then they have one."
        ),
    ),
    DecisionCode.HEADER: (
        N_("Lines {first} and {line} are the header together; what stands above them is not read."),
        N_("Line {line} is the header; what stands above it is not read."),
    ),
    DecisionCode.FOOTER: (N_("Notes and page numbers are left out: line {lines}."),),
    DecisionCode.TOTALS: (
        N_("Columns of totals, averages and comparisons are left out: {columns}."),
        N_("Rows of totals, averages and comparisons are left out: line {lines}."),
    ),
    DecisionCode.REPEATED_HEADERS: (N_("The header stands again in line {lines}, which is left out."),),
    DecisionCode.SHAPE: (
        N_("{days} columns are days, from “{first}” to “{last}”: each of their cells is read as a row."),
        N_("{weeks} columns are weeks, from “{first}” to “{last}”: each of their cells is read as a row."),
        N_("{months} columns are months, from “{first}” to “{last}”: each of their cells is read as a row."),
        N_("The columns {kpis} are KPIs of the segments {segments}: each of their cells is read as a row."),
        N_("The columns {kpis} are KPIs: each of their cells is read as a row."),
        N_("The columns {segments} are segments: each of their cells is read as a row."),
        N_("Of the months, column “{month_column}” is read: it is the plan's."),
        N_("Columns are read as rows."),
    ),
    DecisionCode.UNIT: (
        N_("Rows in {unit}, as column “{unit_column}” says: {rows}. Their numbers are multiplied by {scale}."),
        N_("Column “{column}” is in {unit}: its numbers are multiplied by {scale}."),
        N_("“{unit_above}” above the header is for money. No KPI here is an amount: numbers are read as they stand."),
        N_("“{said}” above the header is no unit that is known: the numbers are read as they stand."),
    ),
    DecisionCode.COLUMN: (N_("Column “{column}” is taken for “{field}”."),),
    DecisionCode.DAY_ORDER: (N_("Column “{column}”: “{value}” can only be {day}, so all its days are read that way."),),
    DecisionCode.SERIAL_DAYS: (N_("Column “{column}” has days as Excel counts them: {value} is {day}."),),
    DecisionCode.PLAN_YEAR: (N_("Column “{column}” has days without a year: “{value}” is read as {day}."),),
    DecisionCode.REMEMBERED: (
        N_(
            "Read as a file with this header before, by {actor} (change {change_id}): the rows of {left_out} are left "
            "out."
        ),
        N_("Read as a file with this header before, by {actor} (change {change_id})."),
    ),
}
"""For each code its sentences; the first whose parameters are all there is taken."""
