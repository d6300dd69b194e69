/* SPDX-License-Identifier: EUPL-1.2
 * What stands inside a node: its event definition, loop characteristics, script; and whether that can be executed. */
#include "flow/flow_raw.h"

static const struct {
	const char *element;
	enum flow_trigger trigger;
	const char *ref;          /* the attribute that names the message, error … */
	const char *root, *value; /* of that element the attribute that counts */
} events[] = {
	{ "messageEventDefinition", TRIGGER_MESSAGE, "messageRef", "message", "name" },
	{ "timerEventDefinition", TRIGGER_TIMER, NULL, NULL, NULL },
	{ "errorEventDefinition", TRIGGER_ERROR, "errorRef", "error", "errorCode" },
	{ "escalationEventDefinition", TRIGGER_ESCALATION, "escalationRef", "escalation", "escalationCode" },
	{ "signalEventDefinition", TRIGGER_SIGNAL, "signalRef", "signal", "name" },
	{ "conditionalEventDefinition", TRIGGER_CONDITION, NULL, NULL, NULL },
	{ "linkEventDefinition", TRIGGER_LINK, NULL, NULL, NULL },
	{ "terminateEventDefinition", TRIGGER_TERMINATE, NULL, NULL, NULL },
};

static const size_t n_events = sizeof events / sizeof *events;

bool flow_raw_is_detail(const struct xml_node *x)
{
	return str_ends(x->name, STR("EventDefinition")) || str_ends(x->name, STR("LoopCharacteristics")) ||
	       str_eq_c(x->name, "eventDefinitionRef") || str_eq_c(x->name, "script");
}

struct str flow_raw_ref(const struct xml_node *x, const char *attr)
{
	struct str s = str_trim(xml_attr_value(x, attr));
	ptrdiff_t colon = str_find(s, ':');
	return colon < 0 ? s : str_sub(s, (size_t)colon + 1, s.n);
}

struct str flow_raw_called(const struct raw_node *n)
{
	return flow_raw_ref(n->xml, "calledElement");
}

/* The child of <definitions> with this name and id, or NULL. */
static const struct xml_node *root_element(const struct raw_node *n, const char *name, struct str id)
{
	const struct xml_node *root = n->xml;
	while (root->parent != NULL)
		root = root->parent;
	const struct xml_node *x = root->first;
	while (x != NULL &&
	       !(name == NULL || xml_is(x, FLOW_BPMN_NS, name) ? str_eq(str_trim(xml_attr_value(x, "id")), id) : false))
		x = x->next;
	return x;
}

/* The name or code behind the reference. A reference to nothing is itself the code: files in use do that. */
static struct str referred(const struct raw_node *n, struct str id, const char *root, const char *value)
{
	const struct xml_node *x = id.n == 0 ? NULL : root_element(n, root, id);
	struct str name = x == NULL ? id : str_trim(xml_attr_value(x, value));
	bool named = x != NULL && name.n == 0 && str_eq_c(str_c(value), "name");
	return named ? id : name;
}

static void unsupported(const struct raw_flow *f, const struct raw_node *n, const struct xml_node *x)
{
	diag_error(f->diags, x->pos, "unsupported",
	    "%.*s: <%.*s> in <%.*s> wird nicht unterstützt. Entfernen Sie diesen Zusatz.", STR_ARG(flow_raw_label(f, n)),
	    STR_ARG(x->name), STR_ARG(n->xml->name));
}

/* Comes again without end, at intervals nobody could follow. */
static bool is_hasty(const struct flow_timer *t)
{
	return t->kind == TIMER_CYCLE && (t->times == 0 || t->times > 100) && t->span.months == 0 && t->span.days == 0 &&
	       t->span.micros < INT64_C(60000000);
}

