-- Which KPIs have values with a denominator, by KPI.

with written as not materialized (
    select *
    from actuals
    where kpi in (select unnest($kpis::varchar[])) and change_id <= $known_at
),
replaced as (
    select replaces as entry_id
    from written
    where replaces is not null
)

select distinct kpi
from written anti join replaced using (entry_id)
where not removed and base is not null
order by kpi
