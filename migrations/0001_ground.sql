-- SPDX-License-Identifier: EUPL-1.2
-- The ground: the world as data, dossiers with their ledger, the figures that
-- are derived from it, and what makes requests safe. Column types are the seven
-- words ID INT TEXT DATE INSTANT BOOL BYTES, spelt per database by the build.
-- Tables that grow with use begin every key with realm (the province).
-- Zero means "none" in ID, INSTANT and local-minute columns that are not null.

-- The world ------------------------------------------------------------------

create table realm (
    id         ID not null primary key,
    generation INT not null, -- raised by every change of the world: readers then load it again
    clock_behind INT not null -- microseconds by which the realm's clock is behind the wall: a demonstration
);

create table unit (
    id          ID not null primary key,
    realm       ID not null,
    parent      ID not null,
    code        TEXT not null, -- scheme of Decision 20/2020, stable in addresses
    old_code    TEXT not null, -- scheme of QCVN 102:2016
    gso         TEXT not null, -- General Statistics Office
    office      TEXT not null, -- what a department or desk does: MC, TP, …
    name_vi     TEXT not null,
    name_en     TEXT not null,
    name_tr     TEXT not null,
    short_name  TEXT not null,
    kind        INT not null,  -- enum unit_kind
    placeholder BOOL not null,
    valid_from  DATE not null,
    valid_to    DATE
);

create table unit_event (
    realm     ID not null,
    day       DATE not null,
    kind      INT not null, -- enum unit_event_kind
    unit      ID not null,
    successor ID not null,
    basis     TEXT not null,
    primary key (realm, day, unit, successor)
);

create table position (
    id         ID not null primary key,
    realm      ID not null,
    unit       ID not null,
    code       TEXT not null,
    name_vi    TEXT not null,
    name_en    TEXT not null,
    name_tr    TEXT not null,
    type       INT not null, -- enum position_type
    reach      INT not null, -- enum reach
    rights     INT not null, -- bits of enum right
    valid_from DATE not null,
    valid_to   DATE
);

create table person (
    id        ID not null primary key,
    realm     ID not null,
    login     TEXT not null,
    name      TEXT not null,
    demo_role TEXT not null,
    password  TEXT not null default '', -- Argon2id in its own encoding; empty = cannot sign in
    unique (realm, login)
);

create table holding (
    realm      ID not null,
    position   ID not null,
    person     ID not null,
    valid_from DATE not null,
    valid_to   DATE,
    primary key (realm, position, person, valid_from)
);

create table calendar_day (
    realm  ID not null,
    seq    INT not null,
    day    DATE not null,
    kind   INT not null, -- enum day_kind
    name   TEXT not null,
    source TEXT not null,
    primary key (realm, seq)
);

create table working_hours (
    realm          ID not null,
    seq            INT not null,
    valid_from     DATE not null,
    valid_to       DATE,
    weekdays       INT not null, -- bit 0 = Monday
    sessions       TEXT not null, -- 07:30-11:30,13:30-17:30
    reception_only BOOL not null,
    source         TEXT not null,
    primary key (realm, seq)
);

create table field (
    id              ID not null primary key,
    realm           ID not null,
    code            TEXT not null,
    name_vi         TEXT not null,
    name_en         TEXT not null,
    name_tr         TEXT not null,
    district_office TEXT not null,
    commune_office  TEXT not null
);

-- A procedure as one level offers it, and its dated versions.
create table procedure (
    id          ID not null primary key,
    realm       ID not null,
    code        TEXT not null,
    level       INT not null, -- enum level
    field       ID not null,
    placeholder BOOL not null
);

create table procedure_version (
    id          ID not null primary key,
    realm       ID not null,
    procedure   ID not null,
    name_vi     TEXT not null,
    name_en     TEXT not null,
    name_tr     TEXT not null,
    grade       INT not null,  -- enum grade
    result_code TEXT not null, -- empty: yields no document
    result_vi   TEXT not null,
    result_en   TEXT not null,
    result_tr   TEXT not null,
    basis       TEXT not null,
    confidence  INT not null,
    valid_from  DATE not null,
    valid_to    DATE
);

create table component (
    id           ID not null primary key,
    realm        ID not null,
    version      ID not null,
    seq          INT not null,
    code         TEXT not null,
    name_vi      TEXT not null,
    name_en      TEXT not null,
    name_tr      TEXT not null,
    source       TEXT not null, -- the database that can replace the paper
    digitise     INT not null,  -- enum digitise_rule
    originals    INT not null,
    copies       INT not null,
    required     BOOL not null,
    prior_result BOOL not null
);

