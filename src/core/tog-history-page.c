#include "config.h"

#include "tog-history-page.h"

#include "tog-error.h"
#include "tog-json.h"

/* Ids that did not fit come back, too. */
#define MAX_NEXT_LENGTH (TOG_HISTORY_MAX_IDS * 65)

static void
gap_free (TogHistoryGap *gap)
{
  g_free (gap->id);
  g_error_free (gap->error);
  g_free (gap);
}

/* Returns: (nullable): of which session it is, if it says so much */
static char *
find_id (JsonNode *node)
{
  TogJsonReader item, session;
  g_autofree char *id = NULL;
  gboolean is_good;

  tog_json_reader_init (&item, node, "");
  tog_json_reader_init (&session, tog_json_reader_object (&item, "session"), "");
  id = g_strdup (tog_json_reader_id (&session, "id"));
  is_good = tog_json_reader_finish (&session, NULL);
  tog_json_reader_finish (&item, NULL);
  return is_good ? g_steal_pointer (&id) : NULL;
}

static gboolean
add_item (JsonNode *node, const char *text, gsize length, gpointer user_data, GError **error)
{
  TogHistoryPage *self = user_data;
  g_autoptr (GError) failure = NULL;
  TogHistoryItem *item;

  if (self->items->len + self->gaps->len == TOG_HISTORY_MAX_ITEMS)
    {
      g_set_error (error,
                   TOG_ERROR,
                   TOG_ERROR_LIMIT,
                   "/items: must not have more than %d items",
                   TOG_HISTORY_MAX_ITEMS);
      return FALSE;
    }
  item = tog_history_item_from_json (node, &failure);
  if (item != NULL)
    {
      item->text = g_strndup (text, length);
      g_ptr_array_add (self->items, item);
    }
  else
    {
      TogHistoryGap *gap = g_new0 (TogHistoryGap, 1);

      gap->id = find_id (node);
      gap->error = g_steal_pointer (&failure);
      g_ptr_array_add (self->gaps, gap);
    }
  return TRUE;
}

/**
 * tog_history_page_from_text:
 * @text: what the server answered
 * @length: bytes in @text
 * @error: return location for a #TogError
 *
 * Reads a page. One session that can't be read, such as one in a state that only a
 * newer version knows, keeps none of the others away.
 *
 * Returns: (transfer full) (nullable): a HistoryPage of the API document
 */
TogHistoryPage *
tog_history_page_from_text (const char *text, gsize length, GError **error)
{
  g_autoptr (TogHistoryPage) self = g_new0 (TogHistoryPage, 1);
  g_autoptr (JsonNode) node = NULL;
  TogJsonReader reader;

  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) gap_free);
  node = tog_json_parse_each (text, length, "items", add_item, self, error);
  if (node == NULL)
    return NULL;
  tog_json_reader_init (&reader, node, "");
  tog_json_reader_array (&reader, "items", 0);
  self->next = g_strdup (tog_json_reader_opt_line (&reader, "next", MAX_NEXT_LENGTH));
  self->total = tog_json_reader_int (&reader, "total", 0, G_MAXINT32);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

void
tog_history_page_free (TogHistoryPage *self)
{
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->gaps, g_ptr_array_unref);
  g_free (self->next);
  g_free (self);
}
