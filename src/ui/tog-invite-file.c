#include "config.h"

#include "tog-invite-file.h"

#include "tog-file-save.h"
#include "tog-window.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  GtkWidget *widget;         /* (owned): whose window says how it went */
  char *name;                /* (owned): the proposed file name */
  GCancellable *cancellable; /* (owned) */
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->widget);
  g_object_unref (saving->cancellable);
  g_free (saving->name);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) contents = NULL;
  GtkRoot *root = gtk_widget_get_root (saving->widget);
  char *text = tog_account_load_invite_finish (TOG_ACCOUNT (source), result, &error);

  if (text == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && TOG_IS_WINDOW (root))
        tog_window_show_message (TOG_WINDOW (root), error->message);
      return;
    }
  contents = g_bytes_new_take (text, strlen (text));
  tog_file_save (
      saving->widget, _ ("Save Calendar Invite"), saving->name, contents, saving->cancellable);
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
  saving->name = tog_file_dup_name (session->title, "ics");
  tog_account_load_invite_async (account, session->id, cancellable, loaded_cb, saving);
}
