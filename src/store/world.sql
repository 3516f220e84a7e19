-- SPDX-License-Identifier: EUPL-1.2
-- The world as data (domain/world_rows.h), written row by row when it is loaded or
-- changed and read whole when a program starts. One insert and one select per table,
-- and one delete for those that are written anew; days, hours and limits are never
-- deleted, they end (migrations/0018_known.sql).
-- include: domain/calendar.h
-- include: domain/world_rows.h

-- stmt: realm_insert  exec
-- in: realm realm_id
insert into realm values (:realm, 1, 0);

-- stmt: realm_generation  maybe
-- in: realm realm_id
-- out: generation int, clock_behind int
select generation, clock_behind from realm where id = :realm;

-- stmt: realm_set_clock  change
-- in: realm realm_id, clock_behind int
update realm set clock_behind = :clock_behind, generation = generation + 1 where id = :realm;

-- stmt: realm_raise  exec
-- in: realm realm_id
update realm set generation = generation + 1 where id = :realm;

-- stmt: world_unit_insert  exec
-- in: realm realm_id, id unit_id, parent unit_id, code text, old_code text, gso text, office text, name_vi text, name_en text, name_tr text, short_name text, kind enum unit_kind, placeholder bool, valid_from date, valid_to date?
insert into unit (id, realm, parent, code, old_code, gso, office, name_vi, name_en, name_tr, short_name, kind, placeholder, valid_from, valid_to)
values (:id, :realm, :parent, :code, :old_code, :gso, :office, :name_vi, :name_en, :name_tr, :short_name, :kind, :placeholder, :valid_from, :valid_to);

-- stmt: world_unit_clear  exec
-- in: realm realm_id
delete from unit where realm = :realm;

-- stmt: world_unit_all  many
-- in: realm realm_id
-- out: id unit_id, parent unit_id, code text, old_code text, gso text, office text, name_vi text, name_en text, name_tr text, short_name text, kind enum unit_kind, placeholder bool, valid_from date, valid_to date?
select id, parent, code, old_code, gso, office, name_vi, name_en, name_tr, short_name, kind, placeholder, valid_from, valid_to from unit where realm = :realm order by id;

-- stmt: world_unit_event_insert  exec
-- in: realm realm_id, day date, kind enum unit_event_kind, unit unit_id, successor unit_id, basis text
insert into unit_event (realm, day, kind, unit, successor, basis)
values (:realm, :day, :kind, :unit, :successor, :basis);

-- stmt: world_unit_event_clear  exec
-- in: realm realm_id
delete from unit_event where realm = :realm;

-- stmt: world_unit_event_all  many
-- in: realm realm_id
-- out: day date, kind enum unit_event_kind, unit unit_id, successor unit_id, basis text
select day, kind, unit, successor, basis from unit_event where realm = :realm order by day, unit, successor;

-- stmt: world_position_insert  exec
-- in: realm realm_id, id position_id, unit unit_id, code text, name_vi text, name_en text, name_tr text, type enum position_type, reach enum reach, rights int, valid_from date, valid_to date?
insert into position (id, realm, unit, code, name_vi, name_en, name_tr, type, reach, rights, valid_from, valid_to)
values (:id, :realm, :unit, :code, :name_vi, :name_en, :name_tr, :type, :reach, :rights, :valid_from, :valid_to);

-- stmt: world_position_clear  exec
-- in: realm realm_id
delete from position where realm = :realm;

-- stmt: world_position_all  many
-- in: realm realm_id
-- out: id position_id, unit unit_id, code text, name_vi text, name_en text, name_tr text, type enum position_type, reach enum reach, rights int, valid_from date, valid_to date?
select id, unit, code, name_vi, name_en, name_tr, type, reach, rights, valid_from, valid_to from position where realm = :realm order by id;

