#include "config.h"

#include "tog-account-private.h"

#include <glib/gi18n.h>

#define POLL_INTERVAL 15000

/* Clocks that differ by less are taken for equal: an answer is under way for a
 * while, too. */
#define CLOCK_TOLERANCE TOG_MINUTE

G_DEFINE_FINAL_TYPE (TogAccount, tog_account, G_TYPE_OBJECT)

enum
{
  PROP_NAME = 1,
  PROP_IS_DEMO,
  PROP_ONLINE,
  PROP_NEEDS_TOKEN,
  PROP_UPDATED_AT,
  PROP_HOME,
  PROP_NOTICE,
  PROP_STORAGE_NOTICE,
  PROP_SYNC_PROGRESS,
  PROP_SYNC_NOTICE,
  PROP_N_UNREADABLE,
  N_PROPS
};

enum
{
  MATCH_CHANGED,
  GROUP_CHANGED,
  TIMES_CHANGED,
  TITLES_CHANGED,
  SESSION_CHANGED,
  HISTORY_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static TogInstant
get_desktop_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* How long this computer has been running, sleep included: nobody can set that. */
static gint64
get_uptime (void)
{
  struct timespec uptime = { 0 };

  clock_gettime (CLOCK_BOOTTIME, &uptime);
  return uptime.tv_sec;
}

static const TogKnown *
get_known (TogAccount *self, const char *key)
{
  return g_hash_table_lookup (self->known, key);
}

static const TogKnown *
get_known_team (TogAccount *self, const TogTeamKind *kind, const char *id)
{
  g_autofree char *key = g_strconcat (kind->key, id, NULL);

  return get_known (self, key);
}

static gpointer
peek_team (TogAccount *self, const TogTeamKind *kind, const char *id)
{
  g_autofree char *key = g_strconcat (kind->key, id, NULL);

  return tog_account_overlay (self, key);
}

static TogInstant
peek_team_age (TogAccount *self, const TogTeamKind *kind, const char *id)
{
  const TogKnown *known = get_known_team (self, kind, id);

  return known != NULL ? known->fetched_at : 0;
}

/**
 * tog_account_emit_team_changed:
 * @key: of the store
 *
 * Tells that a match or group is another now; of other keys nothing.
 */
void
tog_account_emit_team_changed (TogAccount *self, const char *key)
{
  const char *match_key = TOG_TEAM_KIND_MATCH.key;
  const char *group_key = TOG_TEAM_KIND_GROUP.key;

  if (g_str_has_prefix (key, match_key))
    g_signal_emit (self, signals[MATCH_CHANGED], 0, key + strlen (match_key));
  else if (g_str_has_prefix (key, group_key))
    g_signal_emit (self, signals[GROUP_CHANGED], 0, key + strlen (group_key));
}

static void
tog_account_dispose (GObject *object)
{
  TogAccount *self = TOG_ACCOUNT (object);

  tog_account_close (self);
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  if (self->drafts != NULL)
    g_signal_handlers_disconnect_by_data (self->drafts, self);
  if (self->outbox != NULL)
    g_signal_handlers_disconnect_by_data (self->outbox, self);
  g_clear_object (&self->session_calendar);
  g_clear_object (&self->share);
  g_clear_object (&self->outbox);
  g_clear_object (&self->store);
  g_clear_object (&self->drafts);

  G_OBJECT_CLASS (tog_account_parent_class)->dispose (object);
}

static void
tog_account_finalize (GObject *object)
{
  TogAccount *self = TOG_ACCOUNT (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->host);
  g_free (self->notice);
  g_free (self->store_trouble);
  g_free (self->drafts_trouble);
  g_free (self->change_token);
  g_free (self->overlay_signature);
  g_free (self->unsent_signature);
  g_clear_error (&self->connect_error);
  g_clear_error (&self->failure);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->overlaid, g_hash_table_unref);
  g_clear_object (&self->closed);
  g_clear_pointer (&self->sync, tog_sync_free);
  g_clear_pointer (&self->times_ahead, tog_times_ahead_free);

  G_OBJECT_CLASS (tog_account_parent_class)->finalize (object);
}

