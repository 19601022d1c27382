-- What stands of each KPI and segment before the first day that a file would write of it in a month (table `written`).
-- One row per KPI, segment and month that has any, in that order: the latest values, at most $latest, put together.
-- A value is the rate of a ratio KPI; `day` is counted from 1970-01-01. A moving range is how far neighbouring
-- periods are apart; days without a value between them break it, unless they are a weekend off.
-- The values of a series are numbered, so that the latest before a day are found by their numbers.

with months as materialized (
    select kpi, segment, month, min(day) as first
    from written
    where kpi in (select kpi from actuals)
    group by kpi, segment, month
),
defined as (
    select
        kpi,
        arg_max(aggregation, change_id) = 'ratio' as is_ratio,
        arg_max(case frequency when 'week' then 7 when 'month' then 31 else 1 end, change_id) as period,
        arg_max(frequency = 'day' and expected = 'working', change_id) as rests
    from kpis
    where kpi in (select kpi from months) and change_id <= $known_at
    group by kpi
),
series as materialized (
    select
        row_number() over () as series,
        kpi,
        segment,
        is_ratio,
        if(rests, 3, period) as apart,
        min(first) - 100 * period as earliest,
        max(first) as latest
    from months join defined using (kpi)
    group by kpi, segment, is_ratio, rests, period
),
recorded as materialized (
    select
        s.series,
        s.apart,
        a.day,
        a.entry_id,
        a.replaces,
        a.removed,
        if(is_ratio and a.base is not null, a.value::double / nullif(a.base::double, 0), a.value::double) as value
    from actuals as a
        join series as s
            on s.kpi = a.kpi and s.segment = a.segment and a.day >= s.earliest and a.day < s.latest
    where a.change_id <= $known_at
),
replaced as (
    select replaces as entry_id
    from recorded
    where replaces is not null
),
numbered as materialized (
    select
        series,
        day,
        value,
        row_number() over following as number,
        if(day - lag(day) over following <= apart, abs(value - lag(value) over following), null) as moving_range
    from recorded anti join replaced using (entry_id)
    where not removed and value is not null
    window following as (partition by series order by day)
),
newest as (
    select m.series, m.month, n.number as last
    from (select series, month, first from months join series using (kpi, segment)) as m
        asof join numbered as n
            on n.series = m.series and n.day < m.first
),
numbers as (
    select *, unnest(range(last - $latest + 1, last + 1)) as number
    from newest
),
latest as (
    select series, month, day, value, if(number > last - $latest + 1, moving_range, null) as moving_range
    from numbers join numbered using (series, number)
),
facts as (
    select
        series,
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
    group by series, month
)

select kpi, segment, facts.* exclude (series)
from facts join series using (series)
order by kpi, segment, month
