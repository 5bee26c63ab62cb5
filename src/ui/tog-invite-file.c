#include "config.h"

#include "tog-invite-file.h"

#include "tog-file-save.h"
#include "tog-window.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  GtkWidget *widget;         /* (owned): whose window says how it went */
  char *name;                /* (owned): the proposed file name */
  GBytes *contents;          /* (owned) (nullable): once it is loaded */
  GCancellable *cancellable; /* (owned) */
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->widget);
  g_object_unref (saving->cancellable);
  g_clear_pointer (&saving->contents, g_bytes_unref);
  g_free (saving->name);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

/* In a sandbox only the portal knows, which asks the user. */
static gboolean
has_calendar (void)
{
  g_autolist (GAppInfo) apps = NULL;

  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    return TRUE;
  apps = g_app_info_get_recommended_for_type ("text/calendar");
  return apps != NULL;
}

static void
save (Saving *saving)
{
  tog_file_save (saving->widget,
                 _ ("Save Calendar Invite"),
                 saving->name,
                 saving->contents,
                 saving->cancellable);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;

  if (!gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    save (saving);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;
  GtkRoot *root = gtk_widget_get_root (saving->widget);
  g_autofree char *uri = g_file_get_uri (G_FILE (source));
  GCancellable *cancellable = saving->cancellable;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error) && root != NULL)
    gtk_show_uri_full (GTK_WINDOW (root),
                       uri,
                       GDK_CURRENT_TIME,
                       cancellable,
                       opened_cb,
                       g_steal_pointer (&saving));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    save (saving);
}

/* For the calendar app to read, where it is gone once the user logs out. */
static void
open (Saving *saving)
{
  g_autofree char *folder =
      g_build_filename (g_get_user_runtime_dir (), "together-scheduler", NULL);
  g_autoptr (GFile) file = g_file_new_build_filename (folder, saving->name, NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      save (saving);
      saving_free (saving);
      return;
    }
  g_file_replace_contents_bytes_async (file,
                                       saving->contents,
                                       NULL,
                                       FALSE,
                                       G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION,
                                       saving->cancellable,
                                       written_cb,
                                       saving);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;
  GtkRoot *root = gtk_widget_get_root (saving->widget);
  char *text = tog_account_load_invite_finish (TOG_ACCOUNT (source), result, &error);

  if (text == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && TOG_IS_WINDOW (root))
        tog_window_show_message (TOG_WINDOW (root), error->message);
      return;
    }
  saving->contents = g_bytes_new_take (text, strlen (text));
  if (has_calendar ())
    open (g_steal_pointer (&saving));
  else
    save (saving);
}

/**
 * tog_invite_file_open:
 *
 * @widget: whose window says how it went
 * @session: one that is scheduled
 *
 * Opens a session's invite in the calendar app, which asks whether to add it; where
 * there is none, the invite is saved to a file.
 */
void
tog_invite_file_open (GtkWidget *widget,
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
