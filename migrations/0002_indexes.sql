-- SPDX-License-Identifier: EUPL-1.2
-- The files of a dossier in order of their id. Without the id the planner of
-- SQLite preferred the primary key, which is already in that order, and walked
-- through every file of the province for one page.

drop index file_dossier;
create index file_dossier on file (realm, dossier, id);
