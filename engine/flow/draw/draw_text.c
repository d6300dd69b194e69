/* SPDX-License-Identifier: EUPL-1.2
 * Words in a box: broken into lines by the widths of a common sans serif face. */
#include "flow/draw/draw_plan.h"

/* Widths of ' ' to '~' in thousandths of the size: Helvetica's, which most faces of that kind are near to. */
static const short widths[] = { 278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556,
	556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778,
	722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
	556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556,
	500, 722, 500, 500, 500, 334, 260, 334, 584 };

/* Bytes of the character at p. */
static size_t bytes(const char *p, const char *end)
{
	size_t n = 1;
	while (p + n < end && ((unsigned char)p[n] & 0xc0) == 0x80)
		n++;
	return n;
}

static double char_width(const char *p, size_t n)
{
	unsigned char c = (unsigned char)*p;
	double w = c >= ' ' && c <= '~' ? widths[c - ' '] : n > 2 ? 1000 : 600;
	return w * 1.06 / 1000;
}

static double width(struct str s, double size)
{
	double w = 0;
	for (size_t i = 0, n; i < s.n; i += n) {
		n = bytes(s.p + i, s.p + s.n);
		w += char_width(s.p + i, n);
	}
	return w * size;
}

/* As much of the text as fits, at least one character. */
static size_t fitting(struct str s, double max, double size)
{
	double w = 0;
	size_t i = 0;
	while (i < s.n) {
		size_t n = bytes(s.p + i, s.p + s.n);
		w += char_width(s.p + i, n) * size;
		if (w > max && i > 0)
			break;
		i += n;
	}
	return i;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Takes the next line off the words: as many as fit; a word that is too long is broken. */
static struct str next_line(struct str *rest, double max, double size, bool *broken)
{
	struct str s = str_trim(*rest);
	size_t end = 0;
	for (size_t i = 0; i <= s.n; i++) {
		bool stop = i == s.n || is_space(s.p[i]) || (i > 0 && (s.p[i - 1] == '-' || s.p[i - 1] == '/'));
		if (!stop)
			continue;
		if (width(str_sub(s, 0, i), size) > max)
			break;
		end = i;
		if (i < s.n && s.p[i] == '\n')
			break;
	}
	if (end == 0 && s.n > 0) {
		end = fitting(s, max, size);
		*broken = true;
	}
	*rest = str_trim(str_sub(s, end, s.n));
	return str_trim(str_sub(s, 0, end));
}

enum { LINES_MAX = 40 };

struct setting {
	const char *look;
	double size;
};

static size_t wrap(
    struct str words, double max, double size, struct str *lines, size_t most, struct str *rest, bool *broken)
{
	size_t n = 0;
	*broken = false;
	*rest = str_trim(words);
	while (rest->n > 0 && n < most)
		lines[n++] = next_line(rest, max, size, broken);
	return n;
}

size_t pen_lines(struct str words, double wide)
{
	struct str lines[LINES_MAX], rest;
	bool broken;
	return wrap(words, wide, 12, lines, LINES_MAX, &rest, &broken);
}

static void add(struct pen *p, struct draw_text t)
{
	if (p->n_texts == p->cap_texts) {
		size_t cap = p->cap_texts == 0 ? 4 : p->cap_texts * 2;
		p->texts = arena_grow(p->arena, p->texts, p->cap_texts * sizeof t, cap * sizeof t);
		p->cap_texts = cap;
	}
	p->texts[p->n_texts++] = t;
}

void pen_text(struct pen *p, struct str words, struct box b, enum text_place place)
{
	static const struct setting settings[] = { { "text", 12 }, { "small", 10 }, { "tiny", 8 } };
	static const struct setting starts[] = { { "start", 12 }, { "start-small", 10 }, { "start-tiny", 8 } };
	enum { SETTINGS = sizeof settings / sizeof *settings, LONG = 1000 };
	struct str lines[LINES_MAX], rest = { 0 };
	words = str_sub(str_trim(words), 0, LONG);
	bool turned = place == TEXT_TURNED;
	double wide = turned ? b.h : b.w, high = turned ? b.w : b.h;
	size_t n = 0;
	const struct setting *s = NULL;
	bool broken;
	for (size_t i = 0; i < SETTINGS; i++) {
		s = place == TEXT_START ? &starts[i] : &settings[i];
		double most = high / (s->size * 1.15);
		n = wrap(words, wide, s->size, lines,
		    most < 1           ? 1
		    : most > LINES_MAX ? LINES_MAX
		                       : (size_t)most,
		    &rest, &broken);
		if (rest.n == 0 && !broken)
			break;
	}
	if (rest.n > 0 && n > 0) {
		struct str last = lines[n - 1];
		size_t keep = fitting(last, wide - width(STR("…"), s->size), s->size);
		lines[n - 1] = str_fmt(p->arena, "%.*s…", STR_ARG(str_sub(last, 0, keep)));
	}
	double step = s->size * 1.15, middle = turned ? b.x + b.w / 2 : b.y + b.h / 2;
	double first = place == TEXT_MIDDLE || turned ? middle - step * (double)n / 2 : b.y;
	if (place == TEXT_BOTTOM)
		first = b.y + b.h - step * (double)n;
	for (size_t i = 0; i < n; i++) {
		double line = first + step * (double)i + s->size * 0.92;
		struct draw_text t = { .look = s->look, .turned = turned, .text = str_dup(p->arena, lines[i]) };
		t.x = (int64_t)(turned ? line : place == TEXT_START ? b.x : b.x + b.w / 2);
		t.y = (int64_t)(turned ? b.y + b.h / 2 : line);
		add(p, t);
	}
}
