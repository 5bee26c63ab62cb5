#include "config.h"

#include "tog-reminders.h"

#include "tog-error.h"
#include "tog-json.h"

#include <stdlib.h>

/* A week. */
#define MAX_MINUTES 10080

/* A day and ten minutes before, both ways. */
const TogReminders TOG_REMINDERS_DEFAULT = {
  .mail = { 1440, 10 },
  .n_mail = 2,
  .desktop = { 1440, 10 },
  .n_desktop = 2,
};

static int
compare_descending (gconstpointer a, gconstpointer b)
{
  return *(const int *) b - *(const int *) a;
}

static guint
read_minutes (TogJsonReader *reader, const char *member, int minutes[TOG_MAX_REMINDERS])
{
  JsonArray *array = tog_json_reader_array (reader, member, TOG_MAX_REMINDERS);
  guint length = array == NULL ? 0 : json_array_get_length (array);
  guint n = 0;

  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      gint64 number =
          JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
              ? json_node_get_int (node)
              : 0;

      if (number < 1 || number > MAX_MINUTES)
        {
          g_autofree char *element = g_strdup_printf ("%s/%u", member, i);

          tog_json_reader_fail (reader,
                                TOG_ERROR_MALFORMED,
                                element,
                                "must be minutes before the start, 1 to %d",
                                MAX_MINUTES);
          return 0;
        }
      minutes[n++] = (int) number;
    }
  qsort (minutes, n, sizeof *minutes, compare_descending);
  /* Twice the same is once. */
  length = n;
  n = 0;
  for (guint i = 0; i < length; i++)
    if (n == 0 || minutes[n - 1] != minutes[i])
      minutes[n++] = minutes[i];
  return n;
}

/**
 * tog_reminders_read:
 * @self: (out caller-allocates): when somebody wants to be reminded
 * @node: a Reminders of the API document
 *
 * Returns: whether it is one
 */
gboolean
tog_reminders_read (TogReminders *self, JsonNode *node, GError **error)
{
  static const char *const members[] = { "mail", "desktop", NULL };
  TogJsonReader reader;

  *self = (TogReminders){ 0 };
  tog_json_reader_init (&reader, node, "");
  tog_json_reader_allow (&reader, members);
  self->n_mail = read_minutes (&reader, "mail", self->mail);
  self->n_desktop = read_minutes (&reader, "desktop", self->desktop);
  return tog_json_reader_finish (&reader, error);
}

static void
append_minutes (GString *json, const int *minutes, guint n)
{
  g_string_append_c (json, '[');
  for (guint i = 0; i < n; i++)
    g_string_append_printf (json, "%s%d", i > 0 ? "," : "", minutes[i]);
  g_string_append_c (json, ']');
}

/**
 * tog_reminders_to_text:
 * @self: when somebody wants to be reminded
 *
 * Returns: (transfer full): a Reminders of the API document
 */
char *
tog_reminders_to_text (const TogReminders *self)
{
  GString *json = g_string_new ("{\"mail\":");

  append_minutes (json, self->mail, self->n_mail);
  g_string_append (json, ",\"desktop\":");
  append_minutes (json, self->desktop, self->n_desktop);
  g_string_append_c (json, '}');
  return g_string_free (json, FALSE);
}