static void read_timer(const struct raw_flow *f, struct raw_node *n)
{
	static const struct {
		const char *element;
		enum flow_timer_kind kind;
		const char *example;
	} kinds[] = {
		{ "timeDate", TIMER_DATE, "2026-03-01T10:00:00+01:00" },
		{ "timeDuration", TIMER_SPAN, "P14D" },
		{ "timeCycle", TIMER_CYCLE, "R3/P1D" },
	};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		const struct xml_node *x = xml_child(n->event, FLOW_BPMN_NS, kinds[i].element);
		if (x == NULL)
			continue;
		n->timer.kind = kinds[i].kind;
		if (flow_when_is_expr(x->text))
			n->when.xml = x;
		else if (!flow_timer_parse(kinds[i].kind, str_trim(x->text), &n->timer))
			diag_error(f->diags, x->text_pos, "bad-timer",
			    "%.*s: „%.*s“ ist in <%s> keine Zeitangabe nach ISO 8601. Schreiben Sie zum Beispiel %s, oder "
			    "einen Ausdruck mit einer Variablen wie $termin.",
			    STR_ARG(flow_raw_label(f, n)), STR_ARG(str_trim(x->text)), kinds[i].element, kinds[i].example);
		else if (is_hasty(&n->timer))
			diag_warning(f->diags, x->text_pos, "hasty-timer",
			    "%.*s kommt öfter als einmal in der Minute wieder: Jedes Mal wächst das Protokoll, und andere Vorgänge "
			    "warten. Schreiben Sie mindestens PT1M, oder begrenzen Sie die Wiederholungen: R3/PT10S.",
			    STR_ARG(flow_raw_label(f, n)));
		return;
	}
	diag_error(f->diags, n->event->pos, "empty-timer",
	    "%.*s sagt nicht, wann. Ergänzen Sie timeDuration, timeDate oder timeCycle.", STR_ARG(flow_raw_label(f, n)));
}

static void read_event(const struct raw_flow *f, struct raw_node *n, const struct xml_node *x)
{
	size_t i = 0;
	while (i < n_events && !str_eq_c(x->name, events[i].element))
		i++;
	if (i == n_events || !(n->kind->triggers >> events[i].trigger & 1)) {
		unsupported(f, n, x);
		n->event = x; /* so that nobody misses it */
		return;
	}
	if (n->event != NULL) {
		diag_error(f->diags, x->pos, "several-events",
		    "%.*s hat mehr als ein Ereignis. Zeichnen Sie für jedes ein eigenes Symbol.",
		    STR_ARG(flow_raw_label(f, n)));
		return;
	}
	n->event = x;
	n->trigger = events[i].trigger;
	if (n->trigger == TRIGGER_TIMER)
		read_timer(f, n);
	else if (n->trigger == TRIGGER_LINK)
		n->event_name = str_trim(xml_attr_value(x, "name"));
	else if (n->trigger == TRIGGER_CONDITION)
		n->event_expr.xml = xml_child(x, FLOW_BPMN_NS, "condition");
	else if (events[i].ref != NULL)
		n->event_name = referred(n, flow_raw_ref(x, events[i].ref), events[i].root, events[i].value);
	if (n->trigger == TRIGGER_ERROR)
		n->event_label = referred(n, flow_raw_ref(x, "errorRef"), "error", "name");
}

static void read_event_ref(const struct raw_flow *f, struct raw_node *n, const struct xml_node *x)
{
	struct str id = str_trim(x->text);
	ptrdiff_t colon = str_find(id, ':');
	const struct xml_node *event = root_element(n, NULL, colon < 0 ? id : str_sub(id, (size_t)colon + 1, id.n));
	if (event == NULL)
		diag_error(f->diags, x->pos, "dangling-event", "%.*s verweist auf das Ereignis „%.*s“: das gibt es nicht.",
		    STR_ARG(flow_raw_label(f, n)), STR_ARG(id));
	else
		read_event(f, n, event);
}

