#include "config.h"

#include "tog-background.h"

#include "tog-autostart.h"
#include "tog-background-portal.h"

#include <glib/gi18n.h>

#define KEY "run-in-background"

struct _TogBackground
{
  GObject parent_instance;

  GApplication *application; /* (not owned): outlives this */
  TogAccounts *accounts;     /* (owned) */
  GSettings *settings;       /* (owned) (nullable): where the schema is installed */
  gboolean enabled;
  gboolean holding;
};

enum
{
  PROP_ENABLED = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TogBackground, tog_background, G_TYPE_OBJECT)

static void
set_holding (TogBackground *self, gboolean holding)
{
  if (self->holding == holding)
    return;
  self->holding = holding;
  if (holding)
    g_application_hold (self->application);
  else
    g_application_release (self->application);
}

/* Without an account there is nothing to remind of. */
static void
update (TogBackground *self)
{
  set_holding (self, self->enabled && tog_accounts_get_current (self->accounts) != NULL);
}

static void
set_enabled (TogBackground *self, gboolean enabled)
{
  if (self->enabled == enabled)
    return;
  self->enabled = enabled;
  if (self->settings != NULL)
    g_settings_set_boolean (self->settings, KEY, enabled);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENABLED]);
}

static void
tog_background_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_ENABLED)
    g_value_set_boolean (value, TOG_BACKGROUND (object)->enabled);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
tog_background_dispose (GObject *object)
{
  TogBackground *self = TOG_BACKGROUND (object);

  set_holding (self, FALSE);
  g_clear_object (&self->settings);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (tog_background_parent_class)->dispose (object);
}

static void
tog_background_class_init (TogBackgroundClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tog_background_dispose;
  object_class->get_property = tog_background_get_property;

  properties[PROP_ENABLED] =
      g_param_spec_boolean ("enabled",
                            NULL,
                            NULL,
                            FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tog_background_init (TogBackground *self)
{
}

/**
 * tog_background_new:
 * @application: what to keep; it has to outlive this
 * @settings: (nullable): where the user's wish is kept
 */
TogBackground *
tog_background_new (GApplication *application, TogAccounts *accounts, GSettings *settings)
{
  TogBackground *self = g_object_new (TOG_TYPE_BACKGROUND, NULL);

  self->application = application;
  self->accounts = g_object_ref (accounts);
  if (settings != NULL)
    {
      self->settings = g_object_ref (settings);
      self->enabled = g_settings_get_boolean (settings, KEY);
    }
  g_signal_connect_object (
      accounts, "notify::current", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}

/**
 * tog_background_get_enabled:
 *
 * Returns: whether the user wants the app to stay
 */
gboolean
tog_background_get_enabled (TogBackground *self)
{
  g_return_val_if_fail (TOG_IS_BACKGROUND (self), FALSE);

  return self->enabled;
}

/* It stays now also where it can't be started at the next login, which is told. */
static void
autostart_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  gboolean enabled = GPOINTER_TO_INT (g_task_get_task_data (task));
  g_autoptr (GError) error = NULL;

  set_enabled (g_task_get_source_object (task), enabled);
  if (tog_autostart_set_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task,
                             G_IO_ERROR,
                             G_IO_ERROR_FAILED,
                             enabled ? _ ("The app stays until you log out, but can’t be started "
                                          "at login: %s")
                                     : _ ("The app is still started at login: %s"),
                             error->message);
}

static void
requested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogBackground *self = g_task_get_source_object (task);
  gboolean enabled = GPOINTER_TO_INT (g_task_get_task_data (task));
  g_autoptr (GError) error = NULL;
  gboolean allowed = tog_background_portal_request_finish (result, &error);

  /* With nobody to ask, what the user says is all it takes. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      tog_autostart_set_async (enabled, NULL, autostart_set_cb, g_steal_pointer (&task));
      return;
    }
  if (!allowed && enabled)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  set_enabled (self, enabled);
  g_task_return_boolean (task, TRUE);
}

/**
 * tog_background_enable_async:
 * @parent: (nullable): the window over which the desktop may ask
 */
void
tog_background_enable_async (TogBackground *self,
                             gboolean enabled,
                             GtkWindow *parent,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  GDBusConnection *bus = g_application_get_dbus_connection (self->application);

  g_task_set_source_tag (task, tog_background_enable_async);
  g_task_set_task_data (task, GINT_TO_POINTER (enabled), NULL);
  if (bus == NULL)
    {
      set_enabled (self, enabled);
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  tog_background_portal_request_async (bus, parent, enabled, NULL, requested_cb, task);
}

/**
 * tog_background_enable_finish:
 * @error: return location for %G_IO_ERROR_PERMISSION_DENIED
 *
 * Returns: whether it is as the user wants it
 */
gboolean
tog_background_enable_finish (TogBackground *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tog_background_enable_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
