#include "config.h"

#include "tog-highlight.h"

#define COLOUR "warning_bg_color"
#define ALPHA .32
/* That of the boldest that is marked, a title. */
#define WEIGHT PANGO_WEIGHT_ULTRABOLD

static void
get_colour (GtkWidget *widget, GdkRGBA *colour)
{
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), COLOUR, colour))
    gtk_style_context_get_color (gtk_widget_get_style_context (widget), colour);
}

static void
append (PangoAttrList *attributes, PangoAttribute *attribute, guint start, guint end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (attributes, attribute);
}

/**
 * tog_highlight_append:
 * @ranges: (element-type TogTextRange): what is to be marked
 * @offset: bytes that stand before the text that @ranges counts in
 * @widget: whose style has the colour
 */
void
tog_highlight_append (PangoAttrList *attributes, GArray *ranges, guint offset, GtkWidget *widget)
{
  GdkRGBA colour;

  get_colour (widget, &colour);
  for (guint i = 0; i < ranges->len; i++)
    {
      const TogTextRange *range = &g_array_index (ranges, TogTextRange, i);
      guint start = offset + range->start, end = offset + range->end;

      append (attributes, pango_attr_weight_new (WEIGHT), start, end);
      append (attributes,
              pango_attr_background_new ((guint16) (colour.red * G_MAXUINT16),
                                         (guint16) (colour.green * G_MAXUINT16),
                                         (guint16) (colour.blue * G_MAXUINT16)),
              start,
              end);
      append (attributes,
              pango_attr_background_alpha_new ((guint16) (ALPHA * G_MAXUINT16)),
              start,
              end);
    }
}

/**
 * tog_highlight_new:
 * @query: (nullable): what was searched for
 *
 * Marks the words of @text that @query finds.
 *
 * Returns: (transfer full) (nullable): %NULL where there are none
 */
PangoAttrList *
tog_highlight_new (const char *text, const char *query, GtkWidget *widget)
{
  g_autoptr (GArray) ranges = query != NULL ? tog_text_search_find (text, query) : NULL;
  PangoAttrList *attributes;

  if (ranges == NULL || ranges->len == 0)
    return NULL;
  attributes = pango_attr_list_new ();
  tog_highlight_append (attributes, ranges, 0, widget);
  return attributes;
}

/**
 * tog_highlight_to_markup:
 *
 * The same for what takes no attributes, such as libadwaita's rows.
 *
 * Returns: (transfer full): @text as markup
 */
char *
tog_highlight_to_markup (const char *text, const char *query, GtkWidget *widget)
{
  g_autoptr (GArray) ranges = tog_text_search_find (text, query != NULL ? query : "");
  GString *markup = g_string_new (NULL);
  GdkRGBA colour;
  guint end = 0;

  get_colour (widget, &colour);
  for (guint i = 0; i < ranges->len; i++)
    {
      const TogTextRange *range = &g_array_index (ranges, TogTextRange, i);
      g_autofree char *before = g_markup_escape_text (text + end, (gssize) (range->start - end));
      g_autofree char *word =
          g_markup_escape_text (text + range->start, (gssize) (range->end - range->start));

      g_string_append_printf (markup,
                              "%s<span weight=\"%d\" bgcolor=\"#%02x%02x%02x\" "
                              "bgalpha=\"%d%%\">%s</span>",
                              before,
                              WEIGHT,
                              (guint) (colour.red * 255),
                              (guint) (colour.green * 255),
                              (guint) (colour.blue * 255),
                              (int) (ALPHA * 100),
                              word);
      end = range->end;
    }
  {
    g_autofree char *rest = g_markup_escape_text (text + end, -1);

    g_string_append (markup, rest);
  }
  return g_string_free (markup, FALSE);
}
