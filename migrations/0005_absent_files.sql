-- SPDX-License-Identifier: EUPL-1.2
-- A file of which everything is known but whose bytes are not kept here: of a
-- dossier filled in for trials, or of one that came without its papers.

alter table file add column absent BOOL not null default false;
