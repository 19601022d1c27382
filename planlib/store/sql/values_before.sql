-- What stands of each KPI and segment before the first day that a file would write of it in a month (table `written`).
-- One row per KPI, segment and month that has any, in that order: the latest values, at most $latest, put together.
-- A value is the rate of a ratio KPI; `day` is counted from 1970-01-01. A moving range is how far neighbouring
-- periods are apart; days without a value between them break it, unless they are a weekend off.

with months as materialized (
    select kpi, segment, month, min(day) as first
    from written
    group by kpi, segment, month
),
defined as materialized (
    select
        kpi,
        arg_max(aggregation, change_id) = 'ratio' as is_ratio,
        arg_max(case frequency when 'week' then 7 when 'month' then 31 else 1 end, change_id) as period,
        arg_max(frequency = 'day' and expected = 'working', change_id) as rests
    from kpis
    where kpi in (select kpi from months) and change_id <= $known_at
    group by kpi
),
reach as materialized (
    select kpi, is_ratio, if(rests, 3, period) as apart, min(first) - 100 * period as earliest, max(first) as latest
    from months join defined using (kpi)
    group by kpi, is_ratio, rests, period
),
recorded as materialized (
    select a.*, reach.is_ratio, reach.apart
    from actuals as a join reach on reach.kpi = a.kpi and a.day >= reach.earliest and a.day < reach.latest
    where a.change_id <= $known_at
),
replaced as (
    select replaces as entry_id
    from recorded
    where replaces is not null
),
standing as (
    select
        kpi,
        segment,
        day,
        apart,
        if(is_ratio and base is not null, value::double / nullif(base::double, 0), value::double) as value
    from recorded anti join replaced using (entry_id)
    where not removed
),
moving as (
    select
        *,
        if(day - lag(day) over following <= apart, abs(value - lag(value) over following), null) as moving_range
    from standing
    where value is not null
    window following as (partition by kpi, segment order by day)
),
latest as (
    select months.*, day, value, if(row_number() over backwards < $latest, moving_range, null) as moving_range
    from months join moving using (kpi, segment)
    where day < first
    window backwards as (partition by kpi, segment, month order by day desc)
    qualify row_number() over backwards <= $latest
)

select
    kpi,
    segment,
    month,
    count(*) as points,
    avg(value) as mean,
    coalesce(stddev_samp(value), 0) as deviation,
    avg(moving_range) as mean_range,
    coalesce(regr_slope(value, day - date '1970-01-01'), 0) as slope,
    coalesce(corr(value, day - date '1970-01-01'), 0) as correlation,
    arg_max(value, day) as last,
    max(day) as last_day
from latest
group by all
order by kpi, segment, month
