#include "config.h"

#include "tog-data-server.h"

#include <gmodule.h>

/* Where the module is; as with TOG_SERVER, a build names its own. */
static const char *
get_path (void)
{
  const char *said = g_getenv ("TOG_CALENDARS_MODULE");

  return said != NULL && *said != '\0' ? said : TOG_CALENDARS_MODULE;
}

/**
 * tog_data_server_is_installed:
 *
 * Returns: whether the app has its part for the data server; whether that can be loaded
 *   is only known by trying
 */
gboolean
tog_data_server_is_installed (void)
{
  return g_file_test (get_path (), G_FILE_TEST_EXISTS);
}

static const TogDataServer *
load (GError **error)
{
  GModule *module =
      g_module_open_full (get_path (), G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL, error);
  gpointer server;

  if (module == NULL)
    return NULL;
  /* The types that it and the libraries register can't be taken back. */
  g_module_make_resident (module);
  if (!g_module_symbol (module, TOG_DATA_SERVER_SYMBOL, &server) ||
      !g_str_equal (((const TogDataServer *) server)->version, TOG_VERSION))
    {
      g_set_error_literal (error,
                           G_MODULE_ERROR,
                           G_MODULE_ERROR_CHECK_FAILED,
                           "it belongs to another version of the app");
      return NULL;
    }
  return server;
}

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  const TogDataServer *server = load (&error);

  if (server != NULL)
    g_task_return_pointer (task, (gpointer) server, NULL);
  else
    g_task_return_error (task, error);
}

/**
 * tog_data_server_load_async:
 * @cancellable: (nullable): stops waiting for it
 *
 * Loads the data server's libraries, which then stay.
 */
void
tog_data_server_load_async (GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tog_data_server_load_async);
  g_task_run_in_thread (task, load_in_thread);
}

/**
 * tog_data_server_load_finish:
 * @result: what the callback got
 * @error: return location for what is missing, as the system's loader says it,
 *   %G_MODULE_ERROR_CHECK_FAILED where what is there is of another version, or
 *   %G_IO_ERROR_CANCELLED
 *
 * Returns: (nullable): what needs the libraries
 */
const TogDataServer *
tog_data_server_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_data_server_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
