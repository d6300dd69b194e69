# SPDX-License-Identifier: EUPL-1.2
# Tests of one module are listed in that module's local.mk; here stand those that look at the whole.
include tests/style/local.mk
include tests/db/local.mk
include tests/http/local.mk
include tests/golden/local.mk
include tests/browser/local.mk
include tests/bench/local.mk
include tests/fuzz/local.mk