static void read_loop(const struct raw_flow *f, struct raw_node *n, const struct xml_node *x)
{
	struct raw_loop *loop = &n->loop;
	if (n->kind->role != NODE_ACTIVITY || loop->xml != NULL || n->by_event) {
		unsupported(f, n, x);
		return;
	}
	loop->xml = x;
	loop->standard = str_eq_c(x->name, "standardLoopCharacteristics");
	loop->count.xml = xml_child(x, FLOW_BPMN_NS, "loopCardinality");
	loop->cond.xml = xml_child(x, FLOW_BPMN_NS, loop->standard ? "loopCondition" : "completionCondition");
	const struct xml_node *list = xml_child(x, FLOW_BPMN_NS, "loopDataInputRef");
	const struct xml_node *item = xml_child(x, FLOW_BPMN_NS, "inputDataItem");
	if (list != NULL)
		loop->list = str_trim(list->text);
	if (item != NULL)
		loop->item = str_trim(xml_attr_value(item, "name"));
	const struct xml_node *results = xml_child(x, FLOW_BPMN_NS, "loopDataOutputRef");
	const struct xml_node *result = xml_child(x, FLOW_BPMN_NS, "outputDataItem");
	if (results != NULL)
		loop->collect = str_trim(results->text);
	if (result != NULL)
		loop->give = str_trim(xml_attr_value(result, "name"));
	struct str behavior = str_trim(xml_attr_value(x, "behavior"));
	if (behavior.n > 0 && !str_eq_c(behavior, "All"))
		diag_error(f->diags, xml_attr(x, "behavior")->pos, "unsupported",
		    "%.*s: behavior=\"%.*s\" wird nicht unterstützt. Löschen Sie das Attribut.", STR_ARG(flow_raw_label(f, n)),
		    STR_ARG(behavior));
	for (const struct xml_node *c = x->first; c != NULL; c = c->next)
		if (str_eq_c(c->name, "complexBehaviorDefinition"))
			unsupported(f, n, c);
}

void flow_raw_details(struct raw_flow *f, struct raw_node *n)
{
	n->by_event = str_eq_c(str_trim(xml_attr_value(n->xml, "triggeredByEvent")), "true");
	const char *flag = n->kind == &node_start ? "isInterrupting" : "cancelActivity";
	n->interrupts = !str_eq_c(str_trim(xml_attr_value(n->xml, flag)), "false");
	for (const struct xml_node *c = n->xml->first; c != NULL; c = c->next) {
		if (str_ends(c->name, STR("EventDefinition")))
			read_event(f, n, c);
		else if (str_eq_c(c->name, "eventDefinitionRef"))
			read_event_ref(f, n, c);
		else if (str_ends(c->name, STR("LoopCharacteristics")))
			read_loop(f, n, c);
		else if (str_eq_c(c->name, "script") && n->kind == &node_script)
			n->script.xml = c;
	}
	if (n->kind == &node_send || n->kind == &node_receive) {
		n->trigger = TRIGGER_MESSAGE;
		n->event_name = referred(n, flow_raw_ref(n->xml, "messageRef"), "message", "name");
	}
}

/* ---- checks ---- */

static void check_can(const struct raw_flow *f, const struct raw_node *n)
{
	static const unsigned needs[] = {
		[TRIGGER_TIMER] = FLOW_CAN_TIMERS,
		[TRIGGER_MESSAGE] = FLOW_CAN_MESSAGES,
		[TRIGGER_SIGNAL] = FLOW_CAN_SIGNALS,
		[TRIGGER_TERMINATE] = 0,
	};
	if ((needs[n->trigger] & ~f->can) != 0)
		diag_error(f->diags, n->xml->pos, "not-available",
		    "%.*s: Zeit-, Nachrichten- und Signalereignisse sind in dieser Anlage noch nicht eingeschaltet. Ersetzen "
		    "Sie "
		    "das Element, zum Beispiel durch eine Benutzeraufgabe.",
		    STR_ARG(flow_raw_label(f, n)));
}

static void check_named(const struct raw_flow *f, const struct raw_node *n)
{
	static const char *const what[] = {
		[TRIGGER_MESSAGE] = "welche Nachricht (messageRef)",
		[TRIGGER_SIGNAL] = "welches Signal (signalRef)",
		[TRIGGER_LINK] = "welcher Verweis (name)",
		[TRIGGER_CONDITION] = "welche Bedingung (condition)",
		[TRIGGER_TERMINATE] = NULL,
	};
	bool missing = n->trigger == TRIGGER_CONDITION ? n->event_expr.xml == NULL : n->event_name.n == 0;
	if (missing && what[n->trigger] != NULL)
		diag_error(f->diags, n->xml->pos, "unnamed-event", "%.*s sagt nicht, %s gemeint ist. Ergänzen Sie das.",
		    STR_ARG(flow_raw_label(f, n)), what[n->trigger]);
	if (n->kind == &node_catch && n->event == NULL)
		diag_error(f->diags, n->xml->pos, "unnamed-event",
		    "%.*s wartet auf nichts. Ergänzen Sie, worauf: eine Zeit, eine Nachricht, ein Signal oder eine Bedingung.",
		    STR_ARG(flow_raw_label(f, n)));
	if (n->kind == &node_boundary && n->event == NULL)
		diag_error(f->diags, n->xml->pos, "unnamed-event", "%.*s reagiert auf nichts. Ergänzen Sie ein Ereignis.",
		    STR_ARG(flow_raw_label(f, n)));
}

