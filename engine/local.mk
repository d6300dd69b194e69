# SPDX-License-Identifier: EUPL-1.2
# One static library per folder, engine/NAME/libNAME.a. Each local.mk also defines NAME_LIBS: its own library followed by
# those below it, in link order, so that the linker too notices an arrow that points the wrong way.
include engine/base/local.mk
include engine/upload/local.mk
include engine/xml/local.mk
include engine/xpath/local.mk
include engine/html/local.mk
include engine/db/local.mk
include engine/form/local.mk
include engine/dmn/local.mk
include engine/flow/local.mk
include engine/region/local.mk
include engine/identity/local.mk
include engine/notify/local.mk
include engine/ledger/local.mk
include engine/cases/local.mk
include engine/office/local.mk
include engine/publish/local.mk
include engine/bin/local.mk
