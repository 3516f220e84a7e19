-- SPDX-License-Identifier: EUPL-1.2
-- Which of the procedure's cases a dossier was filed for: its limit and its fee depend on it. Of
-- dossiers that came before this was kept it is not known.

alter table dossier add column case_code TEXT not null default '';
