# SPDX-License-Identifier: EUPL-1.2
# The real programs, asked over FastCGI and over HTTP.
dist_check_SCRIPTS += tests/http/core.py tests/http/database.sh
TESTS += tests/http/core.py tests/http/database.sh
EXTRA_DIST += \
  tests/http/admin.py \
  tests/http/attack.py \
  tests/http/catalogue.py \
  tests/http/consent.py \
  tests/http/dropped.py \
  tests/http/fim.py \
  tests/http/hostile.py \
  tests/http/journey.py \
  tests/http/kill.py \
  tests/http/language.py \
  tests/http/letters.py \
  tests/http/migrate.py \
  tests/http/newer.py \
  tests/http/office.py \
  tests/http/questions.py \
  tests/http/routes.py \
  tests/http/tasks.py \
  tests/http/unseen.py \
  tests/http/uploads.py \
  tests/lib/admins.py \
  tests/lib/browser.py \
  tests/lib/fastcgi.py \
  tests/lib/people.py \
  tests/lib/server.py \
  tests/lib/web.py \
  tests/lib/world.py
