#include "config.h"

#include "tog-parsed.h"

#include "tog-json.h"
#include "tog-session.h"
#include "tog-working-hours-json.h"

/* Many members share their working hours, and all sessions of a step its agenda:
 * what a column's JSON came to is kept by its text. Nothing becomes outdated, as
 * the same text always means the same. Of more than this many, all are dropped. */
#define MAX_KEPT 1024

typedef struct
{
  gpointer (*from_json) (JsonNode *node, GError **error);
  gpointer (*ref) (gpointer value);
  GDestroyNotify unref;
  GMutex mutex;
  GHashTable *kept; /* (owned) (nullable) (element-type utf8 gpointer): by their text */
} Parsed;

/* What a program has on its agenda, in a session: known by its place. */
static gpointer
session_agenda_from_json (JsonNode *node, GError **error)
{
  GPtrArray *agenda = tog_agenda_from_json (node, error);

  for (guint i = 0; agenda != NULL && i < agenda->len; i++)
    {
      TogAgendaItem *item = g_ptr_array_index (agenda, i);

      item->id = g_strdup_printf ("program-%u", i + 1);
    }
  return agenda;
}

/* A week with its exceptions: an object of the two. */
static gpointer
working_hours_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogWorkingHours) hours = NULL;
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  hours = tog_working_hours_read (&reader);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&hours) : NULL;
}

static gpointer
reminders_from_json (JsonNode *node, GError **error)
{
  TogReminders reminders;

  return tog_reminders_read (&reminders, node, error)
             ? g_atomic_rc_box_dup (sizeof reminders, &reminders)
             : NULL;
}

static Parsed working_hours = {
  .from_json = working_hours_from_json,
  .ref = (gpointer (*) (gpointer)) tog_working_hours_ref,
  .unref = (GDestroyNotify) tog_working_hours_unref,
};
static Parsed agendas = {
  .from_json = (gpointer (*) (JsonNode *, GError **)) tog_agenda_from_json,
  .ref = (gpointer (*) (gpointer)) g_ptr_array_ref,
  .unref = (GDestroyNotify) g_ptr_array_unref,
};
static Parsed session_agendas = {
  .from_json = session_agenda_from_json,
  .ref = (gpointer (*) (gpointer)) g_ptr_array_ref,
  .unref = (GDestroyNotify) g_ptr_array_unref,
};
static Parsed resources = {
  .from_json = (gpointer (*) (JsonNode *, GError **)) tog_resources_from_json,
  .ref = (gpointer (*) (gpointer)) g_ptr_array_ref,
  .unref = (GDestroyNotify) g_ptr_array_unref,
};

static Parsed reminders = {
  .from_json = reminders_from_json,
  .ref = g_atomic_rc_box_acquire,
  .unref = g_atomic_rc_box_release,
};

static gpointer
find (Parsed *self, const char *text)
{
  gpointer value = NULL;

  g_mutex_lock (&self->mutex);
  if (self->kept != NULL)
    value = g_hash_table_lookup (self->kept, text);
  if (value != NULL)
    self->ref (value);
  g_mutex_unlock (&self->mutex);
  return value;
}

static void
keep (Parsed *self, const char *text, gpointer value)
{
  g_mutex_lock (&self->mutex);
  if (self->kept == NULL)
    self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, self->unref);
  if (g_hash_table_size (self->kept) >= MAX_KEPT)
    g_hash_table_remove_all (self->kept);
  g_hash_table_replace (self->kept, g_strdup (text), self->ref (value));
  g_mutex_unlock (&self->mutex);
}

static gpointer
get (Parsed *self, const char *text, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  gpointer value = find (self, text);

  if (value != NULL)
    return value;
  node = tog_json_parse (text, -1, error);
  if (node == NULL)
    return NULL;
  value = self->from_json (node, error);
  if (value != NULL)
    keep (self, text, value);
  return value;
}

/**
 * tog_parsed_working_hours:
 * @week: JSON of working_hours, as on the wire
 * @exceptions: the same of exceptions
 * @error: return location
 *
 * Gets what a column says. May be called from any thread.
 *
 * Returns: (transfer full) (nullable): the working hours
 */
TogWorkingHours *
tog_parsed_working_hours (const char *week, const char *exceptions, GError **error)
{
  g_autofree char *text =
      g_strconcat ("{\"working_hours\":", week, ",\"exceptions\":", exceptions, "}", NULL);

  return get (&working_hours, text, error);
}

/**
 * tog_parsed_agenda:
 * @text: JSON, as on the wire
 * @error: return location
 *
 * Gets what a column says. May be called from any thread.
 *
 * Returns: (transfer full) (nullable) (element-type TogAgendaItem): the agenda,
 *   shared, not to be changed
 */
GPtrArray *
tog_parsed_agenda (const char *text, GError **error)
{
  return get (&agendas, text, error);
}

/**
 * tog_parsed_session_agenda:
 * @text: JSON of a program's agenda, as on the wire
 * @error: return location
 *
 * Gets the agenda of a session to which nobody has done anything yet. May be
 * called from any thread.
 *
 * Returns: (transfer full) (nullable) (element-type TogAgendaItem): the agenda,
 *   shared, not to be changed; its items have ids
 */
GPtrArray *
tog_parsed_session_agenda (const char *text, GError **error)
{
  return get (&session_agendas, text, error);
}

/**
 * tog_parsed_resources:
 * @text: JSON, as on the wire
 * @error: return location
 *
 * Gets what a column says. May be called from any thread.
 *
 * Returns: (transfer full) (nullable) (element-type TogResource): the resources,
 *   shared, not to be changed
 */
GPtrArray *
tog_parsed_resources (const char *text, GError **error)
{
  return get (&resources, text, error);
}

/**
 * tog_parsed_reminders:
 * @text: JSON, as on the wire
 * @error: return location
 *
 * Gets what a column says. May be called from any thread.
 *
 * Returns: (transfer full) (nullable): the reminders, to be released by
 *   g_atomic_rc_box_release()
 */
TogReminders *
tog_parsed_reminders (const char *text, GError **error)
{
  return get (&reminders, text, error);
}
