/* SPDX-License-Identifier: EUPL-1.2
 * The state document: small, stable, and believed only when it can be true. */
#include "test_flow_play.h"

static struct play fork_and_join(void)
{
	return play_new("<startEvent id='S'/><parallelGateway id='P'/><userTask id='A'/><userTask id='B'/>"
	                "<parallelGateway id='J'/><endEvent id='E'/>",
	    "S>P; P>A; P>B; A>J; B>J; J>E");
}

static void the_document_is_stable(void **state)
{
	(void)state;
	struct play p = fork_and_join();
	assert_true(play_start(&p, NULL));
	assert_str(
	    p.state, "{\"n\":6,\"s\":[[1,0,\"p\"]],\"t\":[[4,\"A\",1,\"P-A\",\"wait\"],[5,\"B\",1,\"P-B\",\"wait\"]]}");
	assert_true(play_complete(&p, "A", NULL));
	assert_str(
	    p.state, "{\"n\":7,\"s\":[[1,0,\"p\"]],\"t\":[[5,\"B\",1,\"P-B\",\"wait\"],[6,\"J\",1,\"A-J\",\"join\"]]}");
	assert_true(play_complete(&p, "B", NULL));
	assert_str(p.state, "{\"n\":9,\"s\":[],\"t\":[]}");
	play_free(&p);
}

static void good_documents_are_read(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t waiting;
	} rows[] = {
		{ "{\"n\":6,\"s\":[[1,0,\"p\"]],\"t\":[[4,\"A\",1,\"P-A\",\"wait\"],[5,\"B\",1,\"P-B\",\"wait\"]]}", 2 },
		{ " { \"t\": [[5,\"B\",1,\"P-B\",\"wait\"]], \"s\": [[1,0,\"p\"]], \"n\": 1000000 } ", 1 },
		{ "{\"n\":9,\"s\":[],\"t\":[]}", 0 },
		{ "", 0 },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct play p = fork_and_join();
		const struct flow_waiting *list;
		assert_int_equal(flow_waiting(p.arena, p.flow, str_c(rows[i].text), &list), rows[i].waiting);
		play_free(&p);
	}
}

