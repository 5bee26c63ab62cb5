#include "config.h"

#include "tog-history-output.h"

#include "tog-format.h"
#include "tog-history-export.h"
#include "tog-history-print.h"
#include "tog-window.h"

#include <glib/gi18n.h>

typedef struct
{
  GtkWidget *widget; /* (owned) */
  char *format;      /* (owned) (nullable) */
} Output;

static void
output_free (Output *output)
{
  g_object_unref (output->widget);
  g_free (output->format);
  g_free (output);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Output, output_free)

/* Many have the same title; the day comes first, where no long title cuts it off. */
static char *
dup_name (TogSession *session)
{
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  g_autofree char *day = tog_day_format (tog_zone_to_wall (zone, session->slot.start).day);

  return g_strdup_printf ("%s %s", day, session->title);
}

static void
put_out (GtkWidget *widget,
         TogAccount *account,
         GPtrArray *items,
         const char *name,
         const char *format)
{
  TogExportFormat file_format;

  if (format == NULL)
    tog_history_print (widget, items, tog_account_get_home (account), name);
  else if (tog_export_format_from_string (format, &file_format))
    tog_history_save (widget, items, file_format, name);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Output) output = user_data;
  TogAccount *account = TOG_ACCOUNT (source);
  GtkRoot *root = gtk_widget_get_root (output->widget);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = tog_account_load_history_finish (account, result, &error);
  g_autofree char *name = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !TOG_IS_WINDOW (root))
    return;
  if (items == NULL)
    {
      tog_window_show_message (TOG_WINDOW (root), error->message);
      return;
    }
  /* Translators: what a file or printed document of sessions is called; %s is the
   * organization's name. */
  name = g_strdup_printf (_ ("Sessions at %s"), tog_account_get_name (account));
  put_out (output->widget, account, items, name, output->format);
}

/**
 * tog_history_output_item:
 */
void
tog_history_output_item (GtkWidget *widget,
                         TogAccount *account,
                         TogHistoryItem *item,
                         const char *format)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *name = dup_name (item->session);

  g_ptr_array_add (items, g_object_ref (item));
  put_out (widget, account, items, name, format);
}

/**
 * tog_history_output_all:
 * @filter: which
 * @cancellable: of reading them
 */
void
tog_history_output_all (GtkWidget *widget,
                        TogAccount *account,
                        const TogSessionFilter *filter,
                        const char *format,
                        GCancellable *cancellable)
{
  Output *output = g_new0 (Output, 1);

  output->widget = g_object_ref (widget);
  output->format = g_strdup (format);
  tog_account_load_history_async (account, filter, cancellable, loaded_cb, output);
}
