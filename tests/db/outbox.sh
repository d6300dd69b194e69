#!/usr/bin/env bash
# SPDX-License-Identifier: EUPL-1.2
# ozg-worker against a real database and a real mail server: delivery, failure, dead letters, and a worker that is
# killed between sending and noting so.
set -u
TOP_SRCDIR=${TOP_SRCDIR:-$(cd "$(dirname "$0")/../.." && pwd)}
TOP_BUILDDIR=${TOP_BUILDDIR:-$TOP_SRCDIR/build}
/usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null || { echo "SKIP: python3-aiosmtpd is not installed"; exit 77; }
. "$TOP_SRCDIR/tests/lib/pgcluster.sh"
pgcluster_start
dir=$PGC_DIR/outbox
mkdir "$dir" "$dir/mail"
failed=0

is() { # NAME GOT WANT
	if [ "$2" = "$3" ]; then
		echo "ok - $1"
	else
		echo "not ok - $1: got [$2], want [$3]"
		failed=1
	fi
}

sql() {
	pgcluster_psql -d ozg -At -c "$1"
}

coproc SMTPD { exec /usr/bin/python3 "$TOP_SRCDIR/tests/lib/smtpd.py" "$dir/mail"; }
read -r port <&"${SMTPD[0]}" || { echo "not ok - the mail server does not start"; exit 1; }
cat >"$dir/ozg.conf" <<CONF
db_owner = host=$PGC_SOCKET dbname=ozg user=ozg_owner
db_worker = host=$PGC_SOCKET dbname=ozg user=ozg_worker
share = $TOP_BUILDDIR/share
smtp_url = smtp://127.0.0.1:$port
mail_from = Bürgerservice <post@ozg.example>
base_url = https://ozg.example
CONF
worker() {
	"$TOP_BUILDDIR/bin/ozg-worker" --config "$dir/ozg.conf" "$@" 2>>"$dir/log"
}
put() { # KEY EMAIL TEMPLATE
	sql "INSERT INTO outbox (tenant, key, kind, number, payload) VALUES ('ochsenfurt', '$1', 'notify', 'OCH-2026-000007',
		jsonb_build_object('template', '$3', 'form', 'hundesteuer', 'status', 'In Prüfung',
			'vars', jsonb_strip_nulls(jsonb_build_object('email', nullif('$2', ''), 'gebuehr', '1234.5'))))"
}
mails() {
	find "$dir/mail" -name '*.eml' | wc -l
}
wait_for() { # COMMAND...: up to ten seconds
	local i
	for ((i = 0; i < 100; i++)); do
		"$@" && return 0
		sleep 0.1
	done
	return 1
}

"$TOP_BUILDDIR/bin/ozgctl" db setup --config "$dir/ozg.conf" >/dev/null || { echo "not ok - db setup"; exit 1; }
sql "INSERT INTO tenant (tenant, name, case_prefix) VALUES ('ochsenfurt', 'Stadt Ochsenfurt', 'OCH')"

# ---- a message arrives, once, and holds nothing but the news ----
put OCH-2026-000007/1/1 erika@mustermann.example neuigkeiten
worker --once
is "the worker ends well" $? 0
is "one mail arrived" "$(mails)" 1
is "the outbox is empty" "$(sql 'SELECT count(*) FROM outbox')" 0
/usr/bin/python3 - "$dir/mail/0001.eml" >"$dir/first" <<'PY'
import email, email.policy, sys
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(m["X-From"], m["X-To"], m["To"], sep="|")
print(m["From"])
print(m["Subject"])
print(m["Message-ID"])
print("In Prüfung" in m.get_content() and "https://ozg.example/status/" in m.get_content())
print("rika" in m.get_content() or "{" in m.get_content())
PY
is "the mail is right" "$(cat "$dir/first")" "post@ozg.example|erika@mustermann.example|erika@mustermann.example
Bürgerservice <post@ozg.example>
Neuigkeiten zu Ihrem Antrag OCH-2026-000007
<ochsenfurt.OCH-2026-000007-1-1@ozg.example>
True
False"

