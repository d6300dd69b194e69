/* SPDX-License-Identifier: EUPL-1.2
 * Scopes, events, repeated activities and the inclusive join: BPMN 2.0.2 clauses 13.3 to 13.5, rule by rule. Every
 * command begins from the text of the state, so each row also proves that the state is written and read. */
#include "test_flow_play.h"

#include "flow/flow_time.h"

#define VARS(list) "<extensionElements>" list "</extensionElements>"
#define VAR(name, type) "<ozg:variable name='" name "' type='" type "'/>"
#define START "<startEvent id='S'/>"
#define START2 "<startEvent id='S2'/>"
#define END(id) "<endEvent id='" id "'/>"
#define USER(id) "<userTask id='" id "'/>"
#define AND(id) "<parallelGateway id='" id "'/>"
#define OR(id) "<inclusiveGateway id='" id "'/>"
#define SEQ(a, b) "<sequenceFlow id='" a "_" b "' sourceRef='" a "' targetRef='" b "'/>"
#define SUB(id, body) "<subProcess id='" id "'>" body "</subProcess>"
#define HANDLER(id, body) "<subProcess id='" id "' triggeredByEvent='true'>" body "</subProcess>"
#define BOUND(id, host, more, def)                                                                                     \
	"<boundaryEvent id='" id "' attachedToRef='" host "' " more ">" def "</boundaryEvent>"
#define CATCH(id, def) "<intermediateCatchEvent id='" id "'>" def "</intermediateCatchEvent>"
#define THROW(id, def) "<intermediateThrowEvent id='" id "'>" def "</intermediateThrowEvent>"
#define AFTER(span) "<timerEventDefinition><timeDuration>" span "</timeDuration></timerEventDefinition>"
#define ON(date) "<timerEventDefinition><timeDate>" date "</timeDate></timerEventDefinition>"
#define EVERY(cycle) "<timerEventDefinition><timeCycle>" cycle "</timeCycle></timerEventDefinition>"
#define MESSAGE(name) "<messageEventDefinition messageRef='" name "'/>"
#define SIGNAL(name) "<signalEventDefinition signalRef='" name "'/>"
#define ERROR(code) "<errorEventDefinition errorRef='" code "'/>"
#define ANY_ERROR "<errorEventDefinition/>"
#define ESCALATION(code) "<escalationEventDefinition escalationRef='" code "'/>"
#define TERMINATE "<terminateEventDefinition/>"
#define WHEN(cond) "<conditionalEventDefinition><condition>" cond "</condition></conditionalEventDefinition>"

/* What a story does: a command and what must have happened. */
enum what { DO_START, DO_COMPLETE, DO_TIMER, DO_MESSAGE, DO_SIGNAL, DO_ERROR, DO_WAIT };

struct deed {
	enum what what;
	const char *element; /* DO_SIGNAL: the name; DO_WAIT: seconds to let pass */
	const char *more;    /* DO_START, DO_COMPLETE: variables; DO_ERROR: the code */
	const char *did;     /* NULL: refused, with this in more … */
};

struct story {
	const char *nodes, *flows;
	struct deed deeds[12];
};

static bool act(struct play *p, const struct deed *d)
{
	switch (d->what) {
	case DO_START:
		return play_start(p, d->more);
	case DO_COMPLETE:
		return play_complete(p, d->element, d->more);
	case DO_TIMER:
		return play_input(p, FLOW_TIMER, d->element, "");
	case DO_MESSAGE:
		return play_input(p, FLOW_MESSAGE, d->element, "");
	case DO_SIGNAL:
		return play_input(p, FLOW_SIGNAL, "", d->element);
	case DO_ERROR:
		return play_input(p, FLOW_ERROR, d->element, d->more);
	case DO_WAIT:
		p->now += strtoll(d->element, NULL, 10) * 1000000;
		return true;
	}
	return false;
}

static void tell(const struct story *stories, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct play p = play_new(stories[i].nodes, stories[i].flows);
		for (size_t k = 0; stories[i].deeds[k].did != NULL; k++) {
			const struct deed *d = &stories[i].deeds[k];
			bool ok = act(&p, d);
			if (d->what == DO_WAIT)
				continue;
			struct str did = ok ? play_did(&p) : str_c(p.err.text);
			if (ok ? !str_eq_c(did, d->did) : d->did[0] != '!' || strstr(p.err.text, d->did + 1) == NULL)
				fail_msg("story %zu, deed %zu:\n  did    %.*s\n  wanted %s\n  %.*s", i, k, STR_ARG(did), d->did,
				    STR_ARG(p.state));
		}
		play_free(&p);
	}
}

#define TELL(stories) tell(stories, sizeof(stories) / sizeof *(stories))

static void inclusive_gateways(void **state)
{
	(void)state;
	static const struct story stories[] = {
		/* Behind it: all that are true and those without a condition. */
		{ START OR("O") END("A") END("B") END("C"), "S>O; O>A if true(); O>B if false(); O>C",
		    { { DO_START, NULL, NULL, "S O A C end" } } },
		{ START "<inclusiveGateway id='O' default='O-C'/>" END("A") END("B") END("C"),
		    "S>O; O>A if true(); O>B if true(); O>C", { { DO_START, NULL, NULL, "S O A B end" } } },
		{ START "<inclusiveGateway id='O' default='O-C'/>" END("A") END("C"), "S>O; O>A if false(); O>C",
		    { { DO_START, NULL, NULL, "S O C end" } } },
		{ START OR("O") END("A") END("B"), "S>O; O>A if false(); O>B if false()",
		    { { DO_START, NULL, NULL, "!„O“ an: Keine Bedingung" } } },
		/* The join waits for whoever can come, and for nobody else. */
		{ START OR("O") USER("A") USER("B") USER("C") OR("J") END("E"),
		    "S>O; O>A if true(); O>B if true(); O>C if false(); A>J; B>J; C>J; J>E",
		    { { DO_START, NULL, NULL, "S O A open:A B open:B" }, { DO_COMPLETE, "B", NULL, "close:B J" },
		        { DO_COMPLETE, "A", NULL, "close:A J E end" } } },
		/* It goes on when the branch it waits for ends elsewhere. */
		{ VARS(VAR("x", "code")) START AND("P") USER("A") USER("B") "<exclusiveGateway id='X' default='X-D'/>" OR("J")
		        END("D") END("E"),
		    "S>P; P>A; P>B; A>J; B>X; X>J if $x = 'j'; X>D; J>E",
		    { { DO_START, NULL, NULL, "S P A open:A B open:B" }, { DO_COMPLETE, "A", NULL, "close:A J" },
		        { DO_COMPLETE, "B", NULL, "close:B X D E end" } } },
		/* A token inside a sub-process stands on the sub-process. */
		{ START AND("P") USER("A") SUB("U", START2 USER("B") END("E2") SEQ("S2", "B") SEQ("B", "E2")) OR("J") END("E"),
		    "S>P; P>A; P>U; A>J; U>J; J>E",
		    { { DO_START, NULL, NULL, "S P A open:A U S2 B open:B" }, { DO_COMPLETE, "A", NULL, "close:A J" },
		        { DO_COMPLETE, "B", NULL, "close:B E2 J E end" } } },
		/* Refinement: whoever can come by a flow that holds a token does not hold it up, though it could also come by
		 * another. */
		{ VARS(VAR("x", "code")) START AND("P") USER("A") USER("B") USER("C") OR("J")
		        END("E") "<exclusiveGateway id='M'/><exclusiveGateway id='X' default='X-C'/>",
		    "S>P; P>A; P>B; A>M; B>X; X>M if $x = 'm'; X>C; M>J; C>J; J>E",
		    { { DO_START, NULL, NULL, "S P A open:A B open:B" }, { DO_COMPLETE, "A", NULL, "close:A M J E" },
		        { DO_COMPLETE, "B", "{\"x\":\"m\"}", "close:B X M J E end" } } },
		/* A boundary event can bring a token to the join, so the join waits for the activity. */
		{ START AND("P") USER("A") USER("B") BOUND("T", "B", "", AFTER("PT1H")) OR("J") END("E") END("E2"),
		    "S>P; P>A; P>B; A>J; T>J; B>E2; J>E",
		    { { DO_START, NULL, NULL, "S P A open:A B job:T@3600 open:B" }, { DO_COMPLETE, "A", NULL, "close:A J" },
		        { DO_COMPLETE, "B", NULL, "close:B nojob:T E2 E end" } } },
	};
	TELL(stories);
}

