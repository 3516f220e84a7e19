-- SPDX-License-Identifier: EUPL-1.2
-- Dossiers, their papers and files. The row is the fold of the ledger
-- (domain/dossier.h); only store/dossier.c writes it, with its event.
-- include: domain/dossier.h

-- stmt: dossier_insert  exec
-- in: realm realm_id, id dossier_id, code text, version int, procedure procedure_id, procedure_version version_id
-- in: unit unit_id, area unit_id, holder unit_id, channel enum channel
-- in: applicant_kind enum applicant_kind, applicant_name text, id_number text, phone text, email text, address text, data text
-- in: state enum state, step int, submitted_at instant, answer_due local, accepted_at instant, accepted_day int
-- in: due local, original_due local, paused_at instant, step_at instant, step_due local
-- in: finished_at instant, finished_day int, returned_at instant, punctuality enum timeliness
-- in: supplements int, extensions int, components int, required int, digitised int, digitised_required int
-- in: yields_result bool, result_digitised bool, fee int, paid int, paid_online int, urgency int, head hash, case_code text
insert into dossier values (:realm, :id, :code, :version, :procedure, :procedure_version, :unit, :area, :holder,
  :channel, :applicant_kind, :applicant_name, :id_number, :phone, :email, :address, :data, :state, :step,
  :submitted_at, :answer_due, :accepted_at, :accepted_day, :due, :original_due, :paused_at, :step_at, :step_due,
  :finished_at, :finished_day, :returned_at, :punctuality, :supplements, :extensions, :components, :required,
  :digitised, :digitised_required, :yields_result, :result_digitised, :fee, :paid, :paid_online, :urgency, :head,
  :case_code);

-- stmt: dossier_update  change
-- in: realm realm_id, id dossier_id, version int, seen int, holder unit_id, state enum state, step int
-- in: answer_due local, accepted_at instant, accepted_day int, due local, original_due local, paused_at instant
-- in: step_at instant, step_due local, finished_at instant, finished_day int, returned_at instant, punctuality enum timeliness
-- in: supplements int, extensions int, digitised int, digitised_required int, result_digitised bool
-- in: fee int, paid int, paid_online int, urgency int, head hash
update dossier set version = :version, holder = :holder, state = :state, step = :step, answer_due = :answer_due,
  accepted_at = :accepted_at, accepted_day = :accepted_day, due = :due, original_due = :original_due,
  paused_at = :paused_at, step_at = :step_at, step_due = :step_due, finished_at = :finished_at,
  finished_day = :finished_day, returned_at = :returned_at, punctuality = :punctuality,
  supplements = :supplements, extensions = :extensions, digitised = :digitised,
  digitised_required = :digitised_required, result_digitised = :result_digitised,
  fee = :fee, paid = :paid, paid_online = :paid_online, urgency = :urgency, head = :head
where realm = :realm and id = :id and version = :seen;

-- stmt: dossier_by_code  one
-- in: realm realm_id, code text
-- out: id dossier_id, code text, version int, procedure procedure_id, procedure_version version_id
-- out: unit unit_id, area unit_id, holder unit_id, channel enum channel
-- out: applicant_kind enum applicant_kind, applicant_name text, id_number text, phone text, email text, address text, data text
-- out: state enum state, step int, submitted_at instant, answer_due local, accepted_at instant
-- out: due local, original_due local, paused_at instant, step_at instant, step_due local
-- out: finished_at instant, returned_at instant, punctuality enum timeliness
-- out: supplements int, extensions int, components int, required int, digitised int, digitised_required int
-- out: yields_result bool, result_digitised bool, fee int, paid int, paid_online int, head hash, case_code text
select id, code, version, procedure, procedure_version, unit, area, holder, channel, applicant_kind, applicant_name,
  id_number, phone, email, address, data, state, step, submitted_at, answer_due, accepted_at, due, original_due,
  paused_at, step_at, step_due, finished_at, returned_at, punctuality, supplements, extensions, components, required,
  digitised, digitised_required, yields_result, result_digitised, fee, paid, paid_online, head, case_code
from dossier where realm = :realm and code = :code;

-- Every dossier in order of its id, for verify and exports.
-- stmt: dossier_after  many
-- in: realm realm_id, id dossier_id, limit int
-- out: id dossier_id, code text, accepted_day int, finished_day int, urgency int
select id, code, accepted_day, finished_day, urgency from dossier
where realm = :realm and id > :id order by id limit :limit;

