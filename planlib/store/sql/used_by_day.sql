-- Money spent and committed on each budget line up to each day on which something was booked on it.
-- One row per line and such day up to `day`, in order; amounts in the team's currency.
-- A commitment counts only as far as nothing has settled it by then, and never below nothing (DOMAIN 4.5).

with written as not materialized (
    select *
    from spend
    where line in (select unnest($lines::varchar[])) and change_id <= $known_at
),
replaced as (
    select replaces as entry_id
    from written
    where replaces is not null
),
payments as (
    select line, day, status, amount, voucher, settles
    from written anti join replaced using (entry_id)
    where not removed and day <= $day
),
days as (
    select distinct line, day
    from payments
),
paid as (
    select d.line, d.day, sum(p.amount) as amount
    from days as d join payments as p on p.line = d.line and p.day <= d.day
    where p.status = 'actual'
    group by d.line, d.day
),
settled as (
    select d.line, d.day, p.settles as voucher, sum(p.amount) as amount
    from days as d join payments as p on p.line = d.line and p.day <= d.day
    where p.settles <> ''
    group by d.line, d.day, p.settles
),
committed as (
    select
        d.line,
        d.day,
        sum(
            case
                when s.amount is null then p.amount
                when p.amount >= 0 then greatest(p.amount - s.amount, 0)
                else least(p.amount - s.amount, 0)
            end
        ) as amount
    from days as d
    join payments as p on p.line = d.line and p.day <= d.day
    left join settled as s on s.line = p.line and s.day = d.day and s.voucher = p.voucher
    where p.status = 'committed'
    group by d.line, d.day
)

select d.line, d.day, coalesce(a.amount, 0) + coalesce(c.amount, 0) as used
from days as d
left join paid as a on a.line = d.line and a.day = d.day
left join committed as c on c.line = d.line and c.day = d.day
order by d.line, d.day
