-- SPDX-License-Identifier: EUPL-1.2
-- SQLite keeps the rows of these tables in the tree of their key, so that what is
-- read together lies together: the history of a dossier is one page, not as many as
-- it has events, and no row is looked up twice. PostgreSQL has no such tables. Copied as they lie: sorting a
-- province's events would take gigabytes.
--
-- only: sqlite

create table event_by_key (
    realm      INT not null,
    dossier    INT not null,
    seq        INT not null,
    at         INT not null,
    action     INT not null,
    from_state INT not null,
    to_state   INT not null,
    step       INT not null,
    holder     INT not null,
    person     INT not null,
    position   INT not null,
    actor_unit INT not null,
    actor      TEXT not null,
    reason     TEXT not null,
    detail     TEXT not null,
    due        INT not null,
    answer_due INT not null,
    step_due   INT not null,
    amount     INT not null,
    component  INT not null,
    flags      INT not null,
    prev       BYTES not null,
    hash       BYTES not null,
    primary key (realm, dossier, seq)
) without rowid;
insert into event_by_key select * from event;
drop table event;
alter table event_by_key rename to event;
create index event_at on event (realm, at, dossier);

create table dossier_component_by_key (
    realm     INT not null,
    dossier   INT not null,
    seq       INT not null,
    code      TEXT not null,
    name      TEXT not null,
    originals INT not null,
    copies    INT not null,
    required  INT not null,
    source    INT not null, -- enum component_source
    file      INT not null,
    primary key (realm, dossier, seq)
) without rowid;
insert into dossier_component_by_key select * from dossier_component;
drop table dossier_component;
alter table dossier_component_by_key rename to dossier_component;

create table step_run_by_key (
    realm       INT not null,
    dossier     INT not null,
    seq         INT not null, -- of the event that ended it
    step        INT not null,
    holder      INT not null,
    began_at    INT not null,
    due         INT not null,
    ended_at    INT not null,
    punctuality INT not null,
    primary key (realm, dossier, seq)
) without rowid;
insert into step_run_by_key select * from step_run;
drop table step_run;
alter table step_run_by_key rename to step_run;

create table tally_by_key (
    realm           INT not null,
    unit            INT not null,
    period          INT not null,
    submitted       INT not null,
    refused         INT not null,
    received        INT not null,
    received_online INT not null,
    received_direct INT not null,
    received_post   INT not null,
    settled         INT not null,
    early           INT not null,
    on_time         INT not null,
    late            INT not null,
    closed          INT not null, -- withdrawn or stopped after acceptance
    supplements     INT not null,
    extensions      INT not null,
    returned        INT not null,
    paid            INT not null,
    paid_online     INT not null,
    primary key (realm, unit, period)
) without rowid;
insert into tally_by_key select * from tally;
drop table tally;
alter table tally_by_key rename to tally;

create table cohort_by_key (
    realm                INT not null,
    unit                 INT not null,
    period               INT not null,
    received             INT not null,
    components_digitised INT not null,
    fully_digitised      INT not null,
    settled              INT not null,
    results_due          INT not null,
    results_digitised    INT not null,
    primary key (realm, unit, period)
) without rowid;
insert into cohort_by_key select * from cohort;
drop table cohort;
alter table cohort_by_key rename to cohort;

create table once_by_key (
    realm   INT not null,
    key     BYTES not null, -- SHA-256 of actor and key
    request BYTES not null, -- SHA-256 of what was asked
    code    TEXT not null,
    version INT not null,
    at      INT not null,
    primary key (realm, key)
) without rowid;
insert into once_by_key select * from once;
drop table once;
alter table once_by_key rename to once;
