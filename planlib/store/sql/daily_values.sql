-- What each KPI was on each day, its segments taken together.
-- One row per KPI and day that has actuals, by KPI and day. Segments add up; of min and max they give the extreme.
-- The base is NULL unless every segment has one: a rate over part of the segments would not be the day's.

with written as not materialized (
    select *
    from actuals
    where kpi in (select unnest($kpis::varchar[])) and day between $first and $last and change_id <= $known_at
),
replaced as (
    select replaces as entry_id
    from written
    where replaces is not null
),
days as (
    select
        kpi,
        day,
        sum(value) as total,
        min(value) as smallest,
        max(value) as largest,
        if(count(base) = count(*), sum(base), null) as base
    from written anti join replaced using (entry_id)
    where not removed
    group by kpi, day
),
defined as (
    select kpi, arg_max(aggregation, change_id) as aggregation
    from kpis
    where kpi in (select unnest($kpis::varchar[])) and change_id <= $known_at
    group by kpi
)

select
    days.kpi,
    days.day,
    case defined.aggregation when 'min' then smallest when 'max' then largest else total end as value,
    days.base
from days join defined using (kpi)
order by days.kpi, days.day
