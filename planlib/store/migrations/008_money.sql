-- What money buys, how a line ends and moves with activity, variances that were explained, control points looked at.
-- New columns are NULL in older rows.

alter table plans add column explain_amount decimal(38,15);
alter table plans add column explain_share decimal(38,15);

alter table budgets add column unit varchar;
alter table budgets add column driver varchar;
alter table budgets add column variable decimal(38,15);
alter table budgets add column to_complete decimal(38,15);
alter table budgets add column estimated date;

alter table spend add column quantity decimal(38,15);

create table explanations (
    team varchar,
    month date,
    line varchar,
    day date,
    text varchar,
    action varchar,
    owner varchar,
    due date,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);

create table control_looks (
    team varchar,
    month date,
    line varchar,
    point varchar,
    day date,
    person varchar,
    looked date,
    decided varchar,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);
