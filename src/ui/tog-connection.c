#include "config.h"

#include "tog-connection.h"

#include "tog-clock.h"
#include "tog-format.h"
#include "tog-team-load.h"

#include <glib/gi18n.h>

/* What is older than this is asked for again while somebody looks at it. */
#define OLD (5 * TOG_MINUTE)

struct _TogConnection
{
  GObject parent_instance;

  TogAccount *account;       /* (owned) */
  GCancellable *cancellable; /* (owned) */
  GError *error;             /* (owned) (nullable): why the last refresh failed */
  gboolean busy;
  guint n_kept; /* matches, then groups, of home whose page was asked for, too */
};

G_DEFINE_FINAL_TYPE (TogConnection, tog_connection, G_TYPE_OBJECT)

enum
{
  CHANGED,
  REFRESHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
emit_changed (TogConnection *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The newest of what went wrong. The account goes on asking by itself. */
static const GError *
get_error (TogConnection *self)
{
  const GError *failure = tog_account_get_failure (self->account);

  return failure != NULL ? failure : self->error;
}

/* That it was out of reach is over once anything got through. */
static void
online_changed_cb (TogConnection *self)
{
  if (tog_account_get_online (self->account) &&
      g_error_matches (self->error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OFFLINE))
    g_clear_error (&self->error);
  emit_changed (self);
}

static void keep_teams (TogConnection *self);

static void
team_kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogConnection) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogTeam) team = tog_team_load_finish (TOG_ACCOUNT (source), result, &error);

  /* One that can't be had now is asked for when somebody wants to see it. */
  if (team != NULL && self->account != NULL)
    keep_teams (self);
}

/* Home names all matches and groups; each one's page, too, should be there to be
 * read once the network is gone. They are asked for one after the other, once. */
static void
keep_teams (TogConnection *self)
{
  TogHome *home = tog_account_get_home (self->account);

  while (home != NULL && self->n_kept < home->matches->len + home->groups->len)
    {
      guint i = self->n_kept++;
      TogTeam *team = i < home->matches->len
                          ? g_ptr_array_index (home->matches, i)
                          : g_ptr_array_index (home->groups, i - home->matches->len);
      GType type = G_OBJECT_TYPE (team);

      if (tog_team_peek (self->account, type, team->id) == NULL)
        {
          tog_team_load_async (
              self->account, type, team->id, self->cancellable, team_kept_cb, g_object_ref (self));
          return;
        }
    }
}

static void
refresh_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogConnection) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean refreshed = tog_account_refresh_finish (TOG_ACCOUNT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->busy = FALSE;
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&error);
  emit_changed (self);

  if (refreshed)
    {
      g_signal_emit (self, signals[REFRESHED], 0);
      keep_teams (self);
    }
}

static void
minute_cb (TogConnection *self)
{
  tog_connection_refresh_if_old (self);
  if (!tog_connection_get_is_fine (self))
    emit_changed (self);
}

static void
tog_connection_dispose (GObject *object)
{
  TogConnection *self = TOG_CONNECTION (object);

  g_cancellable_cancel (self->cancellable);
  if (self->account != NULL)
    g_signal_handlers_disconnect_by_data (self->account, self);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (tog_connection_parent_class)->dispose (object);
}

static void
tog_connection_finalize (GObject *object)
{
  TogConnection *self = TOG_CONNECTION (object);

  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (tog_connection_parent_class)->finalize (object);
}

static void
tog_connection_class_init (TogConnectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tog_connection_dispose;
  object_class->finalize = tog_connection_finalize;

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[REFRESHED] = g_signal_new ("refreshed",
                                     G_TYPE_FROM_CLASS (klass),
                                     G_SIGNAL_RUN_LAST,
                                     0,
                                     NULL,
                                     NULL,
                                     NULL,
                                     G_TYPE_NONE,
                                     0);
}

