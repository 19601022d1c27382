-- Money requested, committed and paid on each budget line up to a day.
-- One row per line and status, by line and status; amounts in the team's currency.
-- `quantity` is what the `measured` rows that say so paid for.
-- What was requested or committed counts only as far as no later row settles it, and never below nothing
-- (DOMAIN 4.5: an invoice moves money from commitment to actual, one above the commitment adds).

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
    select *
    from written anti join replaced using (entry_id)
    where not removed and day <= $day
),
settled as (
    select line, settles as voucher, sum(amount) as amount
    from payments
    where settles <> ''
    group by line, settles
),
opened as (
    select
        p.line,
        p.status,
        p.quantity,
        case
            when p.status = 'actual' or s.amount is null then p.amount
            when p.amount >= 0 then greatest(p.amount - s.amount, 0)
            else least(p.amount - s.amount, 0)
        end as amount
    from payments as p left join settled as s on s.line = p.line and s.voucher = p.voucher
)

select
    line,
    status,
    sum(amount) as amount,
    count(*) as payments,
    coalesce(sum(quantity), 0) as quantity,
    count(quantity) as measured
from opened
group by line, status
order by line, status
