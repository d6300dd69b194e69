# SPDX-License-Identifier: EUPL-1.2
SCHEMA_FILES += engine/db/schema/0002-definition.sql