/* Every row differs from a good document in one thing. */
static void bad_documents_are_refused(void **state)
{
	(void)state;
	static const char *const rows[] = {
		"{",
		"[]",
		"null",
		"{\"n\":6,\"s\":[]}",
		"{\"n\":6,\"s\":[],\"t\":[],\"x\":1}",
		"{\"n\":6,\"n\":6,\"s\":[],\"t\":[]}",
		"{\"n\":0,\"s\":[],\"t\":[]}",
		"{\"n\":-1,\"s\":[],\"t\":[]}",
		"{\"n\":2.5,\"s\":[],\"t\":[]}",
		"{\"n\":99999999999,\"s\":[],\"t\":[]}",
		"{\"n\":9,\"s\":{},\"t\":[]}",
		/* scopes */
		"{\"n\":6,\"s\":[[1,0,\"p\"]],\"t\":[]}",
		"{\"n\":6,\"s\":[],\"t\":[[4,\"A\",1,\"P-A\",\"wait\"]]}",
		"{\"n\":6,\"s\":[[0,0,\"p\"]],\"t\":[[4,\"A\",0,\"P-A\",\"wait\"]]}",
		"{\"n\":6,\"s\":[[6,0,\"p\"]],\"t\":[[4,\"A\",6,\"P-A\",\"wait\"]]}",
		"{\"n\":6,\"s\":[[1,1,\"p\"]],\"t\":[[4,\"A\",1,\"P-A\",\"wait\"]]}",
		"{\"n\":6,\"s\":[[1,0,\"A\"]],\"t\":[[4,\"A\",1,\"P-A\",\"wait\"]]}",
		"{\"n\":6,\"s\":[[1,0,\"q\"]],\"t\":[[4,\"A\",1,\"P-A\",\"wait\"]]}",
		"{\"n\":6,\"s\":[[1,0,\"p\"],[2,0,\"p\"]],\"t\":[[4,\"A\",1,\"P-A\",\"wait\"]]}",
		"{\"n\":6,\"s\":[[1,0]],\"t\":[[4,\"A\",1,\"P-A\",\"wait\"]]}",
		"{\"n\":6,\"s\":[1],\"t\":[[4,\"A\",1,\"P-A\",\"wait\"]]}",
		/* tokens */
		"{\"n\":6,\"s\":[[1,0,\"p\"]],\"t\":[[6,\"A\",1,\"P-A\",\"wait\"]]}",
		"{\"n\":6,\"s\":[[1,0,\"p\"]],\"t\":[[0,\"A\",1,\"P-A\",\"wait\"]]}",
		"{\"n\":6,\"s\":[[1,0,\"p\"]],\"t\":[[\"4\",\"A\",1,\"P-A\",\"wait\"]]}",
		"{\"n\":6,\"s\":[[1,0,\"p\"]],\"t\":[[4,\"Z\",1,\"P-A\",\"wait\"]]}",
		"{\"n\":6,\"s\":[[1,0,\"p\"]],\"t\":[[4,\"A\",2,\"P-A\",\"wait\"]]}",
		"{\"n\":6,\"s\":[[1,0,\"p\"]],\"t\":[[4,\"A\",1,\"P-B\",\"wait\"]]}",
		"{\"n\":6,\"s\":[[1,0,\"p\"]],\"t\":[[4,\"A\",1,\"\",\"wait\"]]}",
		"{\"n\":6,\"s\":[[1,0,\"p\"]],\"t\":[[4,\"A\",1,null,\"wait\"]]}",
		"{\"n\":6,\"s\":[[1,0,\"p\"]],\"t\":[[4,\"A\",1,\"P-A\",\"join\"]]}",
		"{\"n\":6,\"s\":[[1,0,\"p\"]],\"t\":[[4,\"A\",1,\"P-A\",\"new\"]]}",
		"{\"n\":6,\"s\":[[1,0,\"p\"]],\"t\":[[4,\"J\",1,\"A-J\",\"wait\"]]}",
		"{\"n\":6,\"s\":[[1,0,\"p\"]],\"t\":[[4,\"p\",1,\"\",\"wait\"]]}",
		"{\"n\":6,\"s\":[[1,0,\"p\"]],\"t\":[[4,\"E\",1,\"J-E\",\"wait\"]]}",
		"{\"n\":6,\"s\":[[1,0,\"p\"]],\"t\":[[5,\"A\",1,\"P-A\",\"wait\"],[4,\"B\",1,\"P-B\",\"wait\"]]}",
		"{\"n\":6,\"s\":[[1,0,\"p\"]],\"t\":[[4,\"A\",1,\"P-A\",\"wait\"],[4,\"B\",1,\"P-B\",\"wait\"]]}",
		"{\"n\":6,\"s\":[[1,0,\"p\"]],\"t\":[[4,\"A\",1,\"P-A\",\"wait\",0]]}",
		"{\"n\":6,\"s\":[[1,0,\"p\"]],\"t\":[[4,\"A\",1,\"P-A\"]]}",
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct play p = fork_and_join();
		p.state = str_c(rows[i]);
		if (play_token(&p, 4, NULL) || p.err.kind != ERR_BUG)
			fail_msg("read: %s", rows[i]);
		const struct flow_waiting *list;
		assert_int_equal(flow_waiting(p.arena, p.flow, p.state, &list), 0);
		play_free(&p);
	}
}

/* Deep or long text must neither crash nor take long. */
static void monstrous_documents_are_refused(void **state)
{
	(void)state;
	struct play p = fork_and_join();
	struct buf deep = buf_new(p.arena);
	for (int i = 0; i < 200000; i++)
		buf_add_char(&deep, '[');
	struct buf big = buf_new(p.arena);
	buf_add_c(&big, "{\"n\":6,\"s\":[],\"t\":[]");
	for (int i = 0; i < 2000000; i++)
		buf_add_char(&big, ' ');
	buf_add_c(&big, "}");
	const struct flow_waiting *list;
	assert_int_equal(flow_waiting(p.arena, p.flow, buf_str(&deep), &list), 0);
	p.state = buf_str(&big);
	assert_false(play_token(&p, 4, NULL));
	assert_int_equal(p.err.kind, ERR_BUG);
	play_free(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_document_is_stable),
		cmocka_unit_test(good_documents_are_read),
		cmocka_unit_test(bad_documents_are_refused),
		cmocka_unit_test(monstrous_documents_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
