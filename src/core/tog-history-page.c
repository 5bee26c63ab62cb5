#include "config.h"

#include "tog-history-page.h"

#include "tog-json.h"

/* Ids that did not fit come back, too. */
#define MAX_NEXT_LENGTH (TOG_HISTORY_MAX_IDS * 65)

/**
 * tog_history_page_from_text:
 * @text: what the server answered
 * @length: bytes in @text
 * @error: return location for a #TogError
 *
 * Returns: (transfer full) (nullable): a HistoryPage of the API document
 */
TogHistoryPage *
tog_history_page_from_text (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonNode) node = tog_json_parse (text, length, error);
  g_autoptr (TogHistoryPage) self = g_new0 (TogHistoryPage, 1);
  TogJsonReader reader;

  if (node == NULL)
    return NULL;
  tog_json_reader_init (&reader, node, "");
  self->items = tog_json_reader_list (
      &reader, "items", TOG_HISTORY_MAX_ITEMS, (TogJsonFunc) tog_history_item_from_json);
  self->next = g_strdup (tog_json_reader_opt_line (&reader, "next", MAX_NEXT_LENGTH));
  self->total = tog_json_reader_int (&reader, "total", 0, G_MAXINT32);
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&self) : NULL;
}

void
tog_history_page_free (TogHistoryPage *self)
{
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self->next);
  g_free (self);
}
