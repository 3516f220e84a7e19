-- SPDX-License-Identifier: EUPL-1.2
-- PostgreSQL gathers new words in a list before it sorts them into the index, and every search reads that
-- list from end to end: some megabytes that only its daemon or their own size ever clears. Searches come
-- more often than filings; here each filing sorts its dozen words in at once.

-- only: pg
alter index dossier_search_words set (fastupdate = off);
select gin_clean_pending_list('dossier_search_words');
-- only: all
