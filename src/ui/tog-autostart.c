#include "config.h"

#include "tog-autostart.h"

/* Without a window: it would be in the way at each login. */
#define ENTRY                                                                                      \
  "[Desktop Entry]\n"                                                                              \
  "Type=Application\n"                                                                             \
  "Name=Together Scheduler\n"                                                                      \
  "Icon=org.together.Scheduler\n"                                                                  \
  "Exec=together-scheduler --gapplication-service\n"                                               \
  "DBusActivatable=false\n"

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_file_delete_finish (G_FILE (source), result, &error) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_clear_error (&error);
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_task_return_error (task, error);
}

/**
 * tog_autostart_set_async:
 * @enabled: whether the app is to be started at login
 *
 * Sees to that by a file of the user's, as the Desktop Application Autostart
 * Specification of freedesktop.org says: for desktops that have no portal to ask.
 */
void
tog_autostart_set_async (gboolean enabled,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autofree char *folder = g_build_filename (g_get_user_config_dir (), "autostart", NULL);
  g_autoptr (GFile) file =
      g_file_new_build_filename (folder, "org.together.Scheduler.desktop", NULL);
  g_autoptr (GBytes) contents = g_bytes_new_static (ENTRY, sizeof (ENTRY) - 1);
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tog_autostart_set_async);
  if (!enabled)
    {
      g_file_delete_async (file, G_PRIORITY_DEFAULT, cancellable, deleted_cb, task);
      return;
    }
  /* If it can't be made, writing tells why. */
  g_mkdir_with_parents (folder, 0700);
  g_file_replace_contents_bytes_async (
      file, contents, NULL, FALSE, G_FILE_CREATE_NONE, cancellable, written_cb, task);
}

/**
 * tog_autostart_set_finish:
 * @error: return location for a %G_IO_ERROR
 *
 * Returns: whether it is as it is to be
 */
gboolean
tog_autostart_set_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_autostart_set_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