-- stmt: world_person_insert  exec
-- in: realm realm_id, id person_id, login text, name text, demo_role text
insert into person (id, realm, login, name, demo_role)
values (:id, :realm, :login, :name, :demo_role)
on conflict (id) do update set login = excluded.login, name = excluded.name, demo_role = excluded.demo_role;

-- Who holds nothing and never did; one row for each holding came before.
-- stmt: world_person_clear  exec
-- in: realm realm_id
delete from person where realm = :realm and id not in (select person from holding where realm = :realm);

-- stmt: world_person_all  many
-- in: realm realm_id
-- out: id person_id, login text, name text, demo_role text
select id, login, name, demo_role from person where realm = :realm order by id;

-- stmt: world_holding_insert  exec
-- in: realm realm_id, position position_id, person person_id, valid_from date, valid_to date?
insert into holding (realm, position, person, valid_from, valid_to)
values (:realm, :position, :person, :valid_from, :valid_to);

-- stmt: world_holding_clear  exec
-- in: realm realm_id
delete from holding where realm = :realm;

-- stmt: world_holding_all  many
-- in: realm realm_id
-- out: position position_id, person person_id, valid_from date, valid_to date?
select position, person, valid_from, valid_to from holding where realm = :realm order by position, person, valid_from;

-- stmt: world_field_insert  exec
-- in: realm realm_id, id field_id, code text, name_vi text, name_en text, name_tr text, district_office text, commune_office text
insert into field (id, realm, code, name_vi, name_en, name_tr, district_office, commune_office)
values (:id, :realm, :code, :name_vi, :name_en, :name_tr, :district_office, :commune_office);

-- stmt: world_field_clear  exec
-- in: realm realm_id
delete from field where realm = :realm;

-- stmt: world_field_all  many
-- in: realm realm_id
-- out: id field_id, code text, name_vi text, name_en text, name_tr text, district_office text, commune_office text
select id, code, name_vi, name_en, name_tr, district_office, commune_office from field where realm = :realm order by id;

-- stmt: world_procedure_insert  exec
-- in: realm realm_id, id procedure_id, code text, level enum level, field field_id, placeholder bool
insert into procedure (id, realm, code, level, field, placeholder)
values (:id, :realm, :code, :level, :field, :placeholder);

-- stmt: world_procedure_clear  exec
-- in: realm realm_id
delete from procedure where realm = :realm;

-- stmt: world_procedure_all  many
-- in: realm realm_id
-- out: id procedure_id, code text, level enum level, field field_id, placeholder bool
select id, code, level, field, placeholder from procedure where realm = :realm order by id;

-- stmt: world_procedure_version_insert  exec
-- in: realm realm_id, id version_id, procedure procedure_id, name_vi text, name_en text, name_tr text, aliases text, grade enum grade, result_code text, result_vi text, result_en text, result_tr text, basis text, confidence enum confidence, valid_from date, valid_to date?
insert into procedure_version (id, realm, procedure, name_vi, name_en, name_tr, aliases, grade, result_code, result_vi, result_en, result_tr, basis, confidence, valid_from, valid_to)
values (:id, :realm, :procedure, :name_vi, :name_en, :name_tr, :aliases, :grade, :result_code, :result_vi, :result_en, :result_tr, :basis, :confidence, :valid_from, :valid_to);

-- stmt: world_procedure_version_clear  exec
-- in: realm realm_id
delete from procedure_version where realm = :realm;

-- stmt: world_procedure_version_all  many
-- in: realm realm_id
-- out: id version_id, procedure procedure_id, name_vi text, name_en text, name_tr text, aliases text, grade enum grade, result_code text, result_vi text, result_en text, result_tr text, basis text, confidence enum confidence, valid_from date, valid_to date?
select id, procedure, name_vi, name_en, name_tr, aliases, grade, result_code, result_vi, result_en, result_tr, basis, confidence, valid_from, valid_to from procedure_version where realm = :realm order by id;

