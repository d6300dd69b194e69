/* SPDX-License-Identifier: EUPL-1.2
 * Playing a workflow without database and people, under a virtual clock.
 *
 * A scripted run does what a CASE says and checks what it expects. The language is that of the conformance suite's kind
 * "tasks" (engine/flow/conform), so that one can be pasted into the other:
 *
 *     {"now": "2026-03-01T09:00:00Z",            when it begins; without: 2026-01-01T08:00:00Z
 *      "start": "Start_Antrag",                  id of the start event; without: the none start event
 *      "vars": {"steuer": "120.00"},             variables to begin with
 *      "steps": [
 *        {"active": ["Formale Prüfung"]},                             exactly these tasks are open
 *        {"do": "complete", "task": "@Task_Pruefung", "by": "anna",   by name, or by id with @
 *         "vars": {"ergebnis": "vollstaendig"}},
 *        {"do": "complete", "task": "…", "by": "anna", "rejected": true},   must be refused (four-eyes, not open)
 *        {"do": "fail", "task": "…", "code": "ABBRUCH"},              the work has failed: an error event catches it
 *        {"do": "message", "name": "zahlung", "key": "4711", "vars": {…}},
 *        {"do": "signal", "name": "frist-aus"},
 *        {"do": "advance", "by": "P3D"},                              timers fire in their order
 *        {"do": "fire_timer", "element": "Timer_Frist"},              the clock goes on to it
 *        {"error": "runtime"},                                        what came before must have failed
 *        {"active_count": 2}, {"not_active": ["…"]}, {"no_subscription": "zahlung"},
 *        {"status": "In Prüfung"}, {"passed": ["Gateway_X"]}, {"holds": {"ergebnis": "…"}},
 *        {"ended": true}]}
 *
 * Also complete_any, complete_all, complete_n with n. A step may do and expect at once; it does first. */
#ifndef OZG_FLOW_FLOW_SIM_H
#define OZG_FLOW_FLOW_SIM_H

#include "flow/flow.h"

/* Plays the case. *out_r is yours: {"process", "trace": [{"step", "do", "at", "effects": […]}, …], "ended", "active",
 * "status", "vars", "failed"}; step 0 is the start, failed is null or {"step", "text"}. False when it failed: a command
 * broke or an expectation did not hold. */
bool flow_sim_case(const struct flow *f, const json_t *def, json_t **out_r) MUST_CHECK;

/* Random but valid inputs: whoever waits, in any order, with values that the conditions of the workflow tell apart.
 * The same seed does the same on every machine. After every command is checked:
 *   - the state read and written again is the same text, and the command done twice does the same;
 *   - what is open by the effects so far is what is open by the state: no token lost, none left over;
 *   - a task that is closed cannot be completed again, and changes nothing;
 *   - nobody completes two tasks that four-eyes keeps apart;
 *   - who has ended waits for nothing, who has not can be continued, or a join starves: that is reported.
 * *out_r is yours: {"seed", "steps", "instances", "ended", "incidents": [{"element", "count", "text"}], "stuck":
 * [{"elements", "count"}], "never": [elements], "violations": [texts], "hash"}. False when there are violations. */
bool flow_sim_random(const struct flow *f, uint64_t seed, uint64_t steps, json_t **out_r) MUST_CHECK;

#endif