static void scopes_and_errors(void **state)
{
	(void)state;
	static const struct story stories[] = {
		{ START SUB("U", START2 USER("A") END("E2") SEQ("S2", "A") SEQ("A", "E2")) END("E"), "S>U; U>E",
		    { { DO_START, NULL, NULL, "S U S2 A open:A" }, { DO_COMPLETE, "A", NULL, "close:A E2 E end" } } },
		/* Terminate ends its own scope only: the parallel branch outside goes on, and so does the parent. */
		{ START AND("P") USER("O")
		        SUB("U", START2 AND("Q") USER("A") USER("B") "<endEvent id='T'>" TERMINATE "</endEvent>" END("E2") SEQ(
		                     "S2", "Q") SEQ("Q", "A") SEQ("Q", "B") SEQ("A", "T") SEQ("B", "E2")) USER("N") END("E"),
		    "S>P; P>O; P>U; U>N; O>E; N>E",
		    { { DO_START, NULL, NULL, "S P O open:O U S2 Q A open:A B open:B" },
		        { DO_COMPLETE, "A", NULL, "close:A T close:B N open:N" }, { DO_COMPLETE, "O", NULL, "close:O E" },
		        { DO_COMPLETE, "N", NULL, "close:N E end" } } },
		/* An error: its own code before any code, and nothing of the sub-process is left. */
		{ START SUB("U", START2 AND("Q") USER("A") USER("B") "<endEvent id='T'>" ERROR("kaputt") "</endEvent>" END("E2")
		                     SEQ("S2", "Q") SEQ("Q", "A") SEQ("Q", "B") SEQ("A", "T") SEQ("B", "E2"))
		        BOUND("BA", "U", "", ANY_ERROR) BOUND("BK", "U", "", ERROR("kaputt")) END("E") END("EA") END("EK"),
		    "S>U; U>E; BA>EA; BK>EK",
		    { { DO_START, NULL, NULL, "S U S2 Q A open:A B open:B" },
		        { DO_COMPLETE, "A", NULL, "close:A T close:B BK EK end" } } },
		{ START "<endEvent id='T'>" ERROR("kaputt") "</endEvent>", "S>T",
		    { { DO_START, NULL, NULL, "!„T“ an: Den Fehler „kaputt“" } } },
		/* A user task breaks off. */
		{ START USER("A") BOUND("BX", "A", "", ERROR("abbruch")) BOUND("BA", "A", "", ANY_ERROR) END("E") END("EX")
		        END("EA"),
		    "S>A; A>E; BX>EX; BA>EA",
		    { { DO_START, NULL, NULL, "S A open:A" }, { DO_ERROR, "A", "abbruch", "close:A BX EX end" } } },
		{ START USER("A") BOUND("BX", "A", "", ERROR("abbruch")) END("E") END("EX"), "S>A; A>E; BX>EX",
		    { { DO_START, NULL, NULL, "S A open:A" }, { DO_ERROR, "A", "anderes", "!Den Fehler „anderes“" },
		        { DO_COMPLETE, "A", NULL, "close:A E end" } } },
		/* An event sub-process comes before the boundary event; a throw inside it goes outwards. */
		{ START SUB("U", START2 USER("A") "<endEvent id='T'>" ERROR("x") "</endEvent>" SEQ("S2", "A") SEQ("A", "T")
		                     HANDLER("H", "<startEvent id='HS'>" ANY_ERROR "</startEvent>" USER(
		                                      "HA") "<endEvent id='HE'>" ERROR("y") "</endEvent>" SEQ("HS", "HA")
		                                      SEQ("HA", "HE"))) BOUND("B", "U", "", ANY_ERROR) END("E") END("EB"),
		    "S>U; U>E; B>EB",
		    { { DO_START, NULL, NULL, "S U S2 A open:A" }, { DO_COMPLETE, "A", NULL, "close:A T H HS HA open:HA" },
		        { DO_COMPLETE, "HA", NULL, "close:HA HE B EB end" } } },
		/* After an interrupting handler the parent goes on by its normal way. */
		{ START SUB("U", START2 USER("A") "<endEvent id='T'>" ERROR("x") "</endEvent>" SEQ("S2", "A") SEQ("A", "T")
		                     HANDLER("H", "<startEvent id='HS'>" ERROR("x") "</startEvent>" END("HE") SEQ("HS", "HE")))
		        END("E"),
		    "S>U; U>E",
		    { { DO_START, NULL, NULL, "S U S2 A open:A" }, { DO_COMPLETE, "A", NULL, "close:A T H HS HE E end" } } },
		/* Escalation: nobody need catch it; not interrupting, the work goes on. */
		{ START THROW("T", ESCALATION("e")) END("E"), "S>T; T>E", { { DO_START, NULL, NULL, "S T E end" } } },
		{ START SUB("U", START2 THROW("T", ESCALATION("e")) USER("A") END("E2") SEQ("S2", "T") SEQ("T", "A") SEQ(
		                     "A", "E2")) BOUND("B", "U", "cancelActivity='false'", ESCALATION("e")) END("E") END("EB"),
		    "S>U; U>E; B>EB",
		    { { DO_START, NULL, NULL, "S U S2 T B A open:A EB" }, { DO_COMPLETE, "A", NULL, "close:A E2 E end" } } },
		/* Without a start event a sub-process begins at all that nothing leads to; an empty one is passed. */
		{ START SUB("U", USER("A") USER("B") END("E2") SEQ("A", "E2") SEQ("B", "E2")) END("E"), "S>U; U>E",
		    { { DO_START, NULL, NULL, "S U A open:A B open:B" }, { DO_COMPLETE, "B", NULL, "close:B E2" },
		        { DO_COMPLETE, "A", NULL, "close:A E2 E end" } } },
		{ START SUB("U", "") END("E"), "S>U; U>E", { { DO_START, NULL, NULL, "S U E end" } } },
		/* A link goes on in its scope. */
		{ START THROW("L", "<linkEventDefinition name='weiter'/>") CATCH("K", "<linkEventDefinition name='weiter'/>")
		        END("E"),
		    "S>L; K>E", { { DO_START, NULL, NULL, "S L K E end" } } },
	};
	TELL(stories);
}

