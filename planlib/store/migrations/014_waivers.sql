-- Why points of the checklist were waived as a month was closed. The new column is NULL in older rows.

alter table closes add column waived varchar;
