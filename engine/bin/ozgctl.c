/* SPDX-License-Identifier: EUPL-1.2
 * ozgctl: the table of commands, reading of the command line, the usage text. */
#include "bin/ctl.h"

/* Options that a command takes are listed by name, separated by spaces; those ending in = have a value. */
static const struct command {
	const char *group, *verb; /* verb NULL: the group is the command */
	const char *args;         /* as the usage shows them */
	const char *options;
	size_t min_args, max_args;
	ctl_fn *run;
	const char *does;
} commands[] = {
	{ "db", "setup", "", "config=", 0, 0, ctl_db_setup,
	    "richtet die Datenbank ein oder bringt sie auf den neuen Stand" },
	{ "demo", "load", "DATEI.json", "config=", 1, 1, ctl_demo_load,
	    "lädt Kommunen, Orte, Inhalte und Personal; Passwort von der Standardeingabe" },
	{ "tenant", "add", "KENNUNG", "config= name= prefix= land=", 1, 1, ctl_tenant_add,
	    "legt eine Kommune an oder ändert sie" },
	{ "tenant", "list", "", "config=", 0, 0, ctl_tenant_list, "zeigt die Kommunen" },
	{ "account", "add", "ANMELDENAME", "config= name= office= admin", 1, 1, ctl_account_add,
	    "legt ein Konto an; Passwort von der Standardeingabe" },
	{ "account", "password", "ANMELDENAME", "config=", 1, 1, ctl_account_password,
	    "setzt das Passwort von der Standardeingabe; beendet alle Sitzungen" },
	{ "account", "disable", "ANMELDENAME", "config=", 1, 1, ctl_account_disable,
	    "sperrt das Konto; beendet alle Sitzungen" },
	{ "account", "enable", "ANMELDENAME", "config=", 1, 1, ctl_account_enable, "entsperrt das Konto" },
	{ "form", "check", "DATEI...", "json rules= codelists=", 1, SIZE_MAX, ctl_form_check,
	    "prüft Formulare, eigene und aus dem FIM-Katalog (XDatenfelder 2 und 3)" },
	{ "form", "eval", "DATEI", "answers= today= lang= rules= codelists=", 1, 1, ctl_form_eval, "wertet Antworten aus" },
	{ "form", "csv", "DATEI ANTWORTEN.json...", "today= o=", 2, SIZE_MAX, ctl_form_csv,
	    "schreibt gültige Antworten als Tabelle (CSV)" },
	{ "form", "diff", "ALT NEU", "json rules= codelists=", 2, 2, ctl_form_diff,
	    "nennt, was sich von einer Fassung eines Formulars zur nächsten ändert" },
	{ "form", "import", "DATEI", "rules= codelists= base= mine= o=", 1, 1, ctl_form_import,
	    "schreibt ein Formular aus dem FIM-Katalog in der eigenen Sprache; mit --base und --mine übernimmt es eine "
	    "neue "
	    "Fassung in ein bearbeitetes Formular" },
	{ "form", "test", "DATEI [SZENARIEN...]", "json rules= codelists= config=", 1, SIZE_MAX, ctl_form_test,
	    "spielt Szenarien durch: die im Formular und die in Dateien; mit --config auch die Zuständigkeit" },
	{ "form", "data", "DATEI", "json rules= codelists=", 1, 1, ctl_form_data,
	    "nennt, was ein Formular erhebt: Art der Daten, Rechtsgrundlage, Aufbewahrung" },
	{ "form", "po", "export FORM.xml | import FORM.xml X.po", "lang= o=", 2, 3, ctl_form_po,
	    "schreibt die Texte als gettext-Katalog zum Übersetzen, oder nimmt die Übersetzungen in das Formular auf" },
	{ "form", "why", "DATEI PFAD", "json answers= today= rules= codelists=", 2, 2, ctl_form_why,
	    "erklärt, warum etwas gefragt, verlangt, falsch oder so berechnet ist" },
	{ "form", "xfall", "DATEI", "answers= today= rules= codelists=", 1, 1, ctl_form_xfall,
	    "schreibt gültige Antworten als XFall" },
	{ "flow", "conform", "SAMMLUNG.json", "root=", 1, 1, ctl_flow_conform,
	    "prüft die Maschine an einer Konformitätssammlung" },
	{ "flow", "check", "DATEI...", "json config=", 1, SIZE_MAX, ctl_flow_check,
	    "prüft Abläufe (BPMN) und Entscheidungen (DMN)" },
	{ "flow", "import", "DATEI", "o= json config=", 1, 1, ctl_flow_import,
	    "übernimmt Abläufe aus Camunda, Operaton, Flowable, Activiti (OZG-Hub) und XProzess; nennt, was noch zu tun ist" },
	{ "dmn", "eval", "DATEI", "decision= inputs= today=", 1, 1, ctl_dmn_eval, "wertet eine Entscheidung aus" },
	{ "flow", "svg", "DATEI", "mark= passed=", 1, SIZE_MAX, ctl_flow_svg,
	    "zeichnet den Ablauf; --mark KENNUNG… und --passed KENNUNG,… heben hervor" },
	{ "flow", "incidents", "", "config= tenant=", 0, 0, ctl_flow_incidents,
	    "zeigt Störungen: Kommune, Vorgang, Token, Art, Element, wann, wie oft, Nachricht, Grund" },
	{ "flow", "retry", "KOMMUNE VORGANG", "config= vars=", 2, 2, ctl_flow_retry,
	    "versucht gestörte Schritte eines Vorgangs noch einmal; --vars setzt vorher Werte (JSON-Datei)" },
	{ "flow", "verify", "", "config= tenant= repair", 0, 0, ctl_flow_verify,
	    "vergleicht die Tabellen der Aufgaben und Fristen mit dem Stand jedes offenen Vorgangs" },
	{ "flow", "simulate", "DATEI", "case= random seed= steps= json config=", 1, 1, ctl_flow_simulate,
	    "spielt den Ablauf mit eigener Uhr: einen Fall Schritt für Schritt, oder mit --random auf gut Glück" },
	{ "flow", "plan", "KENNUNG", "config= tenant= from= to=", 1, 1, ctl_flow_plan,
	    "schlägt vor, welches Element einer Version in einer anderen welches ist (JSON für --plan)" },
	{ "flow", "migrate", "KENNUNG", "config= tenant= from= to= plan= dry-run", 1, 1, ctl_flow_migrate,
	    "bringt offene Vorgänge auf eine andere Version; --dry-run zählt nur" },
	{ "region", "find", "", "config= service= ars=", 0, 0, ctl_region_find, "nennt die zuständige Stelle" },
	{ "region", "import", "DATEI.tsv", "config=", 1, 1, ctl_region_import,
	    "lädt Orte: Postleitzahl, Regionalschlüssel, Name" },
	{ "publish", NULL, "DATEI...", "config= tenant= rules= codelists=", 1, SIZE_MAX, ctl_publish,
	    "prüft und veröffentlicht Formulare, Abläufe und Entscheidungen" },
	{ "versions", NULL, "KENNUNG", "config= tenant= kind=", 1, 1, ctl_versions, "zeigt die Versionen" },
	{ "export", NULL, "KENNUNG [VERSION]", "config= tenant= kind= o=", 1, 2, ctl_export,
	    "schreibt eine Version heraus, Byte für Byte wie sie veröffentlicht wurde" },
	{ "rollback", NULL, "KENNUNG VERSION", "config= tenant= kind=", 2, 2, ctl_rollback,
	    "veröffentlicht eine ältere Version neu" },
	{ "outbox", "list", "", "config=", 0, 0, ctl_outbox_list, "zeigt aufgegebene Nachrichten" },
	{ "outbox", "retry", "KOMMUNE NUMMER", "config=", 2, 2, ctl_outbox_retry,
	    "stellt eine aufgegebene Nachricht neu zu" },
	{ "message", "send", "KOMMUNE NAME", "config= id= key= case= vars= days= signal", 2, 2, ctl_message_send,
	    "sendet Vorgängen eine Nachricht oder ein Signal; dieselbe Kennung (--id) zählt einmal" },
	{ "message", "show", "KOMMUNE KENNUNG", "config=", 2, 2, ctl_message_show, "sagt, wo eine Nachricht ist" },
	{ "ledger", "export", "", "config= tenant=", 0, 0, ctl_ledger_export, "schreibt das Protokoll einer Kommune" },
	{ "ledger", "verify", "DATEI", "known=", 1, 1, ctl_ledger_verify,
	    "prüft ein ausgeschriebenes Protokoll ohne Datenbank" },
};