/* What goes along with a message or signal; nothing else takes something along. */
static void check_payload(const struct raw_flow *f, struct raw_node *n)
{
	const struct xml_node *payload = flow_raw_extension(n, "payload");
	bool sends = n->kind == &node_send || n->kind == &node_throw || n->kind->role == NODE_END;
	if (!sends || payload == NULL)
		return;
	n->n_payload = flow_raw_handings(f, n, n, "payload", &n->payload);
	if (n->trigger != TRIGGER_MESSAGE && n->trigger != TRIGGER_SIGNAL)
		diag_error(f->diags, payload->pos, "payload",
		    "%.*s sendet keine Nachricht und kein Signal, das Werte mitnimmt. Löschen Sie <ozg:payload>.",
		    STR_ARG(flow_raw_label(f, n)));
}

/* A start event belongs to the process, begins a sub-process without a trigger, an event sub-process with one. */
static void check_start(const struct raw_flow *f, const struct raw_node *n)
{
	bool inner = n->trigger == TRIGGER_ERROR || n->trigger == TRIGGER_ESCALATION || n->trigger == TRIGGER_CONDITION;
	const char *why = NULL;
	if (n->parent->by_event && n->trigger == TRIGGER_NONE)
		why = "beginnt einen Ereignis-Teilprozess, sagt aber nicht, welches Ereignis das ist. Ergänzen Sie es";
	else if (!n->parent->by_event && n->parent->parent != NULL && n->trigger != TRIGGER_NONE)
		why = "beginnt einen Teilprozess und darf kein Ereignis haben. Entfernen Sie es";
	else if (!n->parent->by_event && inner)
		why = "kann einen Ablauf nicht beginnen. Verwenden Sie ein einfaches Startereignis";
	else if (n->trigger == TRIGGER_ERROR && !n->interrupts)
		why = "fängt einen Fehler und muss unterbrechend sein. Löschen Sie isInterrupting=\"false\"";
	if (why != NULL)
		diag_error(f->diags, n->xml->pos, "bad-start", "%.*s %s.", STR_ARG(flow_raw_label(f, n)), why);
}

static void check_loop(const struct raw_flow *f, const struct raw_node *n)
{
	const struct raw_loop *loop = &n->loop;
	if (loop->xml == NULL)
		return;
	size_t list = flow_raw_var(f, n, loop->list);
	struct str label = flow_raw_label(f, n);
	int64_t max;
	struct str limit = str_trim(xml_attr_value(loop->xml, "loopMaximum"));
	if (limit.n > 0 && (!str_to_i64(limit, &max) || max < 1 || max > FLOW_STEPS_MAX))
		diag_error(f->diags, xml_attr(loop->xml, "loopMaximum")->pos, "bad-loop",
		    "%.*s: loopMaximum ist keine Zahl von 1 bis %d.", STR_ARG(label), FLOW_STEPS_MAX);
	if (loop->standard && loop->cond.xml == NULL && limit.n == 0)
		diag_error(f->diags, loop->xml->pos, "bad-loop",
		    "%.*s wird ohne Ende wiederholt. Ergänzen Sie loopCondition oder loopMaximum.", STR_ARG(label));
	if (!loop->standard && (loop->count.xml == NULL) == (loop->list.n == 0))
		diag_error(f->diags, loop->xml->pos, "bad-loop",
		    "%.*s sagt nicht, wie oft. Ergänzen Sie entweder loopCardinality oder loopDataInputRef.", STR_ARG(label));
	if (loop->list.n > 0 && (list == f->n_vars || !f->vars[list].many))
		diag_error(f->diags, loop->xml->pos, "bad-loop",
		    "%.*s wird für jeden Wert von „%.*s“ wiederholt: das ist keine vereinbarte Liste. Ergänzen Sie "
		    "<ozg:variable name=\"%.*s\" type=\"…\" many=\"true\"/>.",
		    STR_ARG(label), STR_ARG(loop->list), STR_ARG(loop->list));
}

/* Results are collected from a variable that each instance sets as its last act, or, of a sub-process, that each
 * instance has for itself: so no other one can come between. */
