-- What each person of the team says about a month at its end.

create table feedback (
    team varchar,
    month date,
    person varchar,
    workload integer,
    clarity integer,
    support integer,
    helped varchar,
    hindered varchar,
    change varchar,
    signed boolean,
    change_id bigint,
    entry_id bigint,
    replaces bigint,
    removed boolean
);