static void
tog_connection_init (TogConnection *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * tog_connection_new:
 */
TogConnection *
tog_connection_new (TogAccount *account)
{
  TogConnection *self = g_object_new (TOG_TYPE_CONNECTION, NULL);

  self->account = g_object_ref (account);
  g_signal_connect_object (
      account, "notify::online", G_CALLBACK (online_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      account, "notify::updated-at", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_clock_get_default (), "minute", G_CALLBACK (minute_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * tog_connection_get_account:
 *
 * Returns: (transfer none)
 */
TogAccount *
tog_connection_get_account (TogConnection *self)
{
  return self->account;
}

/**
 * tog_connection_get_busy:
 *
 * Whether the server is being asked right now.
 */
gboolean
tog_connection_get_busy (TogConnection *self)
{
  return self->busy;
}

/**
 * tog_connection_get_is_fine:
 *
 * Whether there is nothing to say about the connection. An account that has
 * never yet been asked for news is given the benefit of the doubt.
 */
gboolean
tog_connection_get_is_fine (TogConnection *self)
{
  return get_error (self) == NULL;
}

/**
 * tog_connection_get_is_offline:
 *
 * Whether the server is out of reach.
 */
gboolean
tog_connection_get_is_offline (TogConnection *self)
{
  return g_error_matches (get_error (self), TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OFFLINE);
}

/**
 * tog_connection_get_needs_token:
 *
 * Whether only signing in again helps.
 */
gboolean
tog_connection_get_needs_token (TogConnection *self)
{
  return g_error_matches (get_error (self), TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TOKEN);
}

/**
 * tog_connection_get_error:
 *
 * What is the matter, fit to show.
 *
 * Returns: (nullable)
 */
const char *
tog_connection_get_error (TogConnection *self)
{
  const GError *error = get_error (self);

  return error != NULL ? error->message : NULL;
}

/**
 * tog_connection_dup_state:
 *
 * What is the matter, in a word or two: "Offline".
 */
char *
tog_connection_dup_state (TogConnection *self)
{
  if (tog_connection_get_needs_token (self))
    return g_strdup (_ ("Sign in again"));
  if (tog_connection_get_is_offline (self))
    return g_strdup (_ ("Offline"));

  /* Translators: the server did answer, but not with what was asked for. */
  return g_strdup (_ ("Update failed"));
}

/**
 * tog_connection_dup_summary:
 *
 * In one line what is the matter, and how old what is shown is: "Offline, last
 * updated 2 hours ago".
 */
char *
tog_connection_dup_summary (TogConnection *self)
{
  TogInstant updated_at = tog_account_get_updated_at (self->account);
  gint64 age = tog_format_get_now () - updated_at;
  gboolean is_offline = tog_connection_get_is_offline (self);
  g_autofree char *ago = NULL;

  /* That an update failed and came just now contradict each other to whoever reads it. */
  if (tog_connection_get_needs_token (self) || updated_at == 0 || (!is_offline && age < TOG_MINUTE))
    return tog_connection_dup_state (self);

  ago = tog_format_ago (age);
  if (is_offline)
    return g_strdup_printf (_ ("Offline, last updated %s"), ago);
  return g_strdup_printf (_ ("Update failed, last updated %s"), ago);
}

/**
 * tog_connection_refresh:
 *
 * Asks for news now, unless that is being done.
 */
void
tog_connection_refresh (TogConnection *self)
{
  g_return_if_fail (TOG_IS_CONNECTION (self));

  if (self->busy)
    return;

  self->busy = TRUE;
  emit_changed (self);
  tog_account_refresh_async (self->account, self->cancellable, refresh_cb, g_object_ref (self));
}

/**
 * tog_connection_refresh_if_old:
 *
 * Asks for news if the last ones are some minutes old, or the last attempt failed
 * in a way that time may heal.
 */
void
tog_connection_refresh_if_old (TogConnection *self)
{
  TogInstant age = tog_format_get_now () - tog_account_get_updated_at (self->account);

  g_return_if_fail (TOG_IS_CONNECTION (self));

  if (age >= OLD || (!tog_connection_get_is_fine (self) && !tog_connection_get_needs_token (self)))
    tog_connection_refresh (self);
}
