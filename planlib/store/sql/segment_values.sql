-- What one KPI was on each day in each segment.
-- One row per segment and day that has actuals, by segment and day.

with written as not materialized (
    select *
    from actuals
    where kpi = $kpi and day between $first and $last and change_id <= $known_at
),
replaced as (
    select replaces as entry_id
    from written
    where replaces is not null
)

select segment, day, value, base
from written anti join replaced using (entry_id)
where not removed
order by segment, day
