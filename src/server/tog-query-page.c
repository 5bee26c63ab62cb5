#include "config.h"

#include "tog-query.h"

#include <string.h>

/**
 * tog_page_bind:
 * @page: which part of a list is wanted
 * @list: a statement with ":after", ":after_key" (%NULL on the first page) and
 *   ":limit", which asks for one more than is wanted
 *
 * Lets a statement begin where the page before ended.
 */
void
tog_page_bind (const TogPage *page, TogStatement *list)
{
  const char *space = page->after != NULL ? strchr (page->after, ' ') : NULL;

  if (space != NULL)
    {
      tog_statement_bind_int (list, ":after", g_ascii_strtoll (page->after, NULL, 10));
      tog_statement_bind_text (list, ":after_key", space + 1);
    }
  tog_statement_bind_int (list, ":limit", page->limit + 1);
}

/**
 * tog_page_move:
 * @page: a page that is being filled
 * @number: what the list is sorted by
 * @key: id of the item, which comes second
 *
 * Notes the position of the item that was added last.
 */
void
tog_page_move (TogPage *page, gint64 number, const char *key)
{
  g_free (page->next);
  page->next = g_strdup_printf ("%" G_GINT64_FORMAT " %s", number, key);
}

/**
 * tog_page_end:
 * @page: a page that was filled
 * @step: what the statement said last: %TOG_STEP_ROW where the page is full
 *   and more follow
 *
 * Returns: whether the list could be read
 */
gboolean
tog_page_end (TogPage *page, TogStep step)
{
  if (step != TOG_STEP_ROW)
    g_clear_pointer (&page->next, g_free);
  return step != TOG_STEP_ERROR;
}