static void timers_and_messages(void **state)
{
	(void)state;
	static const struct story stories[] = {
		{ START CATCH("T", AFTER("PT1M")) END("E"), "S>T; T>E",
		    { { DO_START, NULL, NULL, "S T job:T@60" }, { DO_TIMER, "T", NULL, "!noch nicht abgelaufen" },
		        { DO_WAIT, "60", NULL, "" }, { DO_TIMER, "T", NULL, "nojob:T E end" } } },
		/* An interrupting boundary event ends the task, and goes with it. */
		{ START USER("A") BOUND("B", "A", "", AFTER("P1D")) END("E") END("EB"), "S>A; A>E; B>EB",
		    { { DO_START, NULL, NULL, "S A job:B@86400 open:A" }, { DO_WAIT, "90000", NULL, "" },
		        { DO_TIMER, "B", NULL, "nojob:B close:A B EB end" } } },
		{ START USER("A") BOUND("B", "A", "", AFTER("P1D")) END("E") END("EB"), "S>A; A>E; B>EB",
		    { { DO_START, NULL, NULL, "S A job:B@86400 open:A" },
		        { DO_COMPLETE, "A", NULL, "close:A nojob:B E end" } } },
		/* What is passed at once cannot be interrupted: nothing is armed for it. */
		{ START "<task id='A'/>" BOUND("B", "A", "", AFTER("P1D")) END("E") END("EB"), "S>A; A>E; B>EB",
		    { { DO_START, NULL, NULL, "S A E end" } } },
		/* Interrupting, a cycle fires once and is not set again. */
		{ START USER("A") BOUND("B", "A", "", EVERY("R3/PT10S")) END("E") END("EB"), "S>A; A>E; B>EB",
		    { { DO_START, NULL, NULL, "S A job:B@10 open:A" }, { DO_WAIT, "10", NULL, "" },
		        { DO_TIMER, "B", NULL, "nojob:B close:A B EB end" } } },
		/* A cycle: so often and no more; overdue firings become one and the rhythm stays. */
		{ START USER("A") BOUND("B", "A", "cancelActivity='false'", EVERY("R3/PT10S")) END("E") END("EB"),
		    "S>A; A>E; B>EB",
		    { { DO_START, NULL, NULL, "S A job:B@10 open:A" }, { DO_WAIT, "35", NULL, "" },
		        { DO_TIMER, "B", NULL, "job:B@40 nojob:B B EB" }, { DO_WAIT, "5", NULL, "" },
		        { DO_TIMER, "B", NULL, "job:B@50 nojob:B B EB" }, { DO_WAIT, "60", NULL, "" },
		        { DO_TIMER, "B", NULL, "nojob:B B EB" }, { DO_COMPLETE, "A", NULL, "close:A E end" } } },
		/* A message, again and again, beside the task. */
		{ START USER("A") BOUND("B", "A", "cancelActivity='false'", MESSAGE("m")) END("E") END("EB"), "S>A; A>E; B>EB",
		    { { DO_START, NULL, NULL, "S A wait:m/ open:A" }, { DO_MESSAGE, "B", NULL, "B EB" },
		        { DO_MESSAGE, "B", NULL, "B EB" }, { DO_COMPLETE, "A", NULL, "close:A nowait:B E end" } } },
		/* Correlation is settled when the waiting begins. */
		{ VARS(VAR("az", "text")) START
		    "<receiveTask id='R' messageRef='m' ozg:correlation='$az'/>"
		    "<sendTask id='N' messageRef='n' ozg:correlation=\"concat($az, '/x')\"/>" END("E"),
		    "S>R; R>N; N>E",
		    { { DO_START, NULL, "{\"az\":\"4711\"}", "S R wait:m/4711" },
		        { DO_MESSAGE, "R", NULL, "nowait:R N send:n/4711/x E end" } } },
		{ VARS(VAR("az", "text")) START "<receiveTask id='R' messageRef='m' ozg:correlation='$az'/>" END("E"),
		    "S>R; R>E", { { DO_START, NULL, NULL, "!der Nachricht ist leer" } } },
		/* Behind an event-based gateway the first one wins and the others are forgotten. */
		{ START "<eventBasedGateway id='G'/>" CATCH("T", AFTER("PT5S")) "<receiveTask id='R' messageRef='m'/>" END("ET")
		        END("ER"),
		    "S>G; G>T; G>R; T>ET; R>ER",
		    { { DO_START, NULL, NULL, "S G job:T@5 wait:m/" }, { DO_MESSAGE, "R", NULL, "nojob:T nowait:R R ER end" },
		        { DO_TIMER, "T", NULL, "!schon erledigt" } } },
		/* An event sub-process beside its scope; the scope waits for it. */
		{ START USER("A") END("E")
		        HANDLER("H", "<startEvent id='HS' isInterrupting='false'>" MESSAGE("m") "</startEvent>" USER("HA")
		                         END("HE") SEQ("HS", "HA") SEQ("HA", "HE")),
		    "S>A; A>E",
		    { { DO_START, NULL, NULL, "wait:m/ S A open:A" }, { DO_MESSAGE, "HS", NULL, "H HS HA open:HA" },
		        { DO_MESSAGE, "HS", NULL, "H HS HA open:HA" }, { DO_COMPLETE, "A", NULL, "close:A E" },
		        { DO_COMPLETE, "HA", NULL, "close:HA HE" },
		        { DO_COMPLETE, "HA", NULL, "close:HA HE nowait:HS end" } } },
		{ START USER("A") END("E")
		        HANDLER("H", "<startEvent id='HS'>" AFTER("PT1H") "</startEvent>" END("HE") SEQ("HS", "HE")),
		    "S>A; A>E",
		    { { DO_START, NULL, NULL, "job:HS@3600 S A open:A" }, { DO_WAIT, "3600", NULL, "" },
		        { DO_TIMER, "HS", NULL, "nojob:HS close:A H HS HE end" } } },
		/* A signal reaches everybody here, and the others are told. */
		{ START AND("P") CATCH("C", SIGNAL("s")) USER("A") THROW("T", SIGNAL("s")) END("E"),
		    "S>P; P>C; P>A; A>T; T>E; C>E",
		    { { DO_START, NULL, NULL, "S P C listen:s A open:A" },
		        { DO_COMPLETE, "A", NULL, "close:A T signal:s nolisten:C E E end" } } },
		{ START CATCH("C", SIGNAL("s")) END("E"), "S>C; C>E",
		    { { DO_START, NULL, NULL, "S C listen:s" }, { DO_SIGNAL, "t", NULL, "" },
		        { DO_SIGNAL, "s", NULL, "nolisten:C E end" } } },
		/* A condition fires when it becomes true. */
		{ VARS(VAR("x", "decimal")) START USER("A") USER("Z") END("E")
		        BOUND("B", "Z", "cancelActivity='false'", WHEN("$x > 5")) END("EB") AND("P"),
		    "S>P; P>A; P>Z; A>Z; Z>E; B>EB",
		    { { DO_START, NULL, "{\"x\":\"1\"}", "S P A open:A Z open:Z" },
		        { DO_COMPLETE, "A", "{\"x\":\"9\"}", "close:A Z open:Z B EB B EB" },
		        { DO_COMPLETE, "Z", NULL, "close:Z E" }, { DO_COMPLETE, "Z", NULL, "close:Z E end" } } },
	};
	TELL(stories);
}