-- stmt: world_component_insert  exec
-- in: realm realm_id, id component_id, version version_id, seq int, code text, name_vi text, name_en text, name_tr text, source text, digitise enum digitise_rule, originals int, copies int, required bool, prior_result bool
insert into component (id, realm, version, seq, code, name_vi, name_en, name_tr, source, digitise, originals, copies, required, prior_result)
values (:id, :realm, :version, :seq, :code, :name_vi, :name_en, :name_tr, :source, :digitise, :originals, :copies, :required, :prior_result);

-- stmt: world_component_clear  exec
-- in: realm realm_id
delete from component where realm = :realm;

-- stmt: world_component_all  many
-- in: realm realm_id
-- out: id component_id, version version_id, seq int, code text, name_vi text, name_en text, name_tr text, source text, digitise enum digitise_rule, originals int, copies int, required bool, prior_result bool
select id, version, seq, code, name_vi, name_en, name_tr, source, digitise, originals, copies, required, prior_result from component where realm = :realm order by id;

-- stmt: world_step_insert  exec
-- in: realm realm_id, id step_id, version version_id, seq int, role enum step_role, agency enum level, office text, minutes int, counted bool
insert into step (id, realm, version, seq, role, agency, office, minutes, counted)
values (:id, :realm, :version, :seq, :role, :agency, :office, :minutes, :counted);

-- stmt: world_step_clear  exec
-- in: realm realm_id
delete from step where realm = :realm;

-- stmt: world_step_all  many
-- in: realm realm_id
-- out: id step_id, version version_id, seq int, role enum step_role, agency enum level, office text, minutes int, counted bool
select id, version, seq, role, agency, office, minutes, counted from step where realm = :realm order by id;

-- stmt: world_life_event_insert  exec
-- in: realm realm_id, seq int, code text, name_vi text, name_en text, name_tr text
insert into life_event (realm, seq, code, name_vi, name_en, name_tr)
values (:realm, :seq, :code, :name_vi, :name_en, :name_tr);

-- stmt: world_life_event_clear  exec
-- in: realm realm_id
delete from life_event where realm = :realm;

-- stmt: world_life_event_all  many
-- in: realm realm_id
-- out: seq int, code text, name_vi text, name_en text, name_tr text
select seq, code, name_vi, name_en, name_tr from life_event where realm = :realm order by seq;

-- stmt: world_life_event_procedure_insert  exec
-- in: realm realm_id, event text, seq int, procedure text
insert into life_event_procedure (realm, event, seq, procedure)
values (:realm, :event, :seq, :procedure);

-- stmt: world_life_event_procedure_clear  exec
-- in: realm realm_id
delete from life_event_procedure where realm = :realm;

-- stmt: world_life_event_procedure_all  many
-- in: realm realm_id
-- out: event text, seq int, procedure text
select event, seq, procedure from life_event_procedure where realm = :realm order by event, seq;

-- stmt: world_procedure_case_insert  exec
-- in: realm realm_id, version version_id, code text, name_vi text, name_en text, name_tr text
insert into procedure_case (realm, version, code, name_vi, name_en, name_tr)
values (:realm, :version, :code, :name_vi, :name_en, :name_tr);

-- stmt: world_procedure_case_clear  exec
-- in: realm realm_id
delete from procedure_case where realm = :realm;

-- stmt: world_procedure_case_all  many
-- in: realm realm_id
-- out: version version_id, code text, name_vi text, name_en text, name_tr text
select version, code, name_vi, name_en, name_tr from procedure_case where realm = :realm order by version, code;

-- stmt: world_limit_rule_insert  exec
-- in: realm realm_id, seq int, known_from instant, version version_id, case_code text, channel int, mode enum due_mode, supplement enum supplement_mode, early enum early_policy, amount int, cut_off int, last_hour int, basis text, confidence enum confidence, valid_from date, valid_to date?
insert into limit_rule (realm, seq, version, case_code, channel, mode, supplement, early, amount, cut_off, last_hour, basis, confidence, valid_from, valid_to, known_from, known_to)
values (:realm, :seq, :version, :case_code, :channel, :mode, :supplement, :early, :amount, :cut_off, :last_hour, :basis, :confidence, :valid_from, :valid_to, :known_from, 0);

