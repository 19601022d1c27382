-- What each receiver was told of a plan: beside the ledger, one row for an alert that stands or a pack of a close,
-- deleted once the alert is over. `receiver` is a hash of the address, `kind` alerts or pack, `told_at` UTC.

create table told (
    receiver varchar,
    team varchar,
    month date,
    kind varchar,
    key varchar,
    told_at timestamp
);