enum { N_COMMANDS = sizeof commands / sizeof commands[0] };

static void print_command(FILE *to, const struct command *k)
{
	fprintf(to, "  ozgctl %s%s%s%s%s", k->group, k->verb == NULL ? "" : " ", k->verb == NULL ? "" : k->verb,
	    k->args[0] == '\0' ? "" : " ", k->args);
	struct str rest = str_c(k->options), piece;
	while (str_next(&rest, ' ', &piece))
		fprintf(to, " [%s%.*s%s]", str_eq_c(piece, "o=") ? "-" : "--", STR_ARG(piece),
		    str_ends(piece, STR("=")) ? "WERT" : "");
	fprintf(to, "\n        %s\n", k->does);
}

static enum ctl_exit usage(FILE *to, const char *group, enum ctl_exit code)
{
	fputs("Aufruf:\n", to);
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (group == NULL || strcmp(group, commands[i].group) == 0)
			print_command(to, &commands[i]);
	if (group == NULL)
		fputs("\nEnde mit 0: in Ordnung, 1: die Eingabe hat Fehler, 2: falscher Aufruf, 3: Umgebung gestört.\n"
		      "Ohne --config gilt /etc/ozg/ozg.conf. KOMMUNE ist ohne --tenant die Bibliothek „_“.\n",
		    to);
	return code;
}

