/* Tests how a configuration is found in a web page.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "keys/import/text/clean.h"
#include "scanned.h"

/* Asserts what is found in TEXT; NULL if it is no page. */
static void assert_lines(const char *text, const char *expected)
{
    struct text whole = {0}, lines = {0};
    text_add(&whole, text);
    g_assert_cmpint(page_find(&whole, &lines), ==, expected != NULL);
    if (expected) {
        text_append(&lines, "", 1);
        g_assert_cmpstr(lines.bytes, ==, expected);
    }
    text_clear(&lines);
    text_clear(&whole);
}

static void test_breaks(void)
{
    assert_lines("a<br>b<br/> c<BR />\nd<br>\n\ne", "a\nb\n c\nd\n\ne");
    assert_lines("<p>a</p>\n<p>&nbsp;b</p>\n", "a\n b\n");
    assert_lines("<p>a<br>  \n b", "a\n b");
    assert_lines("<div>a</div><div> <span class=\"x\">b</span></div>", "a\n b\n");
    assert_lines("<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>", "\na\nb\n");
    assert_lines("<table><tr><td>1</td><td> a</td></tr>\n<tr><td></td>\n<td>b</td></tr></table>",
                 "1  a\n\nb\n");
}

/* Each line has the number that it has in the source. */
static void test_preformatted(void)
{
    assert_lines(
        "<!DOCTYPE html>\n<html>\n<head><title>a\nb</title>\n<style>\np {}</style></head>\n"
        "<body><!-- c\n d --><pre>e\n f\n\n</pre>\n</body></html>\n",
        "\n\n\n\n\n\n\ne\n f\n\n\n\n");
    assert_lines("<pre\nclass=a><code>a\n b</code></pre>", "\na\n b\n");
}

static void test_references(void)
{
    assert_lines(
        "<p>&lt;removed&gt; &quot;a&amp;lt;&quot; &#39;&#x2F;&nbsp;&#160;&#8203;b&#xad;c&shy;",
        "<removed> \"a&lt;\" '/  bc");
    assert_lines("<p>&nothing; &#0; &#x110000; &#; &#x; &; &amp",
                 "&nothing; &#0; &#x110000; &#; &#x; &; &amp");
}

static void test_prologue(void)
{
    assert_lines("<!-- saved -->\n<html>\na\nb\nc</html>", "\n\na\nb\nc");
    assert_lines("<?xml version=\"1\"?>\n<!DOCTYPE html>\n<html>a\nb\n", "\n\na\nb\n");
    assert_lines("<!-- saved -->\n<configuration>a\nb\n", NULL);
    assert_lines("<!-- saved\na\n", NULL);
}

static void test_no_page(void)
{
    assert_lines("", NULL);
    assert_lines("  ", NULL);
    assert_lines("<configuration><name>a</name></configuration>", NULL);
    assert_lines("a <b\nc <br", NULL);
    assert_lines("banner ^C\n<p>a</p>\n<br>\n^C\nb\nc\nd\n", NULL);
}

static void test_other_marks(void)
{
    assert_lines("<p>a <b<c> d <br", "a <b<c> d <br");
    assert_lines("<p class=MsoNormal>a<o:p>&nbsp;</o:p></p>\n<p>b<wbr>c</p>", "a \nbc\n");
    assert_lines("<p>a<script>b", "a");
    assert_lines("<p>a<!-- b", "a");
    assert_lines("<p>a</style>b", "ab");
}

/* No tag is a reason to search the rest of the text again. */
static void test_cost(void)
{
    static const char *const repeated[] = {"<b ", "</b ", "</script ", "<!", "<br>", "&"};
    for (unsigned i = 0; i < G_N_ELEMENTS(repeated); i++) {
        GString *source = g_string_new("<script>");
        for (unsigned count = 0; count < 1000; count++)
            g_string_append(source, repeated[i]);
        g_string_append_c(source, '>');
        const struct text text = {source->str, source->len, 0};
        struct text lines = {0};
        scanned_bytes = 0;
        page_find(&text, &lines);
        g_assert_cmpuint(scanned_bytes, <=, 4 * source->len);
        text_clear(&lines);
        g_string_free(source, TRUE);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/page/breaks", test_breaks);
    g_test_add_func("/page/preformatted", test_preformatted);
    g_test_add_func("/page/references", test_references);
    g_test_add_func("/page/prologue", test_prologue);
    g_test_add_func("/page/no-page", test_no_page);
    g_test_add_func("/page/other-marks", test_other_marks);
    g_test_add_func("/page/cost", test_cost);
    return g_test_run();
}