# ---- what it costs, when the template says so ----
put OCH-2026-000007/9/1 erika@mustermann.example eingang-gebuehr
worker --once
is "the fee is told" "$(/usr/bin/python3 -c 'import email, email.policy, sys
print("Er kostet 1.234,50 €." in email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default).get_content())' "$dir/mail/0002.eml")" True
rm "$dir/mail/0002.eml"

# ---- whoever gave no address gets no mail, and no error ----
put OCH-2026-000007/2/1 '' neuigkeiten
worker --once
is "no address, no mail" "$(mails) $(sql 'SELECT count(*) FROM outbox')" "1 0"

# ---- failures are noted, put off further each time, and given up in the end ----
echo later >"$dir/mail/mode"
put OCH-2026-000007/3/1 erika@mustermann.example neuigkeiten
worker --once
is "put off after a failure" "$(sql "SELECT attempts, dead, lease_until IS NULL, run_at - now() BETWEEN interval '20 s'
	AND interval '40 s', last_error FROM outbox")" "1|f|t|t|Der Mailserver nimmt die Nachricht zurzeit nicht an (Antwort 451)."
worker --once
is "not tried before its time" "$(sql 'SELECT attempts FROM outbox')" 1
sql "UPDATE outbox SET run_at = now()"
worker --once
is "longer the second time" "$(sql "SELECT attempts, run_at - now() BETWEEN interval '50 s' AND interval '70 s' FROM outbox")" "2|t"
sql "UPDATE outbox SET run_at = now(), attempts = 15"
worker --once
is "given up after sixteen" "$(sql 'SELECT attempts, dead FROM outbox')" "16|t"
is "given up aloud" "$(grep -c '"level":"error".*"event":"outbox-dead"' "$dir/log")" 1
sql "UPDATE outbox SET run_at = now()"
echo accept >"$dir/mail/mode"
worker --once
is "the dead stay dead" "$(mails)" 1
id=$("$TOP_BUILDDIR/bin/ozgctl" outbox list --config "$dir/ozg.conf" | cut -f2)
"$TOP_BUILDDIR/bin/ozgctl" outbox retry ochsenfurt "$id" --config "$dir/ozg.conf"
worker --once
is "until an operator revives them" "$(mails) $(sql 'SELECT count(*) FROM outbox')" "2 0"

# ---- what the mail server refuses for good is given up at once, and says why ----
for mode in never nobody; do
	echo $mode >"$dir/mail/mode"
	put OCH-2026-000007/4/1 erika@mustermann.example neuigkeiten
	worker --once
	is "refused for good ($mode)" "$("$TOP_BUILDDIR/bin/ozgctl" outbox list --config "$dir/ozg.conf" | cut -f1,3,4,6)" \
		"$(printf 'ochsenfurt\tOCH-2026-000007\t1\tDer Mailserver lehnt die Nachricht ab (Antwort 55%d).' $([ $mode = never ] && echo 4 || echo 0))"
	sql "DELETE FROM outbox"
done
is "given up aloud, too" "$(grep -c '"level":"error".*"event":"outbox-dead"' "$dir/log")" 3

# ---- a server that refuses us may change its mind ----
echo closed >"$dir/mail/mode"
put OCH-2026-000007/4/1 erika@mustermann.example neuigkeiten
worker --once
is "refused ourselves" "$(sql 'SELECT attempts, dead, last_error FROM outbox')" \
	"1|f|Der Mailserver nimmt die Nachricht zurzeit nicht an (Antwort 530)."
sql "DELETE FROM outbox"
echo accept >"$dir/mail/mode"

