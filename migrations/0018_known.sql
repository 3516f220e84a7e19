-- SPDX-License-Identifier: EUPL-1.2
-- From when to when the realm knew a day, hours or a limit (zero: always; zero: still). What was
-- decided is verified by what was known then, so a change adds rows and ends old ones.

alter table calendar_day add column known_from INSTANT not null default 0;
alter table calendar_day add column known_to INSTANT not null default 0;
alter table working_hours add column known_from INSTANT not null default 0;
alter table working_hours add column known_to INSTANT not null default 0;
alter table limit_rule add column known_from INSTANT not null default 0;
alter table limit_rule add column known_to INSTANT not null default 0;
