#include "config.h"

#include "tog-file-save.h"

#include "tog-window.h"

#include <glib/gi18n.h>

/* Characters; file systems take 255 bytes. */
#define MAX_NAME 60

typedef struct
{
  GtkWidget *widget;            /* (owned): whose window says how it went */
  GtkFileChooserNative *dialog; /* (owned) (nullable) */
  GFile *file;                  /* (owned) (nullable): where to */
  GBytes *contents;             /* (owned) */
  GCancellable *cancellable;    /* (owned) (nullable) */
} Saving;

static void
saving_free (Saving *saving)
{
  g_clear_object (&saving->dialog);
  g_clear_object (&saving->widget);
  g_clear_object (&saving->file);
  g_clear_object (&saving->cancellable);
  g_bytes_unref (saving->contents);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error) && TOG_IS_WINDOW (source))
    tog_window_show_message (TOG_WINDOW (source), error->message);
}

static void
open_cb (AdwToast *toast, GFile *file)
{
  GtkWindow *window =
      gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ()));
  g_autofree char *uri = g_file_get_uri (file);

  if (window != NULL)
    gtk_show_uri_full (window, uri, GDK_CURRENT_TIME, NULL, shown_cb, NULL);
}

static void
unref_notify (gpointer data, GClosure *closure)
{
  g_object_unref (data);
}

/**
 * tog_file_toast_new:
 * @file: which was written
 *
 * Returns: (transfer full): what says so, and opens it if that is wanted
 */
AdwToast *
tog_file_toast_new (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *text = g_strdup_printf (_ ("Saved as %s"), name);
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_button_label (toast, _ ("Open"));
  g_signal_connect_data (
      toast, "button-clicked", G_CALLBACK (open_cb), g_object_ref (file), unref_notify, 0);
  return toast;
}

static void
replaced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  g_autofree char *name = g_file_get_basename (saving->file);
  GtkRoot *root = gtk_widget_get_root (saving->widget);
  gboolean is_saved = g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);

  if (!TOG_IS_WINDOW (root) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (is_saved)
    {
      tog_window_add_toast (TOG_WINDOW (root), tog_file_toast_new (saving->file));
      return;
    }
  message = g_strdup_printf (_ ("%s could not be saved: %s"), name, error->message);
  tog_window_show_message (TOG_WINDOW (root), message);
}

static void
dialog_response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;

  if (response != GTK_RESPONSE_ACCEPT)
    return;

  saving->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_file_replace_contents_bytes_async (saving->file,
                                       saving->contents,
                                       NULL,
                                       FALSE,
                                       G_FILE_CREATE_NONE,
                                       saving->cancellable,
                                       replaced_cb,
                                       saving);
  g_steal_pointer (&saving);
}

/**
 * tog_file_save:
 * @title: of the dialog
 * @name: what is proposed to call the file
 */
void
tog_file_save (GtkWidget *widget,
               const char *title,
               const char *name,
               GBytes *contents,
               GCancellable *cancellable)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  Saving *saving;

  if (root == NULL)
    return;

  saving = g_new0 (Saving, 1);
  saving->widget = g_object_ref (widget);
  saving->contents = g_bytes_ref (contents);
  g_set_object (&saving->cancellable, cancellable);
  saving->dialog = gtk_file_chooser_native_new (
      title, GTK_WINDOW (root), GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (saving->dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (saving->dialog), name);
  g_signal_connect (saving->dialog, "response", G_CALLBACK (dialog_response_cb), saving);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (saving->dialog));
}

/**
 * tog_file_dup_base_name:
 * @title: a session's
 *
 * A name for a file, to which an extension is added, that is valid wherever the file may
 * be copied to: a title may hold what separates folders.
 */
char *
tog_file_dup_base_name (const char *title)
{
  g_autofree char *name = g_utf8_substring (title, 0, MIN (g_utf8_strlen (title, -1), MAX_NAME));

  g_strdelimit (name, "/\\:*?\"<>|", '-');
  g_strstrip (name);
  if (name[0] == '.')
    name[0] = '-';

  return g_strdup (*name != '\0' ? name : "session");
}

/**
 * tog_file_dup_name:
 * @extension: without the dot
 *
 * As tog_file_dup_base_name(), with the extension.
 */
char *
tog_file_dup_name (const char *title, const char *extension)
{
  g_autofree char *name = tog_file_dup_base_name (title);

  return g_strdup_printf ("%s.%s", name, extension);
}
