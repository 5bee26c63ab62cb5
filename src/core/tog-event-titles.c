#include "config.h"

#include "tog-event-titles.h"

#include "tog-text.h"

/* More than anybody looks through; a rule by the minute would fill the memory. */
#define MAX_ENTRIES 20000

typedef struct
{
  TogSlot slot;
  char *title; /* (owned): a GRefString, as the calendar has it, which the occurrences of a
                  series share */
} Entry;

struct _TogEventTitles
{
  GArray *entries; /* (owned) (element-type Entry) */
};

G_DEFINE_BOXED_TYPE (TogEventTitles, tog_event_titles, tog_event_titles_ref, tog_event_titles_unref)

static void
clear_entry (gpointer data)
{
  g_ref_string_release (((Entry *) data)->title);
}

/**
 * tog_event_titles_new:
 *
 * Returns: (transfer full): no titles yet
 */
TogEventTitles *
tog_event_titles_new (void)
{
  TogEventTitles *self = g_atomic_rc_box_new0 (TogEventTitles);

  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, clear_entry);
  return self;
}

/**
 * tog_event_titles_ref:
 *
 * Returns: (transfer full): @self
 */
TogEventTitles *
tog_event_titles_ref (TogEventTitles *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  g_array_unref (((TogEventTitles *) data)->entries);
}

/**
 * tog_event_titles_unref:
 * @self: (transfer full): titles
 */
void
tog_event_titles_unref (TogEventTitles *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* One short line without what reorders other text; NULL where nothing is left. Few of
 * them are ever shown: they stay as they are until then. */
static char *
dup_clean (const char *title)
{
  g_autofree char *valid = g_utf8_make_valid (title, -1);
  g_autofree char *line = NULL;
  g_autofree char *start = NULL;

  for (char *c = valid; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  line = tog_text_dup_line (valid);
  if (*line == '\0')
    return NULL;
  if (g_utf8_strlen (line, -1) <= TOG_EVENT_TITLE_LENGTH)
    return g_steal_pointer (&line);
  start = g_utf8_substring (line, 0, TOG_EVENT_TITLE_LENGTH - 1);
  return g_strconcat (g_strchomp (start), "…", NULL);
}

/**
 * tog_event_titles_add:
 * @slot: when somebody is busy
 * @title: with what; anything that a calendar holds
 *
 * Notes a title.
 */
void
tog_event_titles_add (TogEventTitles *self, TogSlot slot, const char *title)
{
  const Entry *last =
      self->entries->len > 0 ? &g_array_index (self->entries, Entry, self->entries->len - 1) : NULL;
  Entry entry = { slot, NULL };

  if (tog_slot_is_empty (slot) || *title == '\0' || self->entries->len >= MAX_ENTRIES)
    return;
  entry.title = last != NULL && g_str_equal (last->title, title)
                    ? g_ref_string_acquire (last->title)
                    : g_ref_string_new (title);
  g_array_append_val (self->entries, entry);
}

/**
 * tog_event_titles_add_all:
 * @other: titles
 * @range: when they are wanted
 *
 * Notes what of @other reaches into @range.
 */
void
tog_event_titles_add_all (TogEventTitles *self, const TogEventTitles *other, TogSlot range)
{
  for (guint i = 0; i < other->entries->len && self->entries->len < MAX_ENTRIES; i++)
    {
      Entry entry = g_array_index (other->entries, Entry, i);

      if (!tog_slot_overlaps (entry.slot, range))
        continue;
      g_ref_string_acquire (entry.title);
      g_array_append_val (self->entries, entry);
    }
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *x = *(const Entry *const *) a;
  const Entry *y = *(const Entry *const *) b;

  if (x->slot.start != y->slot.start)
    return x->slot.start < y->slot.start ? -1 : 1;
  if (x->slot.end != y->slot.end)
    return x->slot.end < y->slot.end ? -1 : 1;
  return g_strcmp0 (x->title, y->title);
}

/**
 * tog_event_titles_list:
 * @slot: a session with what is kept free around it
 *
 * Returns: (transfer full) (element-type utf8): the titles of what overlaps @slot, what
 *   begins first before the rest, each once
 */
GPtrArray *
tog_event_titles_list (const TogEventTitles *self, TogSlot slot)
{
  GPtrArray *titles = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = &g_array_index (self->entries, Entry, i);

      if (tog_slot_overlaps (entry->slot, slot))
        g_ptr_array_add (found, entry);
    }
  g_ptr_array_sort (found, compare_entries);
  for (guint i = 0; i < found->len; i++)
    {
      g_autofree char *title = dup_clean (((const Entry *) g_ptr_array_index (found, i))->title);

      if (title != NULL && !g_ptr_array_find_with_equal_func (titles, title, g_str_equal, NULL))
        g_ptr_array_add (titles, g_steal_pointer (&title));
    }
  return titles;
}
