-- What people typed into a plan's tables and did not save: beside the ledger, one row for a person, plan and table,
-- replaced with each edit and deleted once it is saved or dropped. `kept_at` is UTC, `content` JSON.

create table drafts (
    actor varchar,
    team varchar,
    month date,
    name varchar,
    kept_at timestamp,
    content varchar
);
