#include "config.h"

#include "tog-ical-component.h"

#include "tog-error.h"

#include <string.h>

/* A component has some twenty properties that are kept; one that has more takes
 * from the others' share, so that memory stays in proportion. */
#define LINES_PER_COMPONENT 20

static TogIcalComponent *
create (const char *name, guint number)
{
  TogIcalComponent *component = g_new0 (TogIcalComponent, 1);

  component->name = name;
  component->number = number;
  return component;
}

static void
destroy (TogIcalComponent *component)
{
  g_clear_pointer (&component->lines, g_array_unref);
  g_clear_pointer (&component->children, g_ptr_array_unref);
  g_free (component);
}

static void
destroy_cb (gpointer component)
{
  destroy (component);
}

static int
compare_names (gconstpointer name, gconstpointer kept)
{
  return strcmp (name, *(const char *const *) kept);
}

/* Every line of a calendar is looked up here. */
static gboolean
is_kept (const char *name)
{
  /* Sorted. */
  static const char *const names[] = {
    "ATTENDEE",
    "DTEND",
    "DTSTART",
    "DURATION",
    "EXDATE",
    "FREEBUSY",
    "RDATE",
    "RECURRENCE-ID",
    "RRULE",
    "STATUS",
    "TRANSP",
    "TZID",
    "TZOFFSETFROM",
    "TZOFFSETTO",
    "UID",
    "X-LIC-LOCATION",
    "X-MICROSOFT-CDO-BUSYSTATUS",
    TOG_CALENDAR_TITLE,
  };

  return bsearch (name, names, G_N_ELEMENTS (names), sizeof *names, compare_names) != NULL;
}

