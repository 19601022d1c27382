-- The rows behind one budget line up to a day, each with the change that wrote it.
-- One row per request, commitment and payment, by day and payment.

with written as not materialized (
    select *
    from spend
    where line = $line and change_id <= $known_at
),
replaced as (
    select replaces as entry_id
    from written
    where replaces is not null
)

select line, payment, day, status, amount, quantity, vendor, voucher, settles, note, change_id
from written anti join replaced using (entry_id)
where not removed and day <= $day
order by day, payment
