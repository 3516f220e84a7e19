-- SPDX-License-Identifier: EUPL-1.2
-- What makes requests safe: answers that are given once, messages that leave
-- only after the commit, the audit trail, sessions and tokens. Keys of sessions,
-- tokens and once-keys are stored as SHA-256, never as they were sent.
-- include: domain/op.h

-- stmt: once_find  maybe
-- in: realm realm_id, key hash
-- out: request hash, code text
select request, code from once where realm = :realm and key = :key;

-- stmt: once_insert  exec
-- in: realm realm_id, key hash, request hash, code text, at instant
insert into once values (:realm, :key, :request, :code, :at);

-- Who comes second waits for the first to end, and changes nothing if that was well.
-- stmt: once_claim  change
-- in: realm realm_id, key hash, request hash, code text, at instant
insert into once values (:realm, :key, :request, :code, :at) on conflict (realm, key) do nothing;

-- stmt: once_forget  exec
-- in: realm realm_id, from hash, to hash, before instant
delete from once where realm = :realm and key between :from and :to and at < :before;

-- stmt: outbox_insert  exec
-- in: realm realm_id, id int, at instant, topic text, subject text, payload text
insert into outbox values (:realm, :id, :at, :topic, :subject, :payload, 0);

-- stmt: audit_insert  exec
-- in: realm realm_id, id int, at instant, kind enum actor_kind, person person_id, position position_id, act text, subject text, request text
insert into audit values (:realm, :id, :at, :kind, :person, :position, :act, :subject, :request);

-- stmt: session_find  maybe
-- in: realm realm_id, key hash, now instant
-- out: person person_id, position position_id, csrf text, created instant, expires instant
select person, position, csrf, created, expires from session where realm = :realm and key = :key and expires > :now;

-- stmt: session_insert  exec
-- in: realm realm_id, key hash, person person_id, position position_id, csrf text, created instant, expires instant
insert into session values (:realm, :key, :person, :position, :csrf, :created, :expires);

-- stmt: session_delete  exec
-- in: realm realm_id, key hash
delete from session where realm = :realm and key = :key;

-- All of a person, who are few; it happens as seldom as a password changes.
-- stmt: sessions_delete  exec
-- in: realm realm_id, login text
delete from session where realm = :realm and person in (select id from person where realm = :realm and login = :login);

-- stmt: session_forget  exec
-- in: realm realm_id, from hash, to hash, before instant
delete from session where realm = :realm and key between :from and :to and expires < :before;

-- stmt: token_find  maybe
-- in: realm realm_id, key hash, now instant
-- out: name text, rights int, unit unit_id, networks text, used_day int
select name, rights, unit, networks, used_day from token
where realm = :realm and key = :key and expires > :now and revoked = 0;

-- stmt: token_insert  exec
-- in: realm realm_id, key hash, name text, rights int, unit unit_id, networks text, created instant, expires instant
insert into token values (:realm, :key, :name, :rights, :unit, :networks, :created, :expires, 0, 0);

-- stmt: token_revoke  change
-- in: realm realm_id, key hash, at instant
update token set revoked = :at where realm = :realm and key = :key and revoked = 0;

-- stmt: token_use  exec
-- in: realm realm_id, key hash, day int
update token set used_day = :day where realm = :realm and key = :key and used_day < :day;

-- stmt: tokens  many
-- in: realm realm_id
-- out: key hash, name text, rights int, unit unit_id, networks text, created instant, expires instant, revoked instant, used_day int
select key, name, rights, unit, networks, created, expires, revoked, used_day from token where realm = :realm order by created;

-- stmt: person_by_login  maybe
-- in: realm realm_id, login text
-- out: id person_id, name text, password text
select id, name, password from person where realm = :realm and login = :login;

-- stmt: person_password  change
-- in: realm realm_id, login text, password text
update person set password = :password where realm = :realm and login = :login;

-- Says that a password is still that one, and holds its row until the transaction has ended.
-- stmt: person_password_hold  change
-- in: realm realm_id, login text, password text
update person set password = :password where realm = :realm and login = :login and password = :password;

-- Keys that every process of an installation shares; the first one drawn stays.
-- stmt: secret_find  maybe
-- in: realm realm_id, name text
-- out: value hash
select value from secret where realm = :realm and name = :name;

-- stmt: secret_insert  exec
-- in: realm realm_id, name text, value hash, created instant
insert into secret values (:realm, :name, :value, :created) on conflict (realm, name) do nothing;