-- stmt: world_limit_rule_all  many
-- in: realm realm_id, at instant
-- out: seq int, version version_id, case_code text, channel int, mode enum due_mode, supplement enum supplement_mode, early enum early_policy, amount int, cut_off int, last_hour int, basis text, confidence enum confidence, valid_from date, valid_to date?
select seq, version, case_code, channel, mode, supplement, early, amount, cut_off, last_hour, basis, confidence, valid_from, valid_to from limit_rule where realm = :realm and known_from <= :at and (known_to = 0 or known_to > :at) order by seq;

-- stmt: world_limit_rule_end  exec
-- in: realm realm_id, at instant
update limit_rule set known_to = :at where realm = :realm and known_to = 0;

-- stmt: world_limit_rule_last  one
-- in: realm realm_id
-- out: seq int
select coalesce(max(seq), 0) as seq from limit_rule where realm = :realm;

-- stmt: world_fee_rule_insert  exec
-- in: realm realm_id, seq int, version version_id, case_code text, channel int, kind enum fee_kind, code text, name text, price int, first int, then_price int, cap int, basis text, confidence enum confidence, valid_from date, valid_to date?
insert into fee_rule (realm, seq, version, case_code, channel, kind, code, name, price, first, then_price, cap, basis, confidence, valid_from, valid_to)
values (:realm, :seq, :version, :case_code, :channel, :kind, :code, :name, :price, :first, :then_price, :cap, :basis, :confidence, :valid_from, :valid_to);

-- stmt: world_fee_rule_clear  exec
-- in: realm realm_id
delete from fee_rule where realm = :realm;

-- stmt: world_fee_rule_all  many
-- in: realm realm_id
-- out: seq int, version version_id, case_code text, channel int, kind enum fee_kind, code text, name text, price int, first int, then_price int, cap int, basis text, confidence enum confidence, valid_from date, valid_to date?
select seq, version, case_code, channel, kind, code, name, price, first, then_price, cap, basis, confidence, valid_from, valid_to from fee_rule where realm = :realm order by seq;

-- stmt: world_fee_exemption_insert  exec
-- in: realm realm_id, seq int, subject text, fee_code text, percent int, reason text, valid_from date, valid_to date?
insert into fee_exemption (realm, seq, subject, fee_code, percent, reason, valid_from, valid_to)
values (:realm, :seq, :subject, :fee_code, :percent, :reason, :valid_from, :valid_to);

-- stmt: world_fee_exemption_clear  exec
-- in: realm realm_id
delete from fee_exemption where realm = :realm;

-- stmt: world_fee_exemption_all  many
-- in: realm realm_id
-- out: seq int, subject text, fee_code text, percent int, reason text, valid_from date, valid_to date?
select seq, subject, fee_code, percent, reason, valid_from, valid_to from fee_exemption where realm = :realm order by seq;

-- stmt: world_day_insert  exec
-- in: realm realm_id, seq int, known_from instant, day date, kind enum day_kind, name text, source text, unit text
insert into calendar_day (realm, seq, day, kind, name, source, unit, known_from, known_to) values (:realm, :seq, :day, :kind, :name, :source, :unit, :known_from, 0);

-- stmt: world_day_all  many
-- in: realm realm_id, at instant
-- out: day date, kind enum day_kind, name text, source text, unit text
select day, kind, name, source, unit from calendar_day where realm = :realm and known_from <= :at and (known_to = 0 or known_to > :at) order by seq;

-- stmt: world_day_end  exec
-- in: realm realm_id, at instant
update calendar_day set known_to = :at where realm = :realm and known_to = 0;

