#include "config.h"

#include "tog-session.h"

#include "tog-json.h"
#include "tog-session-nicks.h"

/* More than most sessions take. */
#define USUAL_LENGTH 2048

static void
append_participant (GString *json, TogParticipant *self)
{
  g_string_append (json, "{\"member\":");
  tog_member_append_json (json, self->member);
  g_string_append (json, ",\"role\":");
  tog_json_append_string (json, tog_role_nicks[self->role]);
  g_string_append (json, ",\"answer\":");
  tog_json_append_string (json, tog_answer_nicks[self->answer]);
  g_string_append (json, ",\"reason\":");
  tog_json_append_text (json, self->reason);
  g_string_append_printf (
      json, ",\"held\":\"%s\",\"late\":%d}", tog_held_nicks[self->held], self->late);
}

static void
append_agenda_item (GString *json, TogAgendaItem *self)
{
  g_string_append (json, "{\"title\":");
  tog_json_append_string (json, self->title);
  g_string_append_printf (json, ",\"minutes\":%d", self->minutes);
  if (self->id != NULL)
    {
      g_string_append (json, ",\"id\":");
      tog_json_append_string (json, self->id);
      g_string_append_printf (json, ",\"done\":%s,\"added_by\":", self->done ? "true" : "false");
      tog_json_append_text (json, self->added_by);
    }
  g_string_append_c (json, '}');
}

static void
append_resource (GString *json, TogResource *self)
{
  g_string_append (json, "{\"title\":");
  tog_json_append_string (json, self->title);
  g_string_append (json, ",\"url\":");
  tog_json_append_string (json, self->url);
  g_string_append_c (json, '}');
}

typedef void (*AppendFunc) (GString *json, gpointer item);

static void
append_list (GString *json, GPtrArray *items, AppendFunc append)
{
  guint length = items != NULL ? items->len : 0;

  g_string_append_c (json, '[');
  for (guint i = 0; i < length; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      append (json, g_ptr_array_index (items, i));
    }
  g_string_append_c (json, ']');
}

/**
 * tog_session_append_json:
 * @json: where to append
 * @self: a session
 *
 * Appends a Session of the API document, the same as tog_session_to_json() makes.
 */
void
tog_session_append_json (GString *json, TogSession *self)
{
  g_string_append (json, "{\"id\":");
  tog_json_append_string (json, self->id);
  g_string_append (json, ",\"etag\":");
  tog_json_append_string (json, self->etag);
  g_string_append (json, ",\"uid\":");
  tog_json_append_string (json, self->uid);
  g_string_append_printf (json, ",\"sequence\":%d,\"state\":", self->sequence);
  tog_json_append_string (json, tog_session_state_nicks[self->state]);
  g_string_append (json, ",\"title\":");
  tog_json_append_string (json, self->title);
  g_string_append_printf (
      json, ",\"ordinal\":%d,\"n_planned\":%d,\"program_name\":", self->ordinal, self->n_planned);
  tog_json_append_string (json, self->program_name);
  g_string_append (json, ",\"match_id\":");
  tog_json_append_text (json, self->match_id);
  g_string_append (json, ",\"group_id\":");
  tog_json_append_text (json, self->group_id);
  g_string_append (json, ",\"start\":");
  tog_json_append_instant (json, self->slot.start);
  g_string_append (json, ",\"end\":");
  tog_json_append_instant (json, self->slot.end);
  g_string_append (json, ",\"conference\":");
  tog_conference_append_json (json, self->conference);
  g_string_append (json, ",\"message\":");
  tog_json_append_text (json, self->message);
  g_string_append (json, ",\"cancel_reason\":");
  tog_json_append_text (json, self->cancel_reason);
  g_string_append_printf (json, ",\"my_rating\":%d", self->my_rating);
  g_string_append (json, ",\"delivery\":");
  tog_json_append_string (json, tog_delivery_nicks[self->delivery]);
  g_string_append (json, ",\"booked_by\":");
  tog_json_append_string (json, self->booked_by);
  g_string_append (json, ",\"moved_by\":");
  tog_json_append_text (json, self->moved_by);
  g_string_append (json, ",\"moved_from\":");
  if (self->moved_from != 0)
    tog_json_append_instant (json, self->moved_from);
  else
    g_string_append (json, "null");
  g_string_append (json, ",\"participants\":");
  append_list (json, self->participants, (AppendFunc) append_participant);
  g_string_append (json, ",\"agenda\":");
  append_list (json, self->agenda, (AppendFunc) append_agenda_item);
  g_string_append (json, ",\"resources\":");
  append_list (json, self->resources, (AppendFunc) append_resource);
  g_string_append_c (json, '}');
}

/**
 * tog_session_to_text:
 * @self: a session
 *
 * Writes a Session of the API document, the same as tog_session_to_json() makes.
 * It is the answer to a booking, which everybody else who books waits for, so no
 * tree is built of it.
 *
 * Returns: (transfer full): JSON
 */
char *
tog_session_to_text (TogSession *self)
{
  GString *json = g_string_sized_new (USUAL_LENGTH);

  tog_session_append_json (json, self);
  return g_string_free (json, FALSE);
}