static void
tog_account_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TogAccount *self = TOG_ACCOUNT (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, tog_account_get_name (self));
      break;
    case PROP_IS_DEMO:
      g_value_set_boolean (value, self->is_demo);
      break;
    case PROP_ONLINE:
      g_value_set_boolean (value, self->online);
      break;
    case PROP_NEEDS_TOKEN:
      g_value_set_boolean (value, self->needs_token);
      break;
    case PROP_UPDATED_AT:
      g_value_set_int64 (value, tog_account_get_updated_at (self));
      break;
    case PROP_HOME:
      g_value_set_object (value, tog_account_get_home (self));
      break;
    case PROP_NOTICE:
      g_value_set_string (value, self->notice);
      break;
    case PROP_STORAGE_NOTICE:
      g_value_set_string (value, tog_account_get_storage_notice (self));
      break;
    case PROP_SYNC_PROGRESS:
      g_value_set_double (value, tog_account_get_sync_progress (self));
      break;
    case PROP_SYNC_NOTICE:
      g_value_set_string (value, tog_account_get_sync_notice (self));
      break;
    case PROP_N_UNREADABLE:
      g_value_set_uint (value, tog_account_get_n_unreadable (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static guint
signal_new_with_id (const char *name)
{
  return g_signal_new (name,
                       TOG_TYPE_ACCOUNT,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       1,
                       G_TYPE_STRING);
}

static void
tog_account_class_init (TogAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = tog_account_dispose;
  object_class->finalize = tog_account_finalize;
  object_class->get_property = tog_account_get_property;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_IS_DEMO] = g_param_spec_boolean ("is-demo", NULL, NULL, FALSE, flags);
  properties[PROP_ONLINE] = g_param_spec_boolean ("online", NULL, NULL, TRUE, flags);
  properties[PROP_NEEDS_TOKEN] = g_param_spec_boolean ("needs-token", NULL, NULL, FALSE, flags);
  properties[PROP_UPDATED_AT] =
      g_param_spec_int64 ("updated-at", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_HOME] = g_param_spec_object ("home", NULL, NULL, TOG_TYPE_HOME, flags);
  properties[PROP_NOTICE] = g_param_spec_string ("notice", NULL, NULL, NULL, flags);
  properties[PROP_STORAGE_NOTICE] = g_param_spec_string ("storage-notice", NULL, NULL, NULL, flags);
  properties[PROP_SYNC_PROGRESS] =
      g_param_spec_double ("sync-progress", NULL, NULL, 0, 1, 0, flags);
  properties[PROP_SYNC_NOTICE] = g_param_spec_string ("sync-notice", NULL, NULL, NULL, flags);
  properties[PROP_N_UNREADABLE] =
      g_param_spec_uint ("n-unreadable", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[MATCH_CHANGED] = signal_new_with_id ("match-changed");
  signals[GROUP_CHANGED] = signal_new_with_id ("group-changed");
  signals[TIMES_CHANGED] = signal_new_with_id ("times-changed");
  signals[SESSION_CHANGED] = signal_new_with_id ("session-changed");
  signals[TITLES_CHANGED] = g_signal_new (
      "titles-changed", TOG_TYPE_ACCOUNT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signal_new_with_id ("note-changed");
  signals[HISTORY_CHANGED] = g_signal_new (
      "history-changed", TOG_TYPE_ACCOUNT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tog_account_init (TogAccount *self)
{
  self->online = TRUE;
  self->poll_interval = POLL_INTERVAL;
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) tog_waiting_free);
  self->known =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) tog_known_free);
  self->overlaid = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->closed = g_cancellable_new ();
  self->sync = tog_sync_new (self);
  self->times_ahead = tog_times_ahead_new (self);
}

/**
 * tog_account_new:
 * @id: names it among this user's accounts
 * @name: what to call it before home is known
 * @host: whom errors name
 * @is_demo: whether it is the demo organization
 * @store: where it keeps what it has seen
 * @drafts: where it keeps what could not be sent yet
 *
 * Until somebody says otherwise the server is assumed to be there: a window that
 * begins with "offline" for the blink of an eye would only alarm.
 *
 * Returns: (transfer full): the account
 */
TogAccount *
tog_account_new (const char *id,
                 const char *name,
                 const char *host,
                 gboolean is_demo,
                 TogStore *store,
                 TogStore *drafts)
{
  TogAccount *self = g_object_new (TOG_TYPE_ACCOUNT, NULL);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->host = g_strdup (host);
  self->is_demo = is_demo;
  self->store = g_object_ref (store);
  self->drafts = g_object_ref (drafts);
  tog_account_watch_stores (self);
  self->outbox = tog_outbox_new (drafts, tog_account_prepare_item, tog_account_send_item, self);
  g_signal_connect_swapped (self->outbox, "changed", G_CALLBACK (tog_account_update_overlay), self);
  g_signal_connect_swapped (self->outbox, "changed", G_CALLBACK (tog_account_update_unsent), self);
  return self;
}

/**
 * tog_account_get_id:
 * @self: an account
 *
 * Returns: (transfer none): names it among this user's accounts, for good
 */
const char *
tog_account_get_id (TogAccount *self)
{
  g_return_val_if_fail (TOG_IS_ACCOUNT (self), NULL);

  return self->id;
}

TogStore *
tog_account_get_store (TogAccount *self)
{
  return self->store;
}

TogStore *
tog_account_get_drafts (TogAccount *self)
{
  return self->drafts;
}

/**
 * tog_account_get_name:
 * @self: an account
 *
 * Returns: (transfer none): the organization's name, for the header bar
 */
const char *
tog_account_get_name (TogAccount *self)
{
  TogHome *home;

  g_return_val_if_fail (TOG_IS_ACCOUNT (self), NULL);

  home = tog_account_get_home (self);
  return home != NULL ? home->me->organization_name : self->name;
}

gboolean
tog_account_get_is_demo (TogAccount *self)
{
  g_return_val_if_fail (TOG_IS_ACCOUNT (self), FALSE);

  return self->is_demo;
}

/**
 * tog_account_get_online:
 * @self: an account
 *
 * Returns: whether the last request that mattered got through
 */
gboolean
tog_account_get_online (TogAccount *self)
{
  g_return_val_if_fail (TOG_IS_ACCOUNT (self), FALSE);

  return self->online;
}

/**
 * tog_account_get_failure:
 * @self: an account
 *
 * Returns: (nullable): while it is not online, why, as a %TOG_ACCOUNT_ERROR
 */
const GError *
tog_account_get_failure (TogAccount *self)
{
  g_return_val_if_fail (TOG_IS_ACCOUNT (self), NULL);

  return self->failure;
}

/**
 * tog_account_get_needs_token:
 * @self: an account
 *
 * Returns: whether only signing in again helps
 */
gboolean
tog_account_get_needs_token (TogAccount *self)
{
  g_return_val_if_fail (TOG_IS_ACCOUNT (self), FALSE);

  return self->needs_token;
}

/**
 * tog_account_get_updated_at:
 * @self: an account
 *
 * Returns: when the server last confirmed home, be it by telling of no change; 0 for never
 */
TogInstant
tog_account_get_updated_at (TogAccount *self)
{
  const TogKnown *known;

  g_return_val_if_fail (TOG_IS_ACCOUNT (self), 0);

  known = get_known (self, TOG_KEY_HOME);
  if (known == NULL)
    return 0;
  return self->live && self->client != NULL
             ? MAX (known->fetched_at, tog_client_get_heard_at (self->client))
             : known->fetched_at;
}

/**
 * tog_account_get_now:
 * @self: an account
 *
 * What can still be booked is decided by the server's clock. Where this
 * computer's is wrong, or is set to a wrong time, times would be offered that are
 * refused.
 *
 * Returns: the present by the server's clock, as far as it is known
 */
TogInstant
tog_account_get_now (TogAccount *self)
{
  g_return_val_if_fail (TOG_IS_ACCOUNT (self), 0);

  return self->clock_base != 0 ? self->clock_base + get_uptime () : get_desktop_now ();
}

/**
 * tog_account_get_home:
 * @self: an account
 *
 * Returns: (transfer none) (nullable): the newest home known
 */
TogHome *
tog_account_get_home (TogAccount *self)
{
  g_return_val_if_fail (TOG_IS_ACCOUNT (self), NULL);

  return tog_account_overlay (self, TOG_KEY_HOME);
}

/**
 * tog_account_get_outbox:
 * @self: an account
 *
 * Returns: (transfer none): what the server doesn't have yet
 */
TogOutbox *
tog_account_get_outbox (TogAccount *self)
{
  g_return_val_if_fail (TOG_IS_ACCOUNT (self), NULL);

  return self->outbox;
}

/**
 * tog_account_get_notice:
 * @self: an account
 *
 * What the user should know about what is kept on this computer.
 *
 * Returns: (transfer none) (nullable): a sentence or two, or %NULL if all is well
 */
const char *
tog_account_get_notice (TogAccount *self)
{
  g_return_val_if_fail (TOG_IS_ACCOUNT (self), NULL);

  return self->notice;
}

/**
 * tog_account_dismiss_notice:
 * @self: an account
 *
 * The user has been told.
 */
void
tog_account_dismiss_notice (TogAccount *self)
{
  g_return_if_fail (TOG_IS_ACCOUNT (self));

  g_clear_pointer (&self->notice, g_free);
}

/**
 * tog_account_note_outcome:
 * @self: an account
 * @error: (nullable): what came of a request
 *
 * Notes whether the server is within reach, and whether it takes the token.
 */
void
tog_account_note_outcome (TogAccount *self, const GError *error)
{
  gboolean online = error == NULL || !tog_account_error_is_of_the_way (error);
  gboolean needs_token = g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_TOKEN);
  gboolean takes_token = error == NULL && self->needs_token;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if ((error == NULL || needs_token) && needs_token != self->needs_token)
    {
      self->needs_token = needs_token;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NEEDS_TOKEN]);
    }
  g_clear_error (&self->failure);
  if (!online)
    self->failure = g_error_copy (error);
  if (online == self->online && !takes_token)
    return;
  if (online != self->online)
    {
      self->online = online;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ONLINE]);
    }
  if (online)
    {
      tog_account_poll_now (self);
      tog_outbox_send_now (self->outbox);
    }
  else
    {
      tog_account_poll_soon (self);
    }
}

