#include "config.h"

#include "tog-busy-words.h"

#include "tog-format.h"

#include <glib/gi18n.h>

/* So many titles are said; the rest are counted. */
#define MAX_TITLES 3

#define FSI "\xe2\x81\xa8"
#define PDI "\xe2\x81\xa9"

/* A title must not mix with what is beside it where the two are read in different
 * directions: letters beyond ASCII may be read from right to left. */
static char *
isolate (const char *title)
{
  if (g_str_is_ascii (title))
    return tog_format_name (title);
  return g_strconcat (FSI, title, PDI, NULL);
}

/**
 * tog_busy_words_dup:
 * @titles: (nullable): what who looks is busy with
 * @times: of them, first, and of others
 * @session: that they are too busy for
 *
 * Returns: (nullable): with what they are busy then, such as "Dentist, Lunch and 2
 *   more"; %NULL where that isn't known
 */
char *
tog_busy_words_dup (const TogEventTitles *titles, TogTimes *times, TogSlot session)
{
  const TogPersonTimes *me = g_ptr_array_index (times->people, 0);
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (GPtrArray) list = NULL;

  if (titles == NULL)
    return NULL;
  /* What ends shortly before a session stands in its way where that needs space. */
  list =
      tog_event_titles_list (titles, tog_slot_pad (session, me->buffer_before, me->buffer_after));
  if (list->len == 0)
    return NULL;
  for (guint i = 0; i < MIN (list->len, MAX_TITLES); i++)
    {
      g_autofree char *title = isolate (g_ptr_array_index (list, i));

      if (i > 0)
        /* Translators: between titles of events. */
        g_string_append (words, C_ ("titles", ", "));
      g_string_append (words, title);
    }
  if (list->len <= MAX_TITLES)
    return g_strdup (words->str);
  /* Translators: titles of events, and how many more there are. */
  return g_strdup_printf (ngettext ("%s and %u more", "%s and %u more", list->len - MAX_TITLES),
                          words->str,
                          list->len - MAX_TITLES);
}
