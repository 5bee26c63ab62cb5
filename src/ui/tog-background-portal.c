#include "config.h"

#include "tog-background-portal.h"

#include <glib/gi18n.h>
#ifdef GDK_WINDOWING_WAYLAND
#include <gdk/wayland/gdkwayland.h>
#endif
#ifdef GDK_WINDOWING_X11
#include <gdk/x11/gdkx.h>
#endif

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"

typedef struct
{
  GDBusConnection *bus; /* (owned) */
  GtkWindow *parent;    /* (owned) (nullable) */
  gboolean wanted;
  gboolean exported; /* whether the parent's handle has to be taken back */
  guint response_id; /* of the subscription */
} Request;

static void
request_free (Request *request)
{
#ifdef GDK_WINDOWING_WAYLAND
  if (request->exported)
    {
      GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (request->parent));

      if (surface != NULL)
        gdk_wayland_toplevel_unexport_handle (GDK_TOPLEVEL (surface));
    }
#endif
  if (request->response_id != 0)
    g_dbus_connection_signal_unsubscribe (request->bus, request->response_id);
  g_clear_object (&request->parent);
  g_clear_object (&request->bus);
  g_free (request);
}

/* Takes over the reference to @task; the subscription that holds it ends with it. */
static void
response_cb (GDBusConnection *bus,
             const char *sender,
             const char *path,
             const char *interface,
             const char *signal,
             GVariant *parameters,
             gpointer user_data)
{
  GTask *task = user_data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GVariant) results = NULL;
  gboolean allowed = FALSE;
  guint32 response;

  if (g_task_get_completed (task) ||
      !g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;
  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "background", "b", &allowed);
  if (response == 0 && (allowed || !request->wanted))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task,
                             G_IO_ERROR,
                             G_IO_ERROR_PERMISSION_DENIED,
                             _ ("The desktop’s settings don’t allow this app to run in the "
                                "background."));
  g_dbus_connection_signal_unsubscribe (bus, request->response_id);
  request->response_id = 0;
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply != NULL)
    return;
  if (request->response_id != 0)
    {
      guint id = request->response_id;

      request->response_id = 0;
      g_dbus_connection_signal_unsubscribe (request->bus, id);
    }
  if (!g_task_get_completed (task))
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "%s", error->message);
}

/* Where the answer will come to, which has to be known before it is asked for. */
static char *
make_request_path (GDBusConnection *bus, const char *token)
{
  g_autofree char *name = g_strdup (g_dbus_connection_get_unique_name (bus) + 1);

  g_strdelimit (name, ".", '_');
  return g_strdup_printf ("%s/request/%s/%s", PORTAL_PATH, name, token);
}

static void
call (GTask *task, const char *parent_handle)
{
  Request *request = g_task_get_task_data (task);
  const char *const command[] = { "together-scheduler", "--gapplication-service", NULL };
  g_autofree char *token = g_strdup_printf ("together%u", g_random_int ());
  g_autofree char *path = make_request_path (request->bus, token);
  GVariantBuilder options;

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (
      &options, "{sv}", "reason", g_variant_new_string (_ ("To remind you of sessions")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (request->wanted));
  /* Without a window: it would be in the way at each login. */
  g_variant_builder_add (&options, "{sv}", "commandline", g_variant_new_strv (command, -1));
  g_variant_builder_add (&options, "{sv}", "dbus-activatable", g_variant_new_boolean (FALSE));

  request->response_id = g_dbus_connection_signal_subscribe (request->bus,
                                                             PORTAL,
                                                             "org.freedesktop.portal.Request",
                                                             "Response",
                                                             path,
                                                             NULL,
                                                             G_DBUS_SIGNAL_FLAGS_NONE,
                                                             response_cb,
                                                             g_object_ref (task),
                                                             g_object_unref);
  g_dbus_connection_call (request->bus,
                          PORTAL,
                          PORTAL_PATH,
                          "org.freedesktop.portal.Background",
                          "RequestBackground",
                          g_variant_new ("(sa{sv})", parent_handle, &options),
                          G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NONE,
                          -1,
                          g_task_get_cancellable (task),
                          called_cb,
                          g_object_ref (task));
}

#ifdef GDK_WINDOWING_WAYLAND
static void
exported_cb (GdkToplevel *toplevel, const char *handle, gpointer user_data)
{
  GTask *task = user_data;
  g_autofree char *name = g_strconcat ("wayland:", handle, NULL);

  ((Request *) g_task_get_task_data (task))->exported = TRUE;
  call (task, name);
}
#endif

/**
 * tog_background_portal_request_async:
 * @parent: (nullable): the window over which the desktop may ask
 * @wanted: whether the app wants to stay
 */
void
tog_background_portal_request_async (GDBusConnection *bus,
                                     GtkWindow *parent,
                                     gboolean wanted,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);
  GdkSurface *surface = parent != NULL ? gtk_native_get_surface (GTK_NATIVE (parent)) : NULL;

  g_task_set_source_tag (task, tog_background_portal_request_async);
  g_task_set_task_data (task, request, (GDestroyNotify) request_free);
  request->bus = g_object_ref (bus);
  request->wanted = wanted;
  if (parent != NULL)
    request->parent = g_object_ref (parent);

#ifdef GDK_WINDOWING_WAYLAND
  if (GDK_IS_WAYLAND_TOPLEVEL (surface) &&
      gdk_wayland_toplevel_export_handle (
          GDK_TOPLEVEL (surface), exported_cb, g_object_ref (task), g_object_unref))
    return;
#endif
#ifdef GDK_WINDOWING_X11
  if (GDK_IS_X11_SURFACE (surface))
    {
      g_autofree char *name = g_strdup_printf ("x11:%lx", gdk_x11_surface_get_xid (surface));

      call (task, name);
      return;
    }
#endif
  call (task, "");
}

/**
 * tog_background_portal_request_finish:
 *
 * Returns: whether the app may stay, or was understood not to want to
 */
gboolean
tog_background_portal_request_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_background_portal_request_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
