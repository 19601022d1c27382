-- The rows behind one KPI, each with the change that wrote it.
-- One row per day and segment, by day and segment.

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

select day, segment, value, base, note, change_id
from written anti join replaced using (entry_id)
where not removed
order by day, segment