-- stmt: world_day_last  one
-- in: realm realm_id
-- out: seq int
select coalesce(max(seq), 0) as seq from calendar_day where realm = :realm;

-- stmt: world_hours_insert  exec
-- in: realm realm_id, seq int, known_from instant, valid_from date, valid_to date?, weekdays int, sessions text, reception_only bool, source text, unit text
insert into working_hours (realm, seq, valid_from, valid_to, weekdays, sessions, reception_only, source, unit, known_from, known_to)
values (:realm, :seq, :valid_from, :valid_to, :weekdays, :sessions, :reception_only, :source, :unit, :known_from, 0);

-- stmt: world_hours_all  many
-- in: realm realm_id, at instant
-- out: valid_from date, valid_to date?, weekdays int, sessions text, reception_only bool, source text, unit text
select valid_from, valid_to, weekdays, sessions, reception_only, source, unit from working_hours where realm = :realm and known_from <= :at and (known_to = 0 or known_to > :at) order by seq;

-- stmt: world_hours_end  exec
-- in: realm realm_id, at instant
update working_hours set known_to = :at where realm = :realm and known_to = 0;

-- stmt: world_hours_last  one
-- in: realm realm_id
-- out: seq int
select coalesce(max(seq), 0) as seq from working_hours where realm = :realm;

-- When what is known of days, hours and limits changed; nothing for what was always known.
-- stmt: world_known  many
-- in: realm realm_id
-- out: at instant
select known_from as at from calendar_day where realm = :realm and known_from > 0
union select known_to from calendar_day where realm = :realm and known_to > 0
union select known_from from working_hours where realm = :realm and known_from > 0
union select known_to from working_hours where realm = :realm and known_to > 0
union select known_from from limit_rule where realm = :realm and known_from > 0
union select known_to from limit_rule where realm = :realm and known_to > 0
order by 1;

-- What leans on a row of the world, each asked only of rows that are to go or change.
-- stmt: unit_leans  maybe
-- in: realm realm_id, code text
-- out: one int
select 1 as one from unit u where u.realm = :realm and u.code = :code
  and (exists (select 1 from dossier d where d.realm = u.realm and (d.unit = u.id or d.area = u.id or d.holder = u.id))
    or exists (select 1 from event e where e.realm = u.realm and (e.holder = u.id or e.actor_unit = u.id))
    or exists (select 1 from code_serial c where c.realm = u.realm and c.unit = u.id)
    or exists (select 1 from token t where t.realm = u.realm and t.unit = u.id));

-- stmt: unit_open  maybe
-- in: realm realm_id, code text
-- out: one int
select 1 as one from unit u where u.realm = :realm and u.code = :code
  and exists (select 1 from dossier d where d.realm = u.realm and d.unit = u.id and d.urgency > 0);

-- stmt: position_leans  maybe
-- in: realm realm_id, code text
-- out: one int
select 1 as one from position p where p.realm = :realm and p.code = :code
  and (exists (select 1 from event e where e.realm = p.realm and e.position = p.id)
    or exists (select 1 from audit a where a.realm = p.realm and a.position = p.id));

-- When a person last acted in a position; 0: never.
-- stmt: holding_last  one
-- in: realm realm_id, login text, code text
-- out: last instant
select coalesce(max(t.at), 0) as last
from person h
join position p on p.realm = h.realm and p.code = :code
join (select realm, person, position, at from event union all select realm, person, position, at from audit) t
  on t.realm = h.realm and t.person = h.id and t.position in (0, p.id)
where h.realm = :realm and h.login = :login;

-- Versions under which dossiers were filed, and when the last one was.
-- stmt: versions_leaned  many
-- in: realm realm_id
-- out: code text, level enum level, valid_from date, last instant
select p.code, p.level, v.valid_from, d.last
from (select procedure_version, max(submitted_at) as last from dossier where realm = :realm group by procedure_version) d
join procedure_version v on v.id = d.procedure_version
join procedure p on p.id = v.procedure;
