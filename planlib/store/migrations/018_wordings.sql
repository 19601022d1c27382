-- What people wrote in place of sentences of the month-end summary, what the rules said then, and with which numbers.

create table wordings (
    team varchar,
    month date,
    section varchar,
    sentence varchar,
    language varchar,
    text varchar,
    facts varchar,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);