static void check_collect(const struct raw_flow *f, const struct raw_node *n)
{
	const struct raw_loop *loop = &n->loop;
	struct str label = flow_raw_label(f, n);
	if (loop->xml == NULL || (loop->collect.n == 0 && loop->give.n == 0))
		return;
	size_t all = flow_raw_var(f, n, loop->collect), one = flow_raw_var(f, n, loop->give);
	if (all == f->n_vars || !f->vars[all].many || one == f->n_vars || f->vars[one].many ||
	    f->vars[all].type != f->vars[one].type)
		diag_error(f->diags, loop->xml->pos, "bad-collect",
		    "%.*s sammelt Ergebnisse: loopDataOutputRef nennt eine vereinbarte Liste (many=\"true\"), outputDataItem "
		    "mit "
		    "name eine vereinbarte Variable desselben Typs.",
		    STR_ARG(label));
}

/* A link goes on in the same scope, at one place. */
static void find_partner(const struct raw_flow *f, struct raw_node *n)
{
	bool several = false;
	for (size_t i = 0; i < f->n_nodes; i++) {
		struct raw_node *x = &f->nodes[i];
		if (x->kind != &node_catch || x->trigger != TRIGGER_LINK || x->parent != n->parent ||
		    !str_eq(x->event_name, n->event_name))
			continue;
		several |= n->partner != NULL;
		n->partner = x;
	}
	if (n->partner == NULL || several)
		diag_error(f->diags, n->xml->pos, "dangling-link",
		    "Zu %.*s gibt es %s Zwischenereignis mit dem Verweis „%.*s“.", STR_ARG(flow_raw_label(f, n)),
		    several ? "mehr als ein" : "kein", STR_ARG(n->event_name));
}

/* Does the process come back to itself through calls? Depth first; on_way marks the processes being looked at. */
static bool recursive(const struct raw_flow *f, const struct raw_node *process, bool *on_way, bool *done)
{
	size_t self = (size_t)(process - f->nodes);
	if (on_way[self] || done[self])
		return on_way[self];
	on_way[self] = true;
	for (size_t i = 0; i < f->n_nodes; i++) {
		const struct raw_node *n = &f->nodes[i];
		const struct raw_node *root = n;
		while (root->parent != NULL)
			root = root->parent;
		if (n->called != NULL && root == process && recursive(f, n->called, on_way, done))
			return true;
	}
	on_way[self] = false;
	done[self] = true;
	return false;
}

/* Searches over all nodes are made for each of these. */
static void check_numbers(const struct raw_flow *f)
{
	enum { SEARCHES_MAX = 200 };
	static const uint64_t bits_max = UINT64_C(1) << 26;
	size_t links = 0;
	uint64_t bits = 0;
	for (size_t i = 0; i < f->n_nodes; i++) {
		const struct raw_node *n = &f->nodes[i];
		links += n->trigger == TRIGGER_LINK;
		if (n->kind == &node_inclusive && n->n_in > 1)
			bits += 2 * (uint64_t)n->n_in * n->parent->n_children;
	}
	if (links > SEARCHES_MAX || bits > bits_max)
		diag_error(f->diags, f->process->xml->pos, "too-large",
		    "Der Ablauf hat zu viele Verweise oder zusammenführende inklusive Gateways. Teilen Sie ihn auf.");
}

void flow_check_events(struct raw_flow *f)
{
	size_t errors = f->diags->n_errors;
	check_numbers(f);
	if (f->diags->n_errors > errors)
		return;
	for (size_t i = 0; i < f->n_nodes; i++) {
		struct raw_node *n = &f->nodes[i];
		if (n->kind == NULL)
			continue;
		check_can(f, n);
		check_named(f, n);
		flow_check_when(f, n);
		check_payload(f, n);
		check_loop(f, n);
		check_collect(f, n);
		if (n->kind == &node_start)
			check_start(f, n);
		if (n->kind == &node_throw && n->trigger == TRIGGER_LINK)
			find_partner(f, n);
	}
	bool *marks = ARENA_ARRAY(f->arena, bool, 2 * f->n_nodes);
	if (recursive(f, f->process, marks, marks + f->n_nodes))
		diag_error(f->diags, f->process->xml->pos, "recursive-call",
		    "Der Prozess ruft sich über Aufrufaktivitäten (callActivity) selbst auf. Lösen Sie den Kreis auf.");
}
