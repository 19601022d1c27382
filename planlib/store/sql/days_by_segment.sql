-- What stands of each KPI on the days that a file would add rows to (table `written`), or else on its last day before.
-- One row per KPI and day of the file that has any: that day, the number of its segments, and whether a row has none.

with days as (
    select distinct kpi, day
    from written
),
recorded as not materialized (
    select *
    from actuals
    where kpi in (select kpi from days) and change_id <= $known_at
),
replaced as (
    select replaces as entry_id
    from recorded
    where replaces is not null
),
standing as (
    select
        kpi,
        day,
        count(*) filter (where segment <> '') as segments,
        bool_or(segment = '') as whole
    from recorded anti join replaced using (entry_id)
    where not removed
    group by kpi, day
)

select d.kpi, d.day, s.day as last, s.segments, s.whole
from days as d asof join standing as s on s.kpi = d.kpi and s.day <= d.day
