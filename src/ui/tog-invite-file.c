#include "config.h"

#include "tog-invite-file.h"

#include "tog-window.h"

#include <glib/gi18n.h>
#include <string.h>

/* Characters; file systems take 255 bytes. */
#define MAX_NAME 60

typedef struct
{
  GtkWidget *widget;            /* (owned): whose window says how it went */
  GtkFileChooserNative *dialog; /* (owned) (nullable) */
  GFile *file;                  /* (owned) (nullable): where to */
  char *text;                   /* (owned) (nullable): what */
  char *name;                   /* (owned): the proposed file name */
  GCancellable *cancellable;    /* (owned) */
} Saving;

static void
saving_free (Saving *saving)
{
  g_clear_object (&saving->dialog);
  g_clear_object (&saving->widget);
  g_clear_object (&saving->file);
  g_clear_object (&saving->cancellable);
  g_free (saving->text);
  g_free (saving->name);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
say (Saving *saving, const char *message)
{
  GtkRoot *root = gtk_widget_get_root (saving->widget);

  if (TOG_IS_WINDOW (root))
    tog_window_show_message (TOG_WINDOW (root), message);
}

static void
replaced_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  g_autofree char *name = g_file_get_basename (saving->file);

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    message = g_strdup_printf (_ ("Saved as %s"), name);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    message = g_strdup_printf (_ ("The invite could not be saved: %s"), error->message);

  if (message != NULL)
    say (saving, message);
}

static void
dialog_response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;

  if (response != GTK_RESPONSE_ACCEPT)
    return;

  saving->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_file_replace_contents_async (saving->file,
                                 saving->text,
                                 strlen (saving->text),
                                 NULL,
                                 FALSE,
                                 G_FILE_CREATE_NONE,
                                 saving->cancellable,
                                 replaced_cb,
                                 saving);
  g_steal_pointer (&saving);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;
  GtkRoot *root = gtk_widget_get_root (saving->widget);

  saving->text = tog_account_load_invite_finish (TOG_ACCOUNT (source), result, &error);
  if (saving->text == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        say (saving, error->message);
      return;
    }
  if (root == NULL)
    return;

  saving->dialog = gtk_file_chooser_native_new (
      _ ("Save Calendar Invite"), GTK_WINDOW (root), GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (saving->dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (saving->dialog), saving->name);
  g_signal_connect (saving->dialog, "response", G_CALLBACK (dialog_response_cb), saving);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (saving->dialog));
  g_steal_pointer (&saving);
}

/**
 * tog_invite_file_dup_name:
 * @title: a session's
 *
 * A name for the file of its invite that is valid wherever the file may be
 * copied to: a title may hold what separates folders.
 */
char *
tog_invite_file_dup_name (const char *title)
{
  g_autofree char *name = g_utf8_substring (title, 0, MIN (g_utf8_strlen (title, -1), MAX_NAME));

  g_strdelimit (name, "/\\:*?\"<>|", '-');
  g_strstrip (name);
  if (name[0] == '.')
    name[0] = '-';

  return g_strconcat (*name != '\0' ? name : "session", ".ics", NULL);
}

/**
 * tog_invite_file_save:
 */
void
tog_invite_file_save (GtkWidget *widget,
                      TogAccount *account,
                      TogSession *session,
                      GCancellable *cancellable)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->widget = g_object_ref (widget);
  saving->cancellable = g_object_ref (cancellable);
  saving->name = tog_invite_file_dup_name (session->title);
  tog_account_load_invite_async (account, session->id, cancellable, loaded_cb, saving);
}
