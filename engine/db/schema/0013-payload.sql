-- SPDX-License-Identifier: EUPL-1.2
-- Messages from case to case take values along.

GRANT INSERT (vars) ON inbox TO ozg_citizen, ozg_office;