static void repeated_activities(void **state)
{
	(void)state;
#define TIMES(seq, n, more)                                                                                            \
	"<multiInstanceLoopCharacteristics isSequential='" seq "'><loopCardinality>" n "</loopCardinality>" more           \
	"</multiInstanceLoopCharacteristics>"
#define MANY(loop) "<userTask id='A'>" loop "</userTask>"
	static const struct story stories[] = {
		{ START MANY(TIMES("true", "2", "")) END("E"), "S>A; A>E",
		    { { DO_START, NULL, NULL, "S A open:A" }, { DO_COMPLETE, "A", NULL, "close:A open:A" },
		        { DO_COMPLETE, "A", NULL, "close:A E end" } } },
		{ START MANY(TIMES("false", "3", "<completionCondition>$nrOfCompletedInstances = 2</completionCondition>"))
		        END("E"),
		    "S>A; A>E",
		    { { DO_START, NULL, NULL, "S A open:A open:A open:A" }, { DO_COMPLETE, "A", NULL, "close:A" },
		        { DO_COMPLETE, "A", NULL, "close:A close:A E end" } } },
		{ START MANY(TIMES("false", "0", "")) END("E"), "S>A; A>E", { { DO_START, NULL, NULL, "S A E end" } } },
		{ VARS(VAR("n", "decimal")) START MANY(TIMES("false", "$n", "")) END("E"), "S>A; A>E",
		    { { DO_START, NULL, "{\"n\":\"-1\"}", "!nicht zwischen 0" },
		        { DO_START, NULL, "{\"n\":\"1.5\"}", "!ganze Zahl" },
		        { DO_START, NULL, "{\"n\":\"1\"}", "S A open:A" } } },
		/* The boundary event belongs to the activity as a whole. */
		{ START MANY(TIMES("false", "2", "")) BOUND("B", "A", "", AFTER("PT1S")) END("E") END("EB"), "S>A; A>E; B>EB",
		    { { DO_START, NULL, NULL, "S A job:B@1 open:A open:A" }, { DO_WAIT, "1", NULL, "" },
		        { DO_TIMER, "B", NULL, "nojob:B close:A close:A B EB end" } } },
		{ START MANY(TIMES("false", "2", "")) BOUND("B", "A", "", ANY_ERROR) END("E") END("EB"), "S>A; A>E; B>EB",
		    { { DO_START, NULL, NULL, "S A open:A open:A" }, { DO_ERROR, "A", "x", "close:A close:A B EB end" } } },
		/* Every instance of a sub-process is a scope of its own: terminate ends one of them. */
		{ START "<subProcess id='U'>" TIMES("false", "2", "") START2 AND("Q") USER("A")
		        USER("B") "<endEvent id='T'>" TERMINATE "</endEvent>" END("E2") SEQ("S2", "Q") SEQ("Q", "A")
		            SEQ("Q", "B") SEQ("A", "T") SEQ("B", "E2") "</subProcess>" END("E"),
		    "S>U; U>E",
		    { { DO_START, NULL, NULL, "S U S2 S2 Q Q A open:A B open:B A open:A B open:B" },
		        { DO_COMPLETE, "A", NULL, "close:A T close:B" }, { DO_COMPLETE, "B", NULL, "close:B E2" },
		        { DO_COMPLETE, "A", NULL, "close:A T E end" } } },
		/* The number of the instance, and its value of the list. */
		{ VARS("<ozg:variable name='wer' type='text' many='true'/>") START
		    "<subProcess id='U'><multiInstanceLoopCharacteristics "
		    "isSequential='true'><loopDataInputRef>wer</loopDataInputRef>"
		    "<inputDataItem id='i' name='einer'/></multiInstanceLoopCharacteristics>" START2
		    "<exclusiveGateway id='X' default='X_B'/>" USER("A")
		        USER("B") "<sequenceFlow id='X_A' sourceRef='X' targetRef='A'><conditionExpression>$einer = 'anna' and "
		                  "$loopCounter = 1"
		                  "</conditionExpression></sequenceFlow>" SEQ("S2", "X") SEQ("X", "B") "</subProcess>" END("E"),
		    "S>U; U>E",
		    { { DO_START, NULL, "{\"wer\":[\"bernd\",\"anna\"]}", "S U S2 X B open:B" },
		        { DO_COMPLETE, "B", NULL, "close:B S2 X A open:A" }, { DO_COMPLETE, "A", NULL, "close:A E end" } } },
		/* Inside another repeated activity its value is known too; an outer one and an inner one are two. */
		{ VARS("<ozg:variable name='wer' type='text' many='true'/>") START
		    "<subProcess id='A'><multiInstanceLoopCharacteristics "
		    "isSequential='true'><loopDataInputRef>wer</loopDataInputRef>"
		    "<inputDataItem id='i' name='einer'/></multiInstanceLoopCharacteristics>" START2
		    "<subProcess id='V'>" TIMES("false", "2",
		        "") "<startEvent id='S3'/>"
		            "<exclusiveGateway id='X' default='X_C'/>" USER("B")
		                USER("C") "<sequenceFlow id='X_B' sourceRef='X' targetRef='B'><conditionExpression>$einer = "
		                          "'anna' and "
		                          "$loopCounter = 1"
		                          "</conditionExpression></sequenceFlow>" SEQ("S3", "X")
		                              SEQ("X", "C") "</subProcess>" SEQ("S2", "V") "</subProcess>" END("E"),
		    "S>A; A>E",
		    { { DO_START, NULL, "{\"wer\":[\"bernd\",\"anna\"]}", "S A S2 V S3 S3 X X C open:C C open:C" },
		        { DO_COMPLETE, "C", NULL, "close:C" },
		        { DO_COMPLETE, "C", NULL, "close:C S2 V S3 S3 X X C open:C B open:B" },
		        { DO_COMPLETE, "C", NULL, "close:C" }, { DO_COMPLETE, "B", NULL, "close:B E end" } } },
		/* Standard loop: as long as the condition holds, at most so often. */
		{ VARS(VAR("x", "code")) START MANY("<standardLoopCharacteristics><loopCondition>$x = 'nochmal'</loopCondition>"
		                                    "</standardLoopCharacteristics>") END("E"),
		    "S>A; A>E",
		    { { DO_START, NULL, NULL, "S A open:A" }, { DO_COMPLETE, "A", "{\"x\":\"nochmal\"}", "close:A open:A" },
		        { DO_COMPLETE, "A", "{\"x\":\"gut\"}", "close:A E end" } } },
		{ START MANY("<standardLoopCharacteristics testBefore='true'><loopCondition>false()</loopCondition>"
		             "</standardLoopCharacteristics>") END("E"),
		    "S>A; A>E", { { DO_START, NULL, NULL, "S A E end" } } },
		{ START MANY("<standardLoopCharacteristics loopMaximum='2'/>") END("E"), "S>A; A>E",
		    { { DO_START, NULL, NULL, "S A open:A" }, { DO_COMPLETE, "A", NULL, "close:A open:A" },
		        { DO_COMPLETE, "A", NULL, "close:A E end" } } },
		/* Assignments. */
		{ VARS(VAR("n", "decimal") VAR("gross", "boolean")) START
		    "<scriptTask id='A' ozg:result='n'><script>$n * 2 + 1</script></scriptTask>"
		    "<scriptTask id='B' ozg:result='gross'><script>$n > 6</script></scriptTask>"
		    "<exclusiveGateway id='X' default='X-E'/>" END("G") END("E"),
		    "S>A; A>B; B>X; X>G if $gross; X>E", { { DO_START, NULL, "{\"n\":\"3\"}", "S A B X G end" } } },
	};
	TELL(stories);
}