# ---- a message that kills the worker is given up in the end ----
put OCH-2026-000007/5/1 erika@mustermann.example neuigkeiten
sql "UPDATE outbox SET attempts = 16, lease_until = now() - interval '1 s'"
worker --once
is "not tried again after sixteen" "$(sql 'SELECT dead, last_error FROM outbox') $(mails)" \
	"t|Der letzte Versuch ist abgebrochen, ohne dass feststeht, was aus ihm wurde. 2"
sql "DELETE FROM outbox"

# ---- bad contents do not stop the others ----
put bad/1 'erika@mustermann.example
Bcc: alle@example.org' neuigkeiten
put bad/2 erika@mustermann.example '../../ozg'
put bad/3 erika@mustermann.example gibtesnicht
put good/1 erika@mustermann.example eingang
worker --once
is "one good among three bad" "$(mails) $(sql 'SELECT key, dead FROM outbox WHERE attempts = 1 AND last_error IS NOT NULL ORDER BY key' | xargs)" \
	"3 bad/1|t bad/2|t bad/3|f"
sql "DELETE FROM outbox"

# ---- killed between sending and noting: delivered again, recognisable as the same ----
rm -f "$dir"/mail/*.eml
echo stall >"$dir/mail/mode"
put OCH-2026-000007/9/1 erika@mustermann.example neuigkeiten
"$TOP_BUILDDIR/bin/ozg-worker" --config "$dir/ozg.conf" 2>>"$dir/log" &
pid=$!
one_mail() { [ "$(mails)" = 1 ]; }
wait_for one_mail
kill -KILL $pid
wait $pid 2>/dev/null
is "claimed by the dead worker" "$(sql 'SELECT attempts, lease_until > now() FROM outbox')" "1|t"
echo accept >"$dir/mail/mode"
worker --once
is "nobody else takes it during the lease" "$(mails)" 1
sql "UPDATE outbox SET lease_until = now() - interval '1 s'"
worker --once
is "delivered again" "$(mails) $(sql 'SELECT count(*) FROM outbox')" "2 0"
is "under the same Message-ID" "$(grep -h '^Message-ID:' "$dir"/mail/*.eml | sort -u | wc -l)" 1

# ---- several workers share the work; SIGTERM ends them ----
rm -f "$dir"/mail/*.eml
for i in $(seq 40); do put "many/$i" erika@mustermann.example eingang; done
"$TOP_BUILDDIR/bin/ozg-worker" --config "$dir/ozg.conf" 2>>"$dir/log" &
one=$!
"$TOP_BUILDDIR/bin/ozg-worker" --config "$dir/ozg.conf" 2>>"$dir/log" &
two=$!
all_sent() { [ "$(sql 'SELECT count(*) FROM outbox')" = 0 ]; }
wait_for all_sent
kill -TERM $one $two
wait $one
is "the first ends on SIGTERM" $? 0
wait $two
is "the second ends on SIGTERM" $? 0
is "each mail once" "$(mails) $(grep -h '^Message-ID:' "$dir"/mail/*.eml | sort -u | wc -l)" "40 40"

# ---- expired drafts go, the others stay ----
sql "INSERT INTO draft (tenant, key, form, form_version, sealed, rev, expires_at) SELECT 'ochsenfurt',
	decode(repeat(n, 32), 'hex'), 'x', 1, '', 1, now() + d::interval FROM (VALUES ('01', '-1 s'), ('02', '1 day')) v (n, d)"
worker --once
is "expired drafts are removed" "$(sql "SELECT encode(key, 'hex') FROM draft")" "$(printf '02%.0s' {1..32})"

is "the log holds no address and no name" "$(grep -ciE 'erika|mustermann' "$dir/log")" 0
is "every log line is JSON" "$(/usr/bin/python3 -c 'import json, sys; [json.loads(l) for l in open(sys.argv[1])]' "$dir/log" 2>&1)" ""
[ $failed -eq 0 ] || cat "$dir/log"
exit $failed