static const struct command *find_command(int argc, char **argv)
{
	for (size_t i = 0; i < N_COMMANDS; i++) {
		const struct command *k = &commands[i];
		if (strcmp(argv[1], k->group) == 0 && (k->verb == NULL || (argc > 2 && strcmp(argv[2], k->verb) == 0)))
			return k;
	}
	return NULL;
}

static const char *known_group(const char *name)
{
	for (size_t i = 0; i < N_COMMANDS; i++)
		if (strcmp(name, commands[i].group) == 0)
			return name;
	return NULL;
}

/* 0: unknown, 1: a flag, 2: takes a value. */
static int option_kind(const struct command *k, struct str name)
{
	struct str rest = str_c(k->options), piece;
	while (str_next(&rest, ' ', &piece)) {
		if (str_eq(piece, name))
			return 1;
		if (piece.n == name.n + 1 && str_starts(piece, name) && piece.p[name.n] == '=')
			return 2;
	}
	return 0;
}

/* Takes "--name value", "--name=value" or "--flag" at *i. */
static bool take_option(struct ctl *c, const struct command *k, int argc, char **argv, int *i)
{
	struct str text = str_c(argv[*i] + 2);
	ptrdiff_t eq = str_find(text, '=');
	struct str name = eq < 0 ? text : str_sub(text, 0, (size_t)eq);
	int kind = option_kind(k, name);
	const char *value = eq < 0 ? "" : argv[*i] + 2 + eq + 1;
	if (kind == 0) {
		fprintf(stderr, "ozgctl: Die Option --%.*s gibt es hier nicht.\n", STR_ARG(name));
		return false;
	}
	if (kind == 2 && eq < 0) {
		if (*i + 1 >= argc) {
			fprintf(stderr, "ozgctl: Der Option --%.*s fehlt ihr Wert.\n", STR_ARG(name));
			return false;
		}
		value = argv[++*i];
	}
	if (kind == 1 && eq >= 0) {
		fprintf(stderr, "ozgctl: Die Option --%.*s hat keinen Wert.\n", STR_ARG(name));
		return false;
	}
	c->options[c->n_options++] = (struct ctl_option){ str_cdup(c->arena, name), value };
	return true;
}

static bool read_arguments(struct ctl *c, const struct command *k, int argc, char **argv)
{
	bool only_args = false;
	c->args = ARENA_ARRAY(c->arena, const char *, (size_t)argc);
	c->options = ARENA_ARRAY(c->arena, struct ctl_option, (size_t)argc);
	for (int i = k->verb == NULL ? 2 : 3; i < argc; i++) {
		if (!only_args && strcmp(argv[i], "-o") == 0)
			argv[i] = str_cdup(c->arena, STR("--o")); /* the one short name, used to write results everywhere */
		if (!only_args && strcmp(argv[i], "--") == 0)
			only_args = true;
		else if (!only_args && strncmp(argv[i], "--", 2) == 0) {
			if (!take_option(c, k, argc, argv, &i))
				return false;
		} else {
			c->args[c->n_args++] = argv[i];
		}
	}
	if (c->n_args >= k->min_args && c->n_args <= k->max_args)
		return true;
	fprintf(stderr, "ozgctl: %s\n", c->n_args < k->min_args ? "Es fehlt eine Angabe." : "Das ist eine Angabe zu viel.");
	return false;
}

static enum ctl_exit run(int argc, char **argv)
{
	if (argc < 2)
		return usage(stderr, NULL, CTL_USAGE);
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0)
		return usage(stdout, argc > 2 ? known_group(argv[2]) : NULL, CTL_OK);
	const struct command *k = find_command(argc, argv);
	if (k == NULL) {
		fprintf(stderr, "ozgctl: Diesen Befehl gibt es nicht: %s%s%s\n", argv[1], argc > 2 ? " " : "",
		    argc > 2 ? argv[2] : "");
		return usage(stderr, known_group(argv[1]), CTL_USAGE);
	}
	struct ctl c = { .arena = arena_new() };
	enum ctl_exit code = read_arguments(&c, k, argc, argv) ? k->run(&c) : usage(stderr, k->group, CTL_USAGE);
	arena_free(&c.arena);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fputs("ozgctl: Die Ausgabe lässt sich nicht schreiben.\n", stderr);
		return CTL_ENVIRONMENT;
	}
	return code;
}

int main(int argc, char **argv)
{
	return (int)run(argc, argv);
}