/* Results stand where their instance stands, whoever was first; who was broken off left none. */
static void results_are_collected(void **state)
{
	(void)state;
	static const char nodes[] = VARS("<ozg:variable name='stimme' type='code'/>"
	                                 "<ozg:variable name='stimmen' type='code' many='true'/>") START
	    "<userTask id='A'><multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality>"
	    "<loopDataOutputRef>stimmen</loopDataOutputRef><outputDataItem name='stimme'/>"
	    "<completionCondition>$nrOfCompletedInstances = 2</completionCondition>"
	    "</multiInstanceLoopCharacteristics></userTask>" END("E");
	struct play p = play_new(nodes, "S>A; A>E");
	const struct flow_waiting *open;
	assert_true(play_start(&p, "{\"stimme\":\"alt\"}"));
	size_t n = flow_waiting(p.arena, p.flow, p.state, &open);
	assert_int_equal(n, 3);
	assert_true(play_token(&p, open[2].token, "{\"stimme\":\"ja\"}"));
	assert_true(json_is_null(json_object_get(p.vars, "stimme")));
	assert_true(play_token(&p, open[0].token, "{\"stimme\":\"nein\"}"));
	assert_true(p.last.ended);
	char *list = json_dumps(json_object_get(p.vars, "stimmen"), 0);
	assert_str(str_c(list), "[\"nein\", null, \"ja\"]");
	free(list);
	play_free(&p);
}

static void called_processes(void **state)
{
	(void)state;
	struct play p = play_read(STR(
	    "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'><process id='p' isExecutable='true'>" START
	    "<callActivity id='C' calledElement='q'/>" BOUND("B", "C", "", ERROR("x")) END("E") END("EB") SEQ("S", "C")
	        SEQ("C", "E") SEQ("B", "EB") "</process><process id='q' isExecutable='true'>" START2 USER(
	            "A") "<exclusiveGateway id='X' default='X_T'/><endEvent id='T'>" ERROR("x") "</endEvent>" SEQ("S2", "A")
	            SEQ("A", "X") SEQ("X", "T") "</process></definitions>"));
	assert_str(flow_id(p.flow), "p");
	assert_true(play_start(&p, NULL));
	assert_str(play_did(&p), "S C S2 A open:A");
	assert_true(play_complete(&p, "A", NULL)); /* the error crosses the call */
	assert_str(play_did(&p), "close:A X T B EB end");
	play_free(&p);
}

static struct play calling(const char *vars, const char *call, const char *own, const char *nodes)
{
	struct arena *a = arena_new();
	struct play p = play_read(str_fmt(a,
	    "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL' xmlns:ozg='urn:ozg:flow:1'>"
	    "<process id='p' isExecutable='true'>" VARS("%s") START
	    "<callActivity id='C' calledElement='q'>%s</callActivity>" END("E") SEQ("S", "C")
	        SEQ("C", "E") "</process><process id='q' isExecutable='true'>" VARS("%s") START2 "%s</process>"
	                                                                                         "</definitions>",
	    vars, call, own, nodes));
	arena_free(&a);
	return p;
}

static void assert_vars(const struct play *p, const char *want)
{
	char *text = json_dumps(p->vars, JSON_SORT_KEYS | JSON_COMPACT);
	assert_str(str_c(text), want);
	free(text);
}

#define Q_TASK USER("A") END("E2") SEQ("S2", "A") SEQ("A", "E2")
#define X_DEC VAR("x", "decimal")
#define X_LIST "<ozg:variable name='xs' type='decimal' many='true'/>"
#define ALL "<extensionElements><ozg:in variables='all'/><ozg:out variables='all'/></extensionElements>"