static const char *
guess_what_it_is (const char *text, gsize length)
{
  static const struct
  {
    const char *prefix;
    const char *what;
  } kinds[] = {
    { "<!DOCTYPE",
      "It is a web page; the address of a calendar is needed, not of a page about it" },
    { "<html", "It is a web page; the address of a calendar is needed, not of a page about it" },
    { "<", "It is XML or HTML" },
    { "{", "It is JSON" },
    { "[", "It is JSON" },
    { "\x1f\x8b", "It is compressed" },
    { "PK", "It is a ZIP archive; unpack it first" },
    { "%PDF", "It is a PDF document" },
    { "BEGIN:VCARD", "It is an address book" },
    { "BEGIN:VEVENT", "It is a lone event; BEGIN:VCALENDAR has to come first" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (length >= strlen (kinds[i].prefix) &&
        g_ascii_strncasecmp (text, kinds[i].prefix, strlen (kinds[i].prefix)) == 0)
      return kinds[i].what;
  return "It does not begin with BEGIN:VCALENDAR";
}

/* Cheap looks at the text as a whole, before anything is copied. */
static gboolean
check_start (const char *text, gsize length, const TogCalendarLimits *limits, GError **error)
{
  static const char byte_order_mark[] = "\xef\xbb\xbf";
  static const char begin[] = "BEGIN:VCALENDAR";
  const char *end = text + length;

  if (length > limits->bytes)
    {
      g_set_error (error,
                   TOG_ERROR,
                   TOG_ERROR_LIMIT,
                   "The calendar is larger than %" G_GSIZE_FORMAT " KiB",
                   limits->bytes / 1024);
      return FALSE;
    }
  if (length >= strlen (byte_order_mark) &&
      memcmp (text, byte_order_mark, strlen (byte_order_mark)) == 0)
    text += strlen (byte_order_mark);
  while (text < end && g_ascii_isspace (*text))
    text++;
  if (text == end)
    {
      g_set_error_literal (error, TOG_ERROR, TOG_ERROR_MALFORMED, "The calendar is empty");
      return FALSE;
    }
  if ((gsize) (end - text) >= strlen (begin) &&
      g_ascii_strncasecmp (text, begin, strlen (begin)) == 0)
    return TRUE;
  g_set_error (error,
               TOG_ERROR,
               TOG_ERROR_MALFORMED,
               "This is not a calendar. %s",
               guess_what_it_is (text, end - text));
  return FALSE;
}

/* A name from outside, fit to be shown. */
static char *
dup_shown (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, strnlen (name, 40));

  for (char *c = valid; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = '?';
  return g_steal_pointer (&valid);
}

typedef struct
{
  const TogCalendarLimits *limits;
  GPtrArray *open; /* (owned) (element-type TogIcalComponent): the innermost last */
  guint n_components;
  gsize n_lines;
} Builder;

static TogIcalComponent *
get_innermost (const Builder *builder)
{
  return g_ptr_array_index (builder->open, builder->open->len - 1);
}

static gboolean
fail_limit (GError **error, guint number, const char *what, guint limit)
{
  g_set_error (error,
               TOG_ERROR,
               TOG_ERROR_LIMIT,
               "Line %u of the calendar: it has more than %u %s",
               number,
               limit,
               what);
  return FALSE;
}

static gboolean
open_component (Builder *builder, const TogIcalLine *line, GError **error)
{
  TogIcalComponent *parent = get_innermost (builder);
  TogIcalComponent *component;

  if (builder->open->len > builder->limits->depth)
    return fail_limit (error, line->number, "levels of components", builder->limits->depth);
  if (++builder->n_components > builder->limits->components)
    return fail_limit (error, line->number, "components", builder->limits->components);

  component = create (line->value, line->number);
  if (parent->children == NULL)
    parent->children = g_ptr_array_new_with_free_func (destroy_cb);
  g_ptr_array_add (parent->children, component);
  g_ptr_array_add (builder->open, component);
  return TRUE;
}

static gboolean
close_component (Builder *builder, const TogIcalLine *line, GError **error)
{
  TogIcalComponent *component = get_innermost (builder);
  g_autofree char *ended = NULL;
  g_autofree char *begun = NULL;

  if (builder->open->len > 1 && g_ascii_strcasecmp (component->name, line->value) == 0)
    {
      g_ptr_array_remove_index (builder->open, builder->open->len - 1);
      return TRUE;
    }

  ended = dup_shown (line->value);
  begun = builder->open->len > 1 ? dup_shown (component->name) : NULL;
  if (begun == NULL)
    g_set_error (error,
                 TOG_ERROR,
                 TOG_ERROR_MALFORMED,
                 "Line %u of the calendar ends %s, which never began",
                 line->number,
                 ended);
  else
    g_set_error (error,
                 TOG_ERROR,
                 TOG_ERROR_MALFORMED,
                 "Line %u of the calendar ends %s, but %s from line %u is not ended",
                 line->number,
                 ended,
                 begun,
                 component->number);
  return FALSE;
}

static gboolean
add_line (Builder *builder, const TogIcalLine *line, GError **error)
{
  TogIcalComponent *component = get_innermost (builder);
  guint limit = builder->limits->components * LINES_PER_COMPONENT;

  if (!is_kept (line->name))
    return TRUE;
  if (++builder->n_lines > limit)
    return fail_limit (error, line->number, "properties", limit);
  if (component->lines == NULL)
    component->lines = g_array_new (FALSE, FALSE, sizeof (TogIcalLine));
  g_array_append_val (component->lines, *line);
  return TRUE;
}

static gboolean
build (Builder *builder, TogIcalReader *reader, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  TogIcalComponent *unended;
  g_autofree char *name = NULL;
  TogIcalLine line;

  while (tog_ical_reader_next (reader, &line, &local_error))
    {
      gboolean good;

      if (g_str_equal (line.name, "BEGIN"))
        good = open_component (builder, &line, error);
      else if (g_str_equal (line.name, "END"))
        good = close_component (builder, &line, error);
      else
        good = add_line (builder, &line, error);
      if (!good)
        return FALSE;
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (builder->open->len == 1)
    return TRUE;

  unended = get_innermost (builder);
  name = dup_shown (unended->name);
  g_set_error (error,
               TOG_ERROR,
               TOG_ERROR_MALFORMED,
               "The calendar is cut off: %s from line %u is not ended",
               name,
               unended->number);
  return FALSE;
}

/**
 * tog_ical_tree_init:
 * @tree: a tree that is not in use
 * @text: iCalendar text
 * @length: bytes in @text
 * @limits: what is accepted
 *
 * Reads the components of a calendar and checks that they are whole, in linear
 * time and in memory in proportion to the text.
 *
 * Returns: whether it is a calendar; clear the tree in either case
 */
gboolean
tog_ical_tree_init (TogIcalTree *tree,
                    const char *text,
                    gsize length,
                    const TogCalendarLimits *limits,
                    GError **error)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  Builder builder = { .limits = limits, .open = open };

  *tree = (TogIcalTree){ 0 };
  if (!check_start (text, length, limits, error) ||
      !tog_ical_reader_init (&tree->reader, text, length, limits->line_bytes, error))
    return FALSE;
  tree->root = create ("", 1);
  g_ptr_array_add (open, tree->root);
  return build (&builder, &tree->reader, error);
}

/**
 * tog_ical_tree_clear:
 * @tree: a tree
 *
 * Frees what @tree holds.
 */
void
tog_ical_tree_clear (TogIcalTree *tree)
{
  g_clear_pointer (&tree->root, destroy);
  tog_ical_reader_clear (&tree->reader);
}

/**
 * tog_ical_component_is:
 * @component: a component
 * @name: of a kind, such as VEVENT
 *
 * Returns: whether @component is of that kind
 */
gboolean
tog_ical_component_is (const TogIcalComponent *component, const char *name)
{
  return g_ascii_strcasecmp (component->name, name) == 0;
}

/**
 * tog_ical_component_find:
 * @component: a component
 * @name: of a property
 *
 * Returns: (transfer none) (nullable): the first such property
 */
const TogIcalLine *
tog_ical_component_find (const TogIcalComponent *component, const char *name)
{
  for (guint i = 0; component->lines != NULL && i < component->lines->len; i++)
    {
      const TogIcalLine *line = &g_array_index (component->lines, TogIcalLine, i);

      if (g_str_equal (line->name, name))
        return line;
    }
  return NULL;
}

/**
 * tog_ical_component_get:
 * @component: a component
 * @name: of a property
 *
 * Returns: (transfer none): the value of the first such property, or ""
 */
const char *
tog_ical_component_get (const TogIcalComponent *component, const char *name)
{
  const TogIcalLine *line = tog_ical_component_find (component, name);

  return line == NULL ? "" : line->value;
}
