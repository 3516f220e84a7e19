-- SPDX-License-Identifier: EUPL-1.2
-- The ledger: one row per event, chained by hash within a dossier, and the
-- daily seals over the chains. Rows are never changed and never deleted.
-- include: domain/dossier.h

-- stmt: event_insert  exec
-- in: realm realm_id, dossier dossier_id, seq int, at instant, action enum action, from_state enum state, to_state enum state
-- in: step int, holder unit_id, person person_id, position position_id, actor_unit unit_id, actor text, reason text, detail text
-- in: due local, answer_due local, step_due local, amount int, component int, flags int, prev hash, hash hash
insert into event values (:realm, :dossier, :seq, :at, :action, :from_state, :to_state, :step, :holder, :person,
  :position, :actor_unit, :actor, :reason, :detail, :due, :answer_due, :step_due, :amount, :component, :flags, :prev, :hash);

-- stmt: events_of_dossier  many
-- in: realm realm_id, dossier dossier_id
-- out: seq int, at instant, action enum action, from_state enum state, to_state enum state, step int, holder unit_id
-- out: person person_id, position position_id, actor_unit unit_id, actor text, reason text, detail text
-- out: due local, answer_due local, step_due local, amount int, component int, flags int
select seq, at, action, from_state, to_state, step, holder, person, position, actor_unit, actor, reason, detail,
  due, answer_due, step_due, amount, component, flags
from event where realm = :realm and dossier = :dossier order by seq;

-- stmt: chain_of_dossier  many
-- in: realm realm_id, dossier dossier_id
-- out: seq int, prev hash, hash hash
select seq, prev, hash from event where realm = :realm and dossier = :dossier order by seq;

-- What moved in a span of time, for the seal of a day: one line per event. The plus keeps
-- SQLite from walking all events in the order of their key.
-- stmt: events_between  many
-- in: realm realm_id, from instant, to instant
-- out: dossier dossier_id, seq int, hash hash
select dossier, seq, hash from event where realm = :realm and at >= :from and at < :to order by +dossier, seq;

-- stmt: event_first_at  one
-- in: realm realm_id
-- out: at instant?
select min(at) as at from event where realm = :realm;

-- stmt: seal_last  maybe
-- in: realm realm_id
-- out: day int, events int, prev hash, hash hash
select day, events, prev, hash from seal where realm = :realm order by day desc limit 1;

-- stmt: seals  many
-- in: realm realm_id
-- out: day int, events int, prev hash, hash hash
select day, events, prev, hash from seal where realm = :realm order by day;

-- stmt: seal_insert  exec
-- in: realm realm_id, day int, events int, prev hash, hash hash
insert into seal values (:realm, :day, :events, :prev, :hash);
