-- SPDX-License-Identifier: EUPL-1.2
-- What was settled late (punctuality 3), and at which steps it lost its time; what is overdue now, and
-- where it stands.
-- include: domain/dossier.h
-- include: domain/world_words.h

-- One unit and those directly under it (unit 0: every one), of one kind (-1: of any).
-- let: units = (select id from unit where (id = :unit or parent = :unit or :unit = 0) and (:kind < 0 or kind = :kind))
-- The result exists: state_is_settled (domain/workflow.h).
-- let: settled = 13, 14, 15, 16

-- Of one unit and those directly under it, settled late between two days, by procedure.
-- stmt: late_procedures  many
-- in: realm realm_id, unit unit_id, from int, to int
-- out: procedure procedure_id, n int
select procedure, count(*) as n from dossier
where realm = :realm and punctuality = 3 and state in ($settled) and finished_day between :from and :to
  and unit in (select cast(:unit as bigint) union all select id from unit where parent = :unit)
group by procedure order by n desc, procedure;

-- The steps of the same dossiers that took longer than they were given, dossier by dossier. In SQLite a cross join
-- keeps its outer table outside: otherwise the order asked for makes it walk all steps of the province.
-- stmt: late_steps  many
-- in: realm realm_id, unit unit_id, from int, to int
-- out: dossier dossier_id, unit unit_id, procedure procedure_id, version version_id, step int, holder unit_id, due local, ended_at instant
select d.id as dossier, d.unit as unit, d.procedure as procedure, d.procedure_version as version, r.step as step, r.holder as holder, r.due as due, r.ended_at as ended_at
from dossier d cross join step_run r
where r.realm = d.realm and r.dossier = d.id and r.punctuality = 3 and d.realm = :realm and d.punctuality = 3 and d.state in ($settled) and d.finished_day between :from and :to
  and d.unit in (select cast(:unit as bigint) union all select id from unit where parent = :unit)
order by d.id, r.seq;

-- The dossiers of it: of one procedure (0: any), late at a step of that role (-1: any) or in the hands of that
-- office (0: any), newest first.
-- stmt: late_between  many
-- in: realm realm_id, unit unit_id, kind int, from int, to int, procedure procedure_id, role int, office unit_id, before_day int, before_id dossier_id, limit int
-- out: id dossier_id, code text, applicant_name text, procedure procedure_id, procedure_version version_id
-- out: unit unit_id, holder unit_id, channel enum channel, state enum state, step int, version int, submitted_at instant
-- out: accepted_at instant, due local, step_due local, paused_at instant, finished_at instant, urgency int, punctuality enum timeliness
-- out: finished_day int
select id, code, applicant_name, procedure, procedure_version, unit, holder, channel, state, step, version, submitted_at, accepted_at, due, step_due, paused_at, finished_at, urgency, punctuality, finished_day
from dossier d
where realm = :realm and punctuality = 3 and state in ($settled) and finished_day between :from and :to
  and unit in $units
  and (:procedure = 0 or procedure = :procedure)
  and ((:role < 0 and :office = 0) or exists (select 1 from step_run r join step s on s.version = d.procedure_version and s.seq = r.step
    where r.realm = d.realm and r.dossier = d.id and r.punctuality = 3 and (:role < 0 or s.role = :role) and (:office = 0 or r.holder = :office)))
  and (finished_day, id) < (:before_day, :before_id)
order by finished_day desc, id desc limit :limit;

-- stmt: late_count  one
-- in: realm realm_id, unit unit_id, kind int, from int, to int, procedure procedure_id, role int, office unit_id
-- out: n int
select count(*) as n
from dossier d
where realm = :realm and punctuality = 3 and state in ($settled) and finished_day between :from and :to
  and unit in $units
  and (:procedure = 0 or procedure = :procedure)
  and ((:role < 0 and :office = 0) or exists (select 1 from step_run r join step s on s.version = d.procedure_version and s.seq = r.step
    where r.realm = d.realm and r.dossier = d.id and r.punctuality = 3 and (:role < 0 or s.role = :role) and (:office = 0 or r.holder = :office)));

-- How many are overdue before that moment, of one authority or those under it, at steps of which role, in whose hands.
-- stmt: overdue_places  many
-- in: realm realm_id, unit unit_id, kind int, before int
-- out: role int, holder unit_id, n int
select s.role as role, d.holder as holder, count(*) as n
from dossier d join step s on s.version = d.procedure_version and s.seq = d.step
where d.realm = :realm and d.urgency > 0 and d.urgency < :before and d.accepted_day > 0 and d.finished_at = 0
  and d.unit in $units
group by s.role, d.holder;