/**
 * tog_account_note_known:
 * @self: an account
 * @key: of the store
 * @known: (transfer full): the newest known
 * @changed: whether it is other than before, as opposed to confirmed
 *
 * Remembers something and tells whom it may concern.
 */
void
tog_account_note_known (TogAccount *self, const char *key, TogKnown *known, gboolean changed)
{
  TogKnown *before = g_hash_table_lookup (self->known, key);
  GObject *object = G_OBJECT (self);

  if (!changed && before != NULL)
    {
      /* Something newer may have come in while this was being confirmed. */
      if (g_strcmp0 (before->etag, known->etag) == 0)
        before->fetched_at = MAX (before->fetched_at, known->fetched_at);
      tog_known_free (known);
    }
  else
    {
      g_hash_table_insert (self->known, g_strdup (key), known);
      tog_account_forget_overlay (self, key);
    }

  g_object_freeze_notify (object);
  if (g_str_equal (key, TOG_KEY_HOME))
    {
      if (changed)
        {
          g_object_notify_by_pspec (object, properties[PROP_HOME]);
          g_object_notify_by_pspec (object, properties[PROP_NAME]);
        }
      g_object_notify_by_pspec (object, properties[PROP_UPDATED_AT]);
      tog_sync_go_on (self->sync);
    }
  else if (changed)
    {
      tog_account_emit_team_changed (self, key);
    }
  g_object_thaw_notify (object);
}

