-- Values at which a trigger fires already, beside those beyond which it does. New columns are NULL in older rows.

alter table risks add column trigger_at_least decimal(38,15);
alter table risks add column trigger_at_most decimal(38,15);
