-- Who says that a goal can be reached, and that it matters.

alter table objectives add column achievable_by varchar;
alter table objectives add column relevant_by varchar;
