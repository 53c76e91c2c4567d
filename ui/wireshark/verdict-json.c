/* The verdict on sessions as JSON.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "verdict-json.h"

#include "plugin/diagnose/session/verdict.h"
#include "plugin/diagnose/session/words.h"

#include <wsutil/json_dumper.h>

static void add_string(json_dumper *json, const char *name, const char *value)
{
    json_dumper_set_member_name(json, name);
    json_dumper_value_string(json, value);
}

static void add_number(json_dumper *json, const char *name, unsigned value)
{
    json_dumper_set_member_name(json, name);
    json_dumper_value_anyf(json, "%u", value);
}

/* Adds TIME unless it is unknown. */
static void add_time(json_dumper *json, const char *name, int64_t time)
{
    if (time == KEY_TIME_UNKNOWN)
        return;
    char *text = key_time_text(time);
    add_string(json, name, text);
    g_free(text);
}

static void begin_object(json_dumper *json, const char *name)
{
    json_dumper_set_member_name(json, name);
    json_dumper_begin_object(json);
}

static void begin_array(json_dumper *json, const char *name)
{
    json_dumper_set_member_name(json, name);
    json_dumper_begin_array(json);
}

static void add_segments(json_dumper *json, const struct sender *sender)
{
    static const struct {
        const char *name;
        enum verdict verdict;
    } members[] = {
        {"good", VERDICT_GOOD},           {"bad", VERDICT_BAD},
        {"missing", VERDICT_NOT_PRESENT}, {"unverified", VERDICT_UNVERIFIED},
        {"illegal", VERDICT_ILLEGAL},
    };

    begin_object(json, "segments");
    for (unsigned i = 0; i < G_N_ELEMENTS(members); i++)
        add_number(json, members[i].name, sender_count(sender, members[i].verdict));
    json_dumper_end_object(json);
}

static void add_since(json_dumper *json, const struct occurrence *seen)
{
    begin_object(json, "since");
    add_number(json, "frame", seen->first_frame);
    add_time(json, "time", seen->first_time);
    json_dumper_end_object(json);
}

static void add_keys(json_dumper *json, const struct sender *sender)
{
    begin_array(json, "keys");
    if (sender->key)
        json_dumper_value_string(json, sender->key->name);
    if (sender->latest_key && sender->latest_key != sender->key)
        json_dumper_value_string(json, sender->latest_key->name);
    json_dumper_end_array(json);
}

static void add_causes(json_dumper *json, const struct sender *sender)
{
    begin_object(json, "causes");
    for (unsigned cause = CAUSE_NONE + 1; cause < CAUSES; cause++)
        if (sender->causes[cause].seen.count > 0)
            add_number(json, cause_name(cause), sender->causes[cause].seen.count);
    json_dumper_end_object(json);
}

/* Writes the first proof of each cause: its key, and its detail, such as how the sender's key
 * differs. */
static void add_proofs(json_dumper *json, const struct sender *sender)
{
    begin_array(json, "proofs");
    for (unsigned cause = CAUSE_NONE + 1; cause < CAUSES; cause++) {
        const struct proof *proof = sender->causes[cause].proof;
        if (!proof || !proof->key)
            continue;
        json_dumper_begin_object(json);
        add_string(json, "cause", cause_name(cause));
        add_string(json, "key", proof->key->name);
        if (proof->detail)
            add_string(json, "detail", proof->detail);
        json_dumper_end_object(json);
    }
    json_dumper_end_array(json);
}

/* Writes the signed values of the first segment with the leading cause. For sequence numbers it
 * writes the shift. */
static void add_originals(json_dumper *json, const struct proof *proof)
{
    begin_object(json, "originals");
    for (unsigned i = ORIGINAL_NONE + 1; proof && i < ORIGINALS; i++) {
        if (!(proof->originals & 1u << i))
            continue;
        if (i != ORIGINAL_SOURCE && i != ORIGINAL_DESTINATION) {
            add_number(json, original_name(i), proof->numbers[i]);
            continue;
        }
        char *address =
            ip_address_text(i == ORIGINAL_SOURCE ? &proof->source : &proof->destination);
        add_string(json, original_name(i), address);
        g_free(address);
    }
    json_dumper_end_object(json);
}

static void add_cures(json_dumper *json, const struct cure *cure)
{
    begin_array(json, "cures");
    for (; cure->platform; cure++) {
        json_dumper_begin_object(json);
        add_string(json, "platform", cure->platform);
        add_string(json, "apply", cure->apply);
        if (cure->keep)
            add_string(json, "keep", cure->keep);
        if (cure->check)
            add_string(json, "check", cure->check);
        json_dumper_end_object(json);
    }
    json_dumper_end_array(json);
}

static void add_conclusions(json_dumper *json, const struct view *view)
{
    struct conclusion list[MAX_CONCLUSIONS];
    const unsigned count = conclusions_of(view, list);

    add_string(json, "conclusion", conclusion_name(&list[0]));
    begin_array(json, "also");
    for (unsigned i = 1; i < count; i++)
        json_dumper_value_string(json, conclusion_name(&list[i]));
    json_dumper_end_array(json);
    add_string(json, "severity", severity_name(conclusions_severity(list, count)));
    json_dumper_set_member_name(json, "proven");
    json_dumper_value_anyf(json, list[0].proven ? "true" : "false");
    add_since(json, &list[0].seen);
    add_keys(json, view->sender);
    add_causes(json, view->sender);
    add_proofs(json, view->sender);
    add_originals(json, view->sender->causes[list[0].cause].proof);
    char *text = verdict_paragraph(view);
    add_string(json, "text", text);
    g_free(text);
    add_cures(json, list[0].cures);
}

static void add_direction(json_dumper *json, const struct view *view)
{
    const struct session *session = view->session;
    char *protocol = words_protocol(session);

    json_dumper_begin_object(json);
    add_string(json, "protocol", protocol);
    add_string(json, "from", view->from);
    add_string(json, "to", view->to);
    add_number(json, "connections", session->connections);
    add_time(json, "first", session->first_time);
    add_time(json, "last", session->last_time);
    add_segments(json, view->sender);
    add_conclusions(json, view);
    json_dumper_end_object(json);
    g_free(protocol);
}

char *verdict_json(const struct sessions *sessions)
{
    GString *text = g_string_new(NULL);
    const struct session *session;

    for (unsigned i = 0; (session = sessions_at(sessions, i)); i++)
        for (unsigned side = 0; side < 2; side++) {
            struct view view = view_of(sessions, session, side);
            json_dumper json = {.output_string = text};
            if (sender_total(view.sender) > 0) {
                add_direction(&json, &view);
                json_dumper_finish(&json); /* also ends the line */
            }
            view_clear(&view);
        }
    return g_string_free(text, FALSE);
}
