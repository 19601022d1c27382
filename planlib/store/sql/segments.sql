-- The segments that KPIs have had up to a day.
-- One row per KPI and segment, by KPI and segment; '' stands for a KPI as a whole.

with written as not materialized (
    select *
    from actuals
    where kpi in (select unnest($kpis::varchar[])) and day <= $last and change_id <= $known_at
),
replaced as (
    select replaces as entry_id
    from written
    where replaces is not null
)

select distinct kpi, segment
from written anti join replaced using (entry_id)
where not removed
order by kpi, segment