create table step (
    id      ID not null primary key,
    realm   ID not null,
    version ID not null,
    seq     INT not null,
    role    INT not null, -- enum step_role
    agency  INT not null, -- enum level
    office  TEXT not null,
    minutes INT not null, -- working minutes
    counted BOOL not null
);

-- A case within a procedure that has limits or fees of its own.
create table procedure_case (
    realm   ID not null,
    version ID not null,
    code    TEXT not null,
    name_vi TEXT not null,
    name_en TEXT not null,
    name_tr TEXT not null,
    primary key (realm, version, code)
);

create table limit_rule (
    realm      ID not null,
    seq        INT not null,
    version    ID not null,
    case_code  TEXT not null, -- empty: every case
    channel    INT not null,  -- 0: every channel
    mode       INT not null,  -- enum due_mode
    supplement INT not null,  -- enum supplement_mode
    early      INT not null,  -- enum early_policy
    amount     INT not null,  -- working minutes or days, as the mode says
    cut_off    INT not null,  -- minute of the day
    last_hour  INT not null,  -- minutes before closing
    basis      TEXT not null,
    confidence INT not null,
    valid_from DATE not null,
    valid_to   DATE,
    primary key (realm, seq)
);

create table fee_rule (
    realm      ID not null,
    seq        INT not null,
    version    ID not null,
    case_code  TEXT not null,
    channel    INT not null,
    kind       INT not null, -- enum fee_kind
    code       TEXT not null,
    name       TEXT not null,
    price      INT not null, -- đồng, each of the first units
    first      INT not null, -- so many at price; 0: all
    then_price INT not null, -- each unit after them
    cap        INT not null, -- at most for one copy; 0: no cap
    basis      TEXT not null,
    confidence INT not null,
    valid_from DATE not null,
    valid_to   DATE,
    primary key (realm, seq)
);

create table fee_exemption (
    realm      ID not null,
    seq        INT not null,
    subject    TEXT not null,
    fee_code   TEXT not null, -- empty: every fee
    percent    INT not null,
    reason     TEXT not null,
    valid_from DATE not null,
    valid_to   DATE,
    primary key (realm, seq)
);

create table life_event (
    realm   ID not null,
    seq     INT not null,
    code    TEXT not null,
    name_vi TEXT not null,
    name_en TEXT not null,
    name_tr TEXT not null,
    primary key (realm, seq)
);

create table life_event_procedure (
    realm     ID not null,
    event     TEXT not null,
    seq       INT not null,
    procedure TEXT not null, -- by code, whatever the level
    primary key (realm, event, seq)
);

-- Dossiers -------------------------------------------------------------------

create table dossier (
    realm              ID not null,
    id                 ID not null,
    code               TEXT not null,
    version            INT not null, -- number of events
    procedure          ID not null,
    procedure_version  ID not null,
    unit               ID not null, -- the authority: district or commune
    area               ID not null, -- who watches over it
    holder             ID not null, -- the office that has it now
    channel            INT not null,
    applicant_kind     INT not null,
    applicant_name     TEXT not null,
    id_number          TEXT not null,
    phone              TEXT not null,
    email              TEXT not null,
    address            TEXT not null,
    data               TEXT not null, -- the filled form, JSON
    state              INT not null,
    step               INT not null,
    submitted_at       INSTANT not null,
    answer_due         INT not null,
    accepted_at        INSTANT not null,
    accepted_day       INT not null, -- local day; 0 = not accepted
    due                INT not null,
    original_due       INT not null,
    paused_at          INSTANT not null,
    step_at            INSTANT not null,
    step_due           INT not null,
    finished_at        INSTANT not null,
    finished_day       INT not null,
    returned_at        INSTANT not null,
    punctuality        INT not null,
    supplements        INT not null,
    extensions         INT not null,
    components         INT not null,
    required           INT not null,
    digitised          INT not null,
    digitised_required INT not null,
    yields_result      BOOL not null,
    result_digitised   BOOL not null,
    fee                INT not null,
    paid               INT not null,
    paid_online        INT not null,
    urgency            INT not null, -- what work lists sort by; 0 = nobody has to act
    head               BYTES not null, -- hash of the last event
    primary key (realm, id)
);
create unique index dossier_code on dossier (realm, code);
create index dossier_holder on dossier (realm, holder, urgency, id) where urgency > 0;
create index dossier_unit on dossier (realm, unit, urgency, id) where urgency > 0;
create index dossier_area on dossier (realm, area, urgency, id) where urgency > 0;
create index dossier_accepted on dossier (realm, unit, accepted_day, id) where accepted_day > 0;
create index dossier_finished on dossier (realm, unit, finished_day, id) where finished_day > 0;

