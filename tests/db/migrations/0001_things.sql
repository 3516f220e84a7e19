-- SPDX-License-Identifier: EUPL-1.2
-- The scratch schema of the database room's own tests: every type word once.
create table thing (
    realm ID not null,
    id ID not null,
    ref TEXT not null,
    version INT not null,
    note TEXT,
    due_on DATE,
    seen_at INSTANT,
    starts INT,                    -- minutes on the wall; its name is no TEXT
    is_open BOOL not null,
    state INT not null,
    body BYTES,
    digest BYTES not null,
    primary key (realm, id)
) WITHOUT ROWID;

create unique index thing_ref on thing(realm, ref);
create index thing_open on thing(realm, state, id) where is_open;

create table part (
    id ID not null primary key,
    realm ID not null,
    thing ID not null,
    word TEXT not null default 'TEXT; INT',
    unique (realm, word),
    foreign key (realm, thing) references thing(realm, id) deferrable initially deferred
);

-- only: sqlite
create virtual table word using fts5(body, content='');
-- only: pg
create table word (body TEXT not null);
-- only: all
