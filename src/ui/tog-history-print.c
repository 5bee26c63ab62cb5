#include "config.h"

#include "tog-history-print.h"

#include "tog-file-save.h"
#include "tog-format.h"
#include "tog-history-document.h"
#include "tog-window.h"

#include <glib/gi18n.h>

/* What a printer leaves free by itself is no margin to read by. */
#define MARGIN_MM 20

/* In points, as all below. */
#define FOOT_HEIGHT 24
/* What is left of a page below what belongs to the next paragraph, at least. */
#define MIN_BELOW_HEADING 36

static const struct
{
  double size;
  PangoWeight weight;
  double space_above;
} looks[] = {
  [TOG_PARAGRAPH_TITLE] = { 18, PANGO_WEIGHT_BOLD, 30 },
  [TOG_PARAGRAPH_HEADING] = { 12, PANGO_WEIGHT_BOLD, 12 },
  [TOG_PARAGRAPH_AUTHOR] = { 8.5, PANGO_WEIGHT_BOLD, 6 },
  [TOG_PARAGRAPH_CAPTION] = { 8.5, PANGO_WEIGHT_NORMAL, 3 },
  [TOG_PARAGRAPH_TEXT] = { 10.5, PANGO_WEIGHT_NORMAL, 3 },
};

/* The line that comes next. */
typedef struct
{
  guint item;
  guint paragraph;
  int line;
} Position;

typedef struct
{
  GPtrArray *items; /* (owned) (element-type TogHistoryItem) */
  TogHome *home;    /* (owned) (nullable) */
  TogZone *zone;    /* (owned) */
  TogInstant now;

  GArray *starts;      /* (owned) (element-type Position): where pages begin */
  Position next;       /* where the one begins that is counted next */
  GPtrArray *document; /* (owned) (nullable) (element-type TogParagraph): of one item */
  guint document_item;
} Printing;

static void
printing_free (Printing *printing)
{
  g_ptr_array_unref (printing->items);
  g_clear_object (&printing->home);
  tog_zone_unref (printing->zone);
  g_array_unref (printing->starts);
  g_clear_pointer (&printing->document, g_ptr_array_unref);
  g_free (printing);
}

/* Only one is kept: there may be thousands. */
static GPtrArray *
get_document (Printing *printing, guint item)
{
  if (printing->document == NULL || printing->document_item != item)
    {
      g_clear_pointer (&printing->document, g_ptr_array_unref);
      printing->document = tog_history_document_new (
          g_ptr_array_index (printing->items, item), printing->home, printing->zone, printing->now);
      printing->document_item = item;
    }
  return printing->document;
}

static PangoLayout *
layout_new (GtkPrintContext *context, TogParagraphStyle style, const char *text)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);
  g_autoptr (PangoFontDescription) font = pango_font_description_new ();

  pango_font_description_set_family (font, "Sans");
  pango_font_description_set_size (font, (int) (looks[style].size * PANGO_SCALE));
  pango_font_description_set_weight (font, looks[style].weight);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (gtk_print_context_get_width (context) * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static double
measure_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return (double) height / PANGO_SCALE;
}

/* Puts lines of a paragraph on a page from @line on, as far as they fit.
 * Returns the line that does not fit any more, or -1 at the end. */
static int
add_lines (PangoLayout *layout, int line, double *y, double height, cairo_t *cr)
{
  PangoLayoutIter *iter = pango_layout_get_iter (layout);
  int i = 0;

  do
    {
      PangoRectangle extents;
      double line_height;

      if (i++ < line)
        continue;
      pango_layout_iter_get_line_extents (iter, NULL, &extents);
      line_height = (double) extents.height / PANGO_SCALE;
      /* A page takes a line, however low it is. */
      if (*y > 0 && *y + line_height > height)
        {
          pango_layout_iter_free (iter);
          return i - 1;
        }
      if (cr != NULL)
        {
          double baseline = (double) (pango_layout_iter_get_baseline (iter) - extents.y);

          cairo_move_to (cr, (double) extents.x / PANGO_SCALE, *y + baseline / PANGO_SCALE);
          pango_cairo_show_layout_line (cr, pango_layout_iter_get_line_readonly (iter));
        }
      *y += line_height;
    }
  while (pango_layout_iter_next_line (iter));

  pango_layout_iter_free (iter);
  return -1;
}

/* Fills a page from @position on, and leaves there where the next one begins. It is
 * the same whether it is drawn or only counted. Returns whether that was the last. */
static gboolean
fill_page (Printing *printing, GtkPrintContext *context, Position *position, cairo_t *cr)
{
  double height = gtk_print_context_get_height (context) - FOOT_HEIGHT;
  double y = 0;

  for (; position->item < printing->items->len; position->item++, position->paragraph = 0)
    {
      GPtrArray *document = get_document (printing, position->item);

      for (; position->paragraph < document->len; position->paragraph++)
        {
          const TogParagraph *paragraph = g_ptr_array_index (document, position->paragraph);
          gboolean leads = paragraph->style <= TOG_PARAGRAPH_AUTHOR;
          g_autoptr (PangoLayout) layout = layout_new (context, paragraph->style, paragraph->text);
          gboolean is_first = y <= 0;

          if (!is_first && position->line == 0)
            y += looks[paragraph->style].space_above;
          if (leads && !is_first && position->line == 0 &&
              y + measure_height (layout) + MIN_BELOW_HEADING > height)
            return FALSE;
          position->line = add_lines (layout, position->line, &y, height, cr);
          if (position->line >= 0)
            return FALSE;
          position->line = 0;
        }
    }
  return TRUE;
}