/* What a process calls x is its own, unless it is handed over. */
static void called_processes_keep_their_variables(void **state)
{
	(void)state;
	struct play p = calling(X_DEC, "", X_DEC, Q_TASK);
	assert_true(play_start(&p, "{\"x\":\"1\"}"));
	assert_true(play_complete(&p, "A", "{\"x\":\"2\"}"));
	assert_true(p.last.ended);
	assert_vars(&p, "{\"x\":\"1\"}");
	play_free(&p);
	p = calling(X_DEC X_LIST, ALL, X_DEC VAR("y", "text") X_LIST, Q_TASK);
	assert_true(play_start(&p, "{\"x\":\"1\",\"xs\":[\"7\"]}"));
	assert_false(play_complete(&p, "A", "{\"z\":\"2\"}"));
	assert_int_equal(p.err.kind, ERR_INPUT);
	assert_false(play_complete(&p, "A", "{\"x\":true}"));
	assert_int_equal(p.err.kind, ERR_INPUT);
	assert_true(play_complete(&p, "A", "{\"x\":\"2\",\"y\":\"da\"}"));
	assert_vars(&p, "{\"x\":\"2\",\"xs\":[\"7\"]}");
	play_free(&p);
	/* One in particular counts more than all; its events and gateways see its own values, and theirs come out. */
	p = calling(X_DEC VAR("y", "text"),
	    "<extensionElements><ozg:in variables='all'/><ozg:in variable='x' value='$x * 10'/>"
	    "<ozg:out variable='y' value='concat($y, string($x))'/></extensionElements>",
	    X_DEC VAR("y", "text"),
	    CATCH("T", AFTER("$x")) "<scriptTask id='N' ozg:result='x'><script>$x + 1</script></scriptTask>" END("E2")
	        SEQ("S2", "T") SEQ("T", "N") SEQ("N", "E2"));
	assert_true(play_start(&p, "{\"x\":\"1\",\"y\":\"a\"}"));
	assert_str(play_did(&p), "S C S2 T job:T@864000");
	p.now = 864000 * INT64_C(1000000);
	assert_true(play_input(&p, FLOW_TIMER, "T", ""));
	assert_vars(&p, "{\"x\":\"1\",\"y\":\"a11\"}");
	play_free(&p);
}

/* Several at once: each has its own, and each result stands in its place. */
static void calls_and_parts_at_once_give_results(void **state)
{
	(void)state;
#define EACH                                                                                                           \
	"<multiInstanceLoopCharacteristics><loopDataInputRef>xs</loopDataInputRef><inputDataItem id='i' name='einer'/>"    \
	"<loopDataOutputRef>ys</loopDataOutputRef><outputDataItem id='o' name='x'/></multiInstanceLoopCharacteristics>"
	static const char vars[] = X_DEC X_LIST "<ozg:variable name='ys' type='decimal' many='true'/>";
	const struct flow_waiting *open;
	struct play plays[] = {
		calling(vars,
		    "<extensionElements><ozg:in variable='n' value='$einer'/><ozg:out variable='x' value='$n + $m'/>"
		    "</extensionElements>" EACH,
		    VAR("n", "decimal") VAR("m", "decimal"), Q_TASK),
		play_new(VARS(X_DEC X_LIST
		             "<ozg:variable name='ys' type='decimal' many='true'/><ozg:variable name='m' type='decimal'/>")
		             START "<subProcess id='U'>" EACH START2 USER(
		                 "A") "<scriptTask id='N' ozg:result='x'><script>$einer + $m</script></scriptTask>" USER("B")
		                 END("E2") SEQ("S2", "A") SEQ("A", "N") SEQ("N", "B") SEQ("B", "E2") "</subProcess>" END("E"),
		    "S>U; U>E"),
	};
	for (size_t i = 0; i < 2; i++) {
		struct play *p = &plays[i];
		assert_true(play_start(p, "{\"xs\":[\"100\",\"200\",\"300\"]}"));
		assert_int_equal(flow_waiting(p->arena, p->flow, p->state, &open), 3);
		const unsigned tokens[] = { open[2].token, open[0].token, open[1].token };
		for (size_t k = 0; k < 3; k++)
			assert_true(play_token(p, tokens[k], str_fmt(p->arena, "{\"m\":\"%zu\"}", k + 1).p));
		for (size_t k = 3; i == 1 && k > 0; k--) /* the results of all stand side by side */
			assert_true(play_complete(p, "B", NULL));
		assert_true(p->last.ended);
		assert_vars(
		    p, i == 0 ? "{\"x\":null,\"xs\":[\"100\",\"200\",\"300\"],\"ys\":[\"102\",\"203\",\"301\"]}"
		              : "{\"m\":\"3\",\"x\":null,\"xs\":[\"100\",\"200\",\"300\"],\"ys\":[\"102\",\"203\",\"301\"]}");
		play_free(p);
	}
}

/* The scope in which nothing is left but what is armed has ended; what is open is always what the effects said. */
static void starts_from_outside(void **state)
{
	(void)state;
	struct play p =
	    play_new("<startEvent id='S'>" MESSAGE("antrag") "</startEvent><startEvent id='N'/>" END("E"), "S>E; N>E");
	const struct flow_effect *list;
	assert_int_equal(flow_starts(p.arena, p.flow, &list), 2);
	assert_int_equal(list[0].kind, FLOW_PASSED);
	assert_str(list[1].text, "antrag");
	assert_true(play_input(&p, FLOW_START, "", "S"));
	assert_str(play_did(&p), "S E end");
	play_free(&p);
	p = play_new("<startEvent id='S'/>" END("E"), "S>E");
	assert_false(play_input(&p, FLOW_START, "", "E"));
	assert_int_equal(p.err.kind, ERR_INPUT);
	play_free(&p);
}

