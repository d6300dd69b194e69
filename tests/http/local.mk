# SPDX-License-Identifier: EUPL-1.2
# The real programs, asked over FastCGI and over HTTP.
dist_check_SCRIPTS += tests/http/core.py
TESTS += tests/http/core.py
EXTRA_DIST += tests/lib/fastcgi.py tests/lib/server.py
