-- The last day that has actuals, for each KPI, within a range of days.
-- One row per KPI that has any, by KPI.

with written as not materialized (
    select *
    from actuals
    where kpi in (select unnest($kpis::varchar[])) and day between $first and $last and change_id <= $known_at
),
replaced as (
    select replaces as entry_id
    from written
    where replaces is not null
)

select kpi, max(day) as day
from written anti join replaced using (entry_id)
where not removed
group by kpi
order by kpi