static gboolean
paginate_cb (GtkPrintOperation *operation, GtkPrintContext *context, Printing *printing)
{
  g_array_append_val (printing->starts, printing->next);
  if (!fill_page (printing, context, &printing->next, NULL))
    return FALSE;

  gtk_print_operation_set_n_pages (operation, (int) printing->starts->len);
  return TRUE;
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, Printing *printing)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  Position position = g_array_index (printing->starts, Position, page);
  /* Translators: at the foot of a printed page: "Page 3 of 12". */
  g_autofree char *foot = g_strdup_printf (_ ("Page %d of %u"), page + 1, printing->starts->len);
  g_autoptr (PangoLayout) layout = layout_new (context, TOG_PARAGRAPH_CAPTION, foot);
  double y = gtk_print_context_get_height (context) - looks[TOG_PARAGRAPH_CAPTION].size * 2;

  cairo_set_source_rgb (cr, 0, 0, 0);
  fill_page (printing, context, &position, cr);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  cairo_move_to (cr, 0, y);
  pango_cairo_show_layout (cr, layout);
}

static GtkPageSetup *
page_setup_new (void)
{
  GtkPageSetup *setup = gtk_page_setup_new ();

  gtk_page_setup_set_top_margin (setup, MARGIN_MM, GTK_UNIT_MM);
  gtk_page_setup_set_bottom_margin (setup, MARGIN_MM, GTK_UNIT_MM);
  gtk_page_setup_set_left_margin (setup, MARGIN_MM, GTK_UNIT_MM);
  gtk_page_setup_set_right_margin (setup, MARGIN_MM, GTK_UNIT_MM);
  return setup;
}

/**
 * tog_history_print_new:
 * @items: (element-type TogHistoryItem): one or more
 * @home: (nullable): where groups have their names
 * @name: what the document is called, and the proposed file
 *
 * A document that is good to read, to be printed or made a PDF of.
 *
 * Returns: (transfer full): what prints it, to be run
 */
GtkPrintOperation *
tog_history_print_new (GPtrArray *items, TogHome *home, const char *name)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPrintSettings) settings = gtk_print_settings_new ();
  g_autoptr (GtkPageSetup) page_setup = page_setup_new ();
  g_autofree char *file_name = tog_file_dup_base_name (name);
  Printing *printing = g_new0 (Printing, 1);

  printing->items = g_ptr_array_ref (items);
  g_set_object (&printing->home, home);
  printing->zone = tog_format_get_local_zone ();
  printing->now = tog_format_get_now ();
  printing->starts = g_array_new (FALSE, FALSE, sizeof (Position));
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, name);
  gtk_print_settings_set (settings, GTK_PRINT_SETTINGS_OUTPUT_BASENAME, file_name);
  gtk_print_operation_set_print_settings (operation, settings);
  gtk_print_operation_set_default_page_setup (operation, page_setup);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect (operation, "paginate", G_CALLBACK (paginate_cb), printing);
  g_signal_connect_data (operation,
                         "draw-page",
                         G_CALLBACK (draw_page_cb),
                         printing,
                         (GClosureNotify) (GCallback) printing_free,
                         0);
  return operation;
}

/* Of a file, which one; what became of a sheet of paper is in the printer. */
static void
say_printed (GtkPrintOperation *operation, TogWindow *window)
{
  GtkPrintSettings *settings = gtk_print_operation_get_print_settings (operation);
  const char *uri = gtk_print_settings_get (settings, GTK_PRINT_SETTINGS_OUTPUT_URI);
  g_autoptr (GFile) file = uri != NULL ? g_file_new_for_uri (uri) : NULL;

  if (file != NULL)
    tog_window_add_toast (window, tog_file_toast_new (file));
  else
    tog_window_show_message (window, _ ("Sent to the printer"));
}

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, GtkWidget *widget)
{
  g_autoptr (GError) error = NULL;
  GtkRoot *root = gtk_widget_get_root (widget);

  if (!TOG_IS_WINDOW (root))
    return;
  if (result == GTK_PRINT_OPERATION_RESULT_APPLY)
    {
      say_printed (operation, TOG_WINDOW (root));
      return;
    }
  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  tog_window_show_message (TOG_WINDOW (root), error->message);
}

/**
 * tog_history_print:
 * @widget: in whose window it is asked how to print, and said what went wrong
 *
 * Prints sessions as tog_history_print_new() has them.
 */
void
tog_history_print (GtkWidget *widget, GPtrArray *items, TogHome *home, const char *name)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autoptr (GtkPrintOperation) operation = tog_history_print_new (items, home, name);

  g_signal_connect_object (operation, "done", G_CALLBACK (done_cb), widget, 0);
  gtk_print_operation_run (operation,
                           GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           root != NULL ? GTK_WINDOW (root) : NULL,
                           NULL);
}