/* Nothing is accepted that the caller cannot carry out. */
static void callers_say_what_they_can(void **state)
{
	(void)state;
	static const struct {
		const char *node;
		unsigned can;
	} rows[] = {
		{ CATCH("C", AFTER("PT1S")), FLOW_CAN_TIMERS },
		{ CATCH("C", MESSAGE("m")), FLOW_CAN_MESSAGES },
		{ CATCH("C", SIGNAL("s")), FLOW_CAN_SIGNALS },
		{ "<sendTask id='C' messageRef='m'/>", FLOW_CAN_MESSAGES },
		{ VARS("<ozg:variable name='l' type='text' many='true'/>") "<task id='C'/>", FLOW_CAN_LISTS },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (unsigned can = 0; can <= FLOW_CAN_ALL; can++) {
			struct arena *a = arena_new();
			struct diags d = diags_new(a, STR("t"));
			struct str source = play_source(a, str_fmt(a, START END("E") "%s", rows[i].node).p, "S>C; C>E");
			bool good = flow_read_for(a, source, NULL, can, STR(""), &d) != NULL;
			assert_int_equal(good, (can & rows[i].can) == rows[i].can);
			assert_non_null(flow_read(a, source, NULL, &d));
			arena_free(&a);
		}
}

static void times_are_read(void **state)
{
	(void)state;
#define S INT64_C(1000000)
	static const struct {
		enum flow_timer_kind kind;
		const char *text;
		int64_t first, next; /* set at 1970-01-31T00:00:00Z; -1: not a time */
	} rows[] = {
		{ TIMER_SPAN, "PT1M", 30 * 86400 * S + 60 * S, 0 },
		{ TIMER_SPAN, "P1M", 58 * 86400 * S, 0 }, /* the last of February */
		{ TIMER_SPAN, "P1Y2M3W4DT5H6M7.25S", 0, 0 },
		{ TIMER_SPAN, "PT0S", 30 * 86400 * S, 0 },
		{ TIMER_SPAN, "P", -1, 0 },
		{ TIMER_SPAN, "PT", -1, 0 },
		{ TIMER_SPAN, "1D", -1, 0 },
		{ TIMER_SPAN, "P1H", -1, 0 },
		{ TIMER_SPAN, "PT1M1H", -1, 0 },
		{ TIMER_SPAN, "P1.5D", -1, 0 },
		{ TIMER_SPAN, "P999999999D", -1, 0 },
		{ TIMER_SPAN, "-P1D", -1, 0 },
		{ TIMER_DATE, "1970-01-02T00:00:00Z", 86400 * S, 0 },
		{ TIMER_DATE, "1970-01-02T01:30+01:30", 86400 * S, 0 },
		{ TIMER_DATE, "1970-01-01T22:00:00.5-02:00", 86400 * S + S / 2, 0 },
		{ TIMER_DATE, "1970-01-02T00:00:00", 23 * 3600 * S, 0 }, /* in Germany */
		{ TIMER_DATE, "1970-01-02T09:30", (24 + 8) * 3600 * S + 1800 * S, 0 },
		{ TIMER_DATE, "1970-02-30T00:00:00Z", -1, 0 },
		{ TIMER_DATE, "1970-01-02T24:00:00Z", -1, 0 },
		{ TIMER_DATE, "1970-01-02", 23 * 3600 * S, 0 },
		{ TIMER_DATE, "1970-01-02T", -1, 0 },
		{ TIMER_DATE, "1970-01-02 09:30", -1, 0 },
		{ TIMER_CYCLE, "R/PT1H", 30 * 86400 * S + 3600 * S, 30 * 86400 * S + 7200 * S },
		{ TIMER_CYCLE, "R5/1970-03-01T00:00:00Z/P1M", 59 * 86400 * S, 90 * 86400 * S - 3600 * S },
		{ TIMER_CYCLE, "R0/PT1H", -1, 0 },
		{ TIMER_CYCLE, "R/PT0S", -1, 0 },
		{ TIMER_CYCLE, "PT1H", -1, 0 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct flow_timer t;
		if (flow_timer_parse(rows[i].kind, str_c(rows[i].text), &t) != (rows[i].first >= 0))
			fail_msg("%s", rows[i].text);
		if (rows[i].first <= 0)
			continue;
		assert_int_equal(flow_timer_first(&t, 30 * 86400 * S), rows[i].first);
		if (rows[i].next > 0)
			assert_int_equal(flow_timer_next(&t, rows[i].first, rows[i].first), rows[i].next);
	}
}

/* "2026-03-28T09:00" on the wall in Germany. */
static int64_t wall(const char *text)
{
	struct flow_timer t;
	if (!flow_timer_parse(TIMER_DATE, str_c(text), &t))
		fail_msg("%s", text);
	return t.at;
}

/* Clocks go forward on 29 March 2026 at 2:00 and back on 25 October at 3:00. */
static void days_are_those_of_the_clock_on_the_wall(void **state)
{
	(void)state;
	static const struct {
		enum flow_timer_kind kind;
		const char *text, *set, *first, *next; /* next: behind first, when it fires at asked */
		const char *asked;
	} rows[] = {
		{ TIMER_SPAN, "P1D", "2026-03-28T09:00", "2026-03-29T09:00", NULL, NULL },
		{ TIMER_SPAN, "PT24H", "2026-03-28T09:00", "2026-03-29T10:00", NULL, NULL },
		{ TIMER_SPAN, "P1D", "2026-03-28T02:30", "2026-03-29T03:30", NULL, NULL }, /* there is no 2:30 */
		{ TIMER_SPAN, "P1D", "2026-10-24T09:00", "2026-10-25T09:00", NULL, NULL },
		{ TIMER_SPAN, "PT24H", "2026-10-24T09:00", "2026-10-25T08:00", NULL, NULL },
		{ TIMER_SPAN, "P2W", "2026-03-20T23:30", "2026-04-03T23:30", NULL, NULL },
		{ TIMER_SPAN, "P1M", "2026-01-31T12:00", "2026-02-28T12:00", NULL, NULL },
		{ TIMER_SPAN, "P1DT1H", "2026-03-28T01:30", "2026-03-29T03:30", NULL, NULL },
		{ TIMER_CYCLE, "R/P1D", "2026-03-27T09:00", "2026-03-28T09:00", "2026-03-29T09:00", "2026-03-28T09:00" },
		{ TIMER_CYCLE, "R/P1D", "2026-03-27T09:00", "2026-03-28T09:00", "2026-04-11T09:00", "2026-04-10T09:00" },
		{ TIMER_CYCLE, "R/2026-01-31T09:00/P1M", "2026-01-01", "2026-01-31T09:00", "2026-02-28T09:00",
		    "2026-01-31T09:00" },
		{ TIMER_CYCLE, "R/2026-01-31T09:00/P1M", "2026-01-01", "2026-01-31T09:00", "2026-03-31T09:00",
		    "2026-02-28T09:00" },
		{ TIMER_CYCLE, "R/2026-01-31T09:00/P1M", "2026-01-01", "2026-01-31T09:00", "2036-03-31T09:00",
		    "2036-03-31T08:59" },
		{ TIMER_CYCLE, "R/2020-01-01T00:00/PT1S", "2026-01-01", "2020-01-01T00:00", "2026-06-01T12:00:01",
		    "2026-06-01T12:00" },
		{ TIMER_CYCLE, "R/2026-10-24T02:30/P1D", "2026-01-01", "2026-10-24T02:30", "2026-10-26T02:30",
		    "2026-10-25T03:15" },
		/* A clock that went back counts as the time it was due; thousandths of a second are not counted one by one. */
		{ TIMER_CYCLE, "R/P1D", "2026-03-27T09:00", "2026-03-28T09:00", "2026-03-29T09:00", "2026-03-20T09:00" },
		{ TIMER_CYCLE, "R/1970-01-01T01:00/PT0.001S", "2026-01-01", "1970-01-01T01:00", "2026-06-01T12:00:00.001",
		    "2026-06-01T12:00" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct flow_timer t;
		assert_true(flow_timer_parse(rows[i].kind, str_c(rows[i].text), &t));
		int64_t first = flow_timer_first(&t, wall(rows[i].set));
		if (first != wall(rows[i].first))
			fail_msg("%s set at %s: %lld", rows[i].text, rows[i].set, (long long)(first - wall(rows[i].first)));
		if (rows[i].next == NULL)
			continue;
		int64_t next = flow_timer_next(&t, first, wall(rows[i].asked));
		if (next != wall(rows[i].next))
			fail_msg("%s at %s: %lld", rows[i].text, rows[i].asked, (long long)(next - wall(rows[i].next)));
	}
	/* The day of the month is that of the beginning, also behind a short month. */
	struct flow_timer monthly;
	assert_true(flow_timer_parse(TIMER_CYCLE, STR("R/2026-01-31T09:00/P1M"), &monthly));
	assert_int_equal(
	    flow_timer_next(&monthly, wall("2026-02-28T09:00"), wall("2026-02-28T09:00")), wall("2026-03-31T09:00"));
	/* The hour that comes twice in October is passed twice by hours, and hit once by days. */
	assert_int_equal(wall("2026-10-25T02:30"), wall("2026-10-25T00:30") + 2 * 3600 * S);
	assert_int_equal(wall("2026-10-25T03:30"), wall("2026-10-25T00:30") + 4 * 3600 * S);
}

static void times_that_variables_say(void **state)
{
	(void)state;
	static const struct story stories[] = {
		/* A date is the beginning of the day in Germany. */
		{ VARS(VAR("termin", "date")) START CATCH("T", ON("$termin")) END("E"), "S>T; T>E",
		    { { DO_START, NULL, "{\"termin\":\"1970-01-05\"}", "S T job:T@342000" } } },
		{ VARS(VAR("termin", "text")) START CATCH("T", ON("$termin")) END("E"), "S>T; T>E",
		    { { DO_START, NULL, "{\"termin\":\"1970-01-02T00:00:00Z\"}", "S T job:T@86400" } } },
		{ VARS(VAR("termin", "date")) START CATCH("T", ON("add-working-days($termin, 2, '09')")) END("E"), "S>T; T>E",
		    { { DO_START, NULL, "{\"termin\":\"1970-01-02\"}", "S T job:T@514800" } } }, /* the 6th is a holiday */
		/* Never now: nothing or no time is an incident, and the case stays where it was. */
		{ VARS(VAR("termin", "date")) START USER("A") CATCH("T", ON("$termin")) END("E"), "S>A; A>T; T>E",
		    { { DO_START, NULL, NULL, "S A open:A" },
		        { DO_COMPLETE, "A", NULL, "!„T“ an: Der Zeitpunkt „$termin“ ist leer" },
		        { DO_COMPLETE, "A", "{\"termin\":\"1970-01-02\"}", "close:A T job:T@82800" } } },
		{ VARS(VAR("d", "text")) START CATCH("T", AFTER("$d")) END("E"), "S>T; T>E",
		    { { DO_START, NULL, "{\"d\":\"bald\"}", "!„bald“ ist hier keine Zeitangabe" },
		        { DO_START, NULL, "{\"d\":\" PT1M \"}", "S T job:T@60" }, { DO_WAIT, "60", NULL, "" },
		        { DO_TIMER, "T", NULL, "nojob:T E end" } } },
		/* A number is days; it is read when the waiting begins and not again. */
		{ VARS(VAR("n", "decimal")) START USER("A") BOUND("B", "A", "", AFTER("$n + 1")) END("E") END("EB"),
		    "S>A; A>E; B>EB", { { DO_START, NULL, "{\"n\":\"2\"}", "S A job:B@259200 open:A" } } },
		{ VARS(VAR("n", "decimal")) START CATCH("T", AFTER("$n")) END("E"), "S>T; T>E",
		    { { DO_START, NULL, "{\"n\":\"-1\"}", "!„-1“ ist hier keine" },
		        { DO_START, NULL, "{\"n\":\"0.5\"}", "!„0.5“ ist hier keine" },
		        { DO_START, NULL, "{\"n\":\"40000\"}", "!„40000“ ist hier keine" },
		        { DO_START, NULL, NULL, "!ist leer" } } },
		/* A cycle is read at each firing; what cannot be read then stays due. */
		{ VARS(VAR("c", "text")) START USER("A") USER("Q") AND("P")
		        BOUND("B", "A", "cancelActivity='false'", EVERY("$c")) END("E") END("EB"),
		    "S>P; P>A; P>Q; Q>E; A>E; B>EB",
		    { { DO_START, NULL, "{\"c\":\"R3/PT10S\"}", "S P A job:B@10 open:A Q open:Q" }, { DO_WAIT, "10", NULL, "" },
		        { DO_TIMER, "B", NULL, "job:B@20 nojob:B B EB" }, { DO_COMPLETE, "Q", "{\"c\":null}", "close:Q E" },
		        { DO_WAIT, "10", NULL, "" }, { DO_TIMER, "B", NULL, "!ist leer" } } },
		/* Beside a scope, and inside a repeated activity. */
		{ VARS(VAR("d", "text")) START USER("A") END("E")
		        HANDLER("H", "<startEvent id='HS'>" AFTER("$d") "</startEvent>" END("HE") SEQ("HS", "HE")),
		    "S>A; A>E", { { DO_START, NULL, "{\"d\":\"PT5S\"}", "job:HS@5 S A open:A" } } },
		{ VARS(VAR("d", "decimal")) START
		    "<subProcess id='U'><multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality>"
		    "</multiInstanceLoopCharacteristics>" START2 CATCH("T", AFTER("$d + $loopCounter")) END("E2") SEQ("S2", "T")
		        SEQ("T", "E2") "</subProcess>" END("E"),
		    "S>U; U>E", { { DO_START, NULL, "{\"d\":\"1\"}", "S U S2 S2 T job:T@86400 T job:T@172800" } } },
	};
	TELL(stories);
}

static void what_can_be_reported_at_a_task(void **state)
{
	(void)state;
	struct play p = play_new(START USER("A") BOUND("B1", "A", "name='Unterlagen fehlen'", ERROR("fehlt"))
	                             BOUND("B2", "A", "", ERROR("zu")) BOUND("B3", "A", "", ANY_ERROR)
	                                 BOUND("T", "A", "", AFTER("PT1H")) USER("B") END("E"),
	    "S>A; A>B; B>E; B1>E; B2>E; B3>E; T>E");
	const struct flow_failure *list;
	assert_int_equal(flow_failures(p.arena, p.flow, STR("A"), &list), 3);
	assert_str(list[0].event, "B1");
	assert_str(list[0].code, "fehlt");
	assert_str(list[0].name, "Unterlagen fehlen");
	assert_str(list[1].name, "zu");
	assert_str(list[2].code, "");
	assert_str(list[2].name, "Geht nicht");
	assert_int_equal(flow_failures(p.arena, p.flow, STR("B"), &list), 0);
	assert_int_equal(flow_failures(p.arena, p.flow, STR("X"), &list), 0);
	play_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_those_of_the_clock_on_the_wall),
		cmocka_unit_test(inclusive_gateways),
		cmocka_unit_test(scopes_and_errors),
		cmocka_unit_test(timers_and_messages),
		cmocka_unit_test(repeated_activities),
		cmocka_unit_test(results_are_collected),
		cmocka_unit_test(called_processes),
		cmocka_unit_test(called_processes_keep_their_variables),
		cmocka_unit_test(calls_and_parts_at_once_give_results),
		cmocka_unit_test(starts_from_outside),
		cmocka_unit_test(callers_say_what_they_can),
		cmocka_unit_test(times_are_read),
		cmocka_unit_test(times_that_variables_say),
		cmocka_unit_test(what_can_be_reported_at_a_task),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