-- Open dossiers that a unit has which ended before today, or whose agency did. By a cross join SQLite begins with
-- the units and finds what each holds, instead of walking through every dossier by id.
-- stmt: dossier_left  many
-- in: realm realm_id, today date, id dossier_id, limit int
-- out: id dossier_id, code text
select d.id, d.code
from unit u
join unit p on p.realm = u.realm and p.id in (u.id, u.parent) and p.valid_to < :today and (p.id = u.id or u.office <> '')
cross join dossier d
where u.realm = :realm and d.realm = u.realm and d.holder = u.id and d.urgency > 0 and d.id > :id
group by d.id, d.code
order by d.id limit :limit;

-- stmt: dossier_component_insert  exec
-- in: realm realm_id, dossier dossier_id, seq int, code text, name text, originals int, copies int, required bool
-- in: source int, file file_id
insert into dossier_component values (:realm, :dossier, :seq, :code, :name, :originals, :copies, :required, :source, :file);

-- stmt: dossier_components  many
-- in: realm realm_id, dossier dossier_id
-- out: seq int, code text, name text, originals int, copies int, required bool, source int, file file_id
-- out: sha256 hash?, size int?, file_name text?, mime text?, absent bool?
select c.seq, c.code, c.name, c.originals, c.copies, c.required, c.source, c.file,
  f.sha256, f.size, f.name as file_name, f.mime, f.absent
from dossier_component c left join file f on f.realm = c.realm and f.id = c.file
where c.realm = :realm and c.dossier = :dossier order by c.seq;

-- stmt: dossier_component_filed  change
-- in: realm realm_id, dossier dossier_id, seq int, source int, file file_id
update dossier_component set source = :source, file = :file where realm = :realm and dossier = :dossier and seq = :seq;

-- stmt: file_insert  exec
-- in: realm realm_id, id file_id, dossier dossier_id, sha256 hash, size int, name text, mime text, created_at instant, absent bool
insert into file values (:realm, :id, :dossier, :sha256, :size, :name, :mime, :created_at, :absent);

-- stmt: files_of_dossier  many
-- in: realm realm_id, dossier dossier_id
-- out: id file_id, sha256 hash, size int, name text, mime text, created_at instant, absent bool
select id, sha256, size, name, mime, created_at, absent from file where realm = :realm and dossier = :dossier order by id;

-- stmt: files_since  many
-- in: realm realm_id, id file_id
-- out: sha256 hash
select sha256 from file where realm = :realm and id >= :id order by id;

-- The files of a run of dossiers, dossier by dossier, for verify.
-- stmt: files_of_dossiers  many
-- in: realm realm_id, after dossier_id, last dossier_id
-- out: dossier dossier_id, id file_id, sha256 hash
select dossier, id, sha256 from file where realm = :realm and dossier > :after and dossier <= :last order by dossier, id;

-- stmt: file_by_id  one
-- in: realm realm_id, id file_id
-- out: dossier dossier_id, sha256 hash, size int, name text, mime text, absent bool
select dossier, sha256, size, name, mime, absent from file where realm = :realm and id = :id;

-- stmt: step_run_insert  exec
-- in: realm realm_id, dossier dossier_id, seq int, step int, holder unit_id, began_at instant, due local, ended_at instant, punctuality enum timeliness
insert into step_run values (:realm, :dossier, :seq, :step, :holder, :began_at, :due, :ended_at, :punctuality);

-- stmt: step_runs_of_dossier  many
-- in: realm realm_id, dossier dossier_id
-- out: seq int, step int, holder unit_id, began_at instant, due local, ended_at instant, punctuality enum timeliness
select seq, step, holder, began_at, due, ended_at, punctuality from step_run
where realm = :realm and dossier = :dossier order by seq;

-- The next number of an authority's day, unless this once-key was answered; numbers are never given twice.
-- stmt: code_serial_next  maybe
-- in: realm realm_id, unit unit_id, day int, key hash
-- out: serial int
insert into code_serial select :realm, :unit, :day, 1 where not exists (select 1 from once where realm = :realm and key = :key)
on conflict (realm, unit, day) do update set serial = code_serial.serial + 1 returning serial;

-- stmt: code_serials_all  many
-- in: realm realm_id
-- out: unit unit_id, day int, serial int
select unit, day, serial from code_serial where realm = :realm order by unit, day;

-- Where the numbers of an authority's day stand, after a past was loaded.
-- stmt: code_serial_set  exec
-- in: realm realm_id, unit unit_id, day int, serial int
insert into code_serial values (:realm, :unit, :day, :serial);
