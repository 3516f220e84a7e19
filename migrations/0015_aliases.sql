-- SPDX-License-Identifier: EUPL-1.2
-- What people call a procedure who do not know its name ("sổ đỏ"), for searches.

alter table procedure_version add column aliases TEXT not null default '';
