-- The latest value that stands before each row that a file would write (table `written`), but none that it replaces.
-- One row per row of `written` that has any, by its number `row`; `value` is the numerator of a ratio KPI.

with recorded as materialized (
    select *
    from actuals
    where kpi in (select kpi from written) and day < (select max(day) from written) and change_id <= $known_at
),
replaced as (
    select replaces as entry_id
    from recorded
    where replaces is not null
),
standing as materialized (
    select kpi, segment, day, value, base
    from recorded
        anti join replaced using (entry_id)
        anti join written using (kpi, segment, day)
    where not removed
)

select w.row, s.kpi, s.day, s.value, s.base
from (select * from written where kpi in (select kpi from standing)) as w
    asof join standing as s
        on s.kpi = w.kpi and s.segment = w.segment and s.day < w.day
order by w.row
