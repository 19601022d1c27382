-- What the values that stand of each KPI have been: the smallest, the largest, and whether any has a denominator.
-- One row per KPI that has any, by KPI. The values of a ratio KPI are its numerators.

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

select kpi, min(value) as smallest, max(value) as largest, count(base) > 0 as has_base
from written anti join replaced using (entry_id)
where not removed
group by kpi
order by kpi