create table event (
    realm      ID not null,
    dossier    ID not null,
    seq        INT not null,
    at         INSTANT not null,
    action     INT not null,
    from_state INT not null,
    to_state   INT not null,
    step       INT not null,
    holder     ID not null,
    person     ID not null,
    position   ID not null,
    actor_unit ID not null,
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
);
create index event_at on event (realm, at, dossier);

create table dossier_component (
    realm     ID not null,
    dossier   ID not null,
    seq       INT not null,
    code      TEXT not null,
    name      TEXT not null,
    originals INT not null,
    copies    INT not null,
    required  BOOL not null,
    source    INT not null, -- enum component_source
    file      ID not null,
    primary key (realm, dossier, seq)
);

create table file (
    realm      ID not null,
    id         ID not null,
    dossier    ID not null,
    sha256     BYTES not null,
    size       INT not null,
    name       TEXT not null,
    mime       TEXT not null,
    created_at INSTANT not null,
    primary key (realm, id)
);
create index file_dossier on file (realm, dossier);

-- Each visit of a step, written when the dossier leaves it.
create table step_run (
    realm       ID not null,
    dossier     ID not null,
    seq         INT not null, -- of the event that ended it
    step        INT not null,
    holder      ID not null,
    began_at    INSTANT not null,
    due         INT not null,
    ended_at    INSTANT not null,
    punctuality INT not null,
    primary key (realm, dossier, seq)
);

-- Derived figures --------------------------------------------------------------

-- What happened in a unit in a period: a day (yyyymmdd) and its month (yyyymm00).
create table tally (
    realm           ID not null,
    unit            ID not null,
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
);

-- Of the dossiers received in a period: what has become of them by now.
create table cohort (
    realm                ID not null,
    unit                 ID not null,
    period               INT not null,
    received             INT not null,
    components_digitised INT not null,
    fully_digitised      INT not null,
    settled              INT not null,
    results_due          INT not null,
    results_digitised    INT not null,
    primary key (realm, unit, period)
);

-- Open dossiers by the local day they are due (0 = somebody else has to act): lateness moves without a write.
create table open_due (
    realm      ID not null,
    unit       ID not null,
    day        INT not null,
    in_process INT not null, -- accepted and not finished
    unanswered INT not null, -- filed, neither accepted nor refused
    primary key (realm, unit, day)
);

-- The chains that moved on a day, chained day by day.
create table seal (
    realm  ID not null,
    day    INT not null,
    events INT not null,
    prev   BYTES not null,
    hash   BYTES not null,
    primary key (realm, day)
);

create table code_serial (
    realm  ID not null,
    unit   ID not null,
    day    INT not null,
    serial INT not null,
    primary key (realm, unit, day)
);

-- Safety -------------------------------------------------------------------------

-- A request that was answered: the same key again gets the same answer.
create table once (
    realm   ID not null,
    key     BYTES not null, -- SHA-256 of actor and key
    request BYTES not null, -- SHA-256 of what was asked
    code    TEXT not null,
    version INT not null,
    at      INSTANT not null,
    primary key (realm, key)
);

create table outbox (
    realm   ID not null,
    id      ID not null,
    at      INSTANT not null,
    topic   TEXT not null,
    subject TEXT not null,
    payload TEXT not null,
    sent_at INSTANT not null,
    primary key (realm, id)
);
create index outbox_unsent on outbox (realm, id) where sent_at = 0;

create table audit (
    realm    ID not null,
    id       ID not null,
    at       INSTANT not null,
    kind     INT not null, -- enum actor_kind
    person   ID not null,
    position ID not null,
    act      TEXT not null,
    subject  TEXT not null,
    request  TEXT not null,
    primary key (realm, id)
);

create table session (
    realm    ID not null,
    key      BYTES not null, -- SHA-256 of the cookie
    person   ID not null,
    position ID not null,
    csrf     TEXT not null,
    created  INSTANT not null,
    expires  INSTANT not null,
    primary key (realm, key)
);

create table token (
    realm    ID not null,
    key      BYTES not null, -- SHA-256 of the bearer token
    name     TEXT not null,
    rights   INT not null,
    unit     ID not null,
    networks TEXT not null,
    created  INSTANT not null,
    expires  INSTANT not null,
    revoked  INSTANT not null,
    primary key (realm, key)
);

-- Search -------------------------------------------------------------------------

-- only: sqlite
create virtual table dossier_search using fts5 (words, content='', tokenize='unicode61', prefix='2 3', detail='none');
-- only: pg
create table dossier_search (rowid bigint not null primary key, words tsvector not null);
create index dossier_search_words on dossier_search using gin (words);
-- only: all