/**
 * tog_account_note_gone:
 * @self: an account
 * @key: of the store
 *
 * Forgets what the server does not have any more.
 */
void
tog_account_note_gone (TogAccount *self, const char *key)
{
  g_hash_table_remove (self->known, key);
  tog_account_forget_overlay (self, key);
}

/**
 * tog_account_note_clock:
 * @self: an account
 * @now: what the server's clock said in an answer that has just come in
 */
void
tog_account_note_clock (TogAccount *self, TogInstant now)
{
  TogInstant desktop_now = get_desktop_now ();
  gboolean is_right = ABS (now - desktop_now) <= CLOCK_TOLERANCE;

  self->clock_base = (is_right ? desktop_now : now) - get_uptime ();
}

/**
 * tog_account_peek_match:
 * @self: an account
 * @match_id: which
 *
 * Returns: (transfer none) (nullable): the newest match known, with its planned sessions
 */
TogMatch *
tog_account_peek_match (TogAccount *self, const char *match_id)
{
  g_return_val_if_fail (TOG_IS_ACCOUNT (self), NULL);

  return peek_team (self, &TOG_TEAM_KIND_MATCH, match_id);
}

/**
 * tog_account_peek_match_age:
 * @self: an account
 * @match_id: which
 *
 * Returns: when the server last confirmed what tog_account_peek_match() gives, 0
 *   for never
 */
TogInstant
tog_account_peek_match_age (TogAccount *self, const char *match_id)
{
  g_return_val_if_fail (TOG_IS_ACCOUNT (self), 0);

  return peek_team_age (self, &TOG_TEAM_KIND_MATCH, match_id);
}

/**
 * tog_account_peek_group:
 * @self: an account
 * @group_id: which
 *
 * Returns: (transfer none) (nullable): the newest group known, with its members and
 *   planned sessions
 */
TogGroup *
tog_account_peek_group (TogAccount *self, const char *group_id)
{
  g_return_val_if_fail (TOG_IS_ACCOUNT (self), NULL);

  return peek_team (self, &TOG_TEAM_KIND_GROUP, group_id);
}

/**
 * tog_account_peek_group_age:
 * @self: an account
 * @group_id: which
 *
 * Returns: when the server last confirmed what tog_account_peek_group() gives, 0
 *   for never
 */
TogInstant
tog_account_peek_group_age (TogAccount *self, const char *group_id)
{
  g_return_val_if_fail (TOG_IS_ACCOUNT (self), 0);

  return peek_team_age (self, &TOG_TEAM_KIND_GROUP, group_id);
}
