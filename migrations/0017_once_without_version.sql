-- SPDX-License-Identifier: EUPL-1.2
-- Nobody reads the version that a repeated request had: it is answered with the dossier as it is now.

alter table once drop column version;
