# SPDX-License-Identifier: EUPL-1.2
SQL_FILES += engine/office/worklist.sql
noinst_LIBRARIES += engine/office/liboffice.a
engine_office_liboffice_a_SOURCES = engine/office/worklist.h engine/office/worklist.c
OFFICE_LIBS = engine/office/liboffice.a $(CASES_LIBS)
