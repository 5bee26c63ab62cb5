#include "config.h"

#include "tog-reminder-service.h"

#include "tog-account-private.h"
#include "tog-reminder-track.h"

/* Under which the store has what became of a session's reminders, before its id. */
#define KEY_PREFIX "reminder/"

struct _TogReminderService
{
  GObject parent_instance;

  TogAccount *account; /* (owned) */
  TogReminders reminders;
  gboolean has_reminders; /* whether these are the user's own choice */
  gboolean has_tracks;    /* whether what was kept has been read */
  gboolean loading;
  GHashTable *tracks;        /* (owned) (element-type utf8 TogReminderTrack): by session id */
  GCancellable *cancellable; /* (owned) */
};

enum
{
  DUE,
  GONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogReminderService, tog_reminder_service, G_TYPE_OBJECT)

static char *
make_key (const char *session_id)
{
  return g_strconcat (KEY_PREFIX, session_id, NULL);
}

static void
keep (TogReminderService *self, const char *session_id, const TogReminderTrack *track)
{
  g_autofree char *key = make_key (session_id);
  g_autofree char *track_text = tog_reminder_track_to_text (track);
  g_autofree char *text = g_strdup_printf ("%s %s", track_text, session_id);

  tog_store_save (tog_account_get_store (self->account),
                  key,
                  text,
                  NULL,
                  tog_account_get_now (self->account),
                  track->start);
}

static void
forget (TogReminderService *self, const char *session_id)
{
  g_autofree char *key = make_key (session_id);

  tog_store_remove (tog_account_get_store (self->account), key);
}

/* Who said that they don't come needs no reminder. */
static gboolean
wants_reminder (TogSession *session, const char *me)
{
  for (guint i = 0; i < session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (session->participants, i);

      if (g_str_equal (participant->member->id, me))
        return participant->answer != TOG_ANSWER_DECLINED;
    }
  return TRUE;
}

/* Home and a page may have been read at different times: the later change counts. */
static void
add_session (GHashTable *sessions, TogSession *session)
{
  TogSession *other;

  if (session == NULL)
    return;
  other = g_hash_table_lookup (sessions, session->id);
  if (other == NULL || session->sequence > other->sequence)
    g_hash_table_insert (sessions, session->id, session);
}

static void
add_team (GHashTable *sessions, TogTeam *team)
{
  if (team == NULL)
    return;
  if (team->next != NULL)
    add_session (sessions, team->next->session);
  for (guint i = 0; team->planned != NULL && i < team->planned->len; i++)
    add_session (sessions, ((TogPlannedSession *) g_ptr_array_index (team->planned, i))->session);
}

/* Adds what is known of a match or group. Returns: whether that is all of it */
static gboolean
add_known (GHashTable *sessions, TogTeam *team, TogTeam *page)
{
  add_team (sessions, team);
  add_team (sessions, page);
  return page != NULL;
}

/* (transfer container) (element-type utf8 TogSession); @all says whether there are
 * no others. */
static GHashTable *
list_sessions (TogReminderService *self, TogHome *home, gboolean *all)
{
  GHashTable *sessions = g_hash_table_new (g_str_hash, g_str_equal);

  *all = TRUE;
  add_session (sessions, home->next_session);
  for (guint i = 0; i < home->matches->len; i++)
    {
      TogTeam *team = g_ptr_array_index (home->matches, i);
      TogMatch *page = tog_account_peek_match (self->account, team->id);

      *all = add_known (sessions, team, (TogTeam *) page) && *all;
    }
  for (guint i = 0; i < home->groups->len; i++)
    {
      TogTeam *team = g_ptr_array_index (home->groups, i);
      TogGroup *page = tog_account_peek_group (self->account, team->id);

      *all = add_known (sessions, team, (TogTeam *) page) && *all;
    }
  return sessions;
}

static void
say_gone (TogReminderService *self, const char *session_id, TogReminderTrack *track)
{
  if (track->shown != 0)
    g_signal_emit (self, signals[GONE], 0, session_id);
}

/* The track of a session that is still to come, begun anew where it was moved. */
static TogReminderTrack *
follow (TogReminderService *self, TogSession *session, TogInstant now)
{
  TogReminderTrack *track = g_hash_table_lookup (self->tracks, session->id);

  if (track != NULL && track->start == session->slot.start)
    {
      if (tog_reminder_track_note_clock (track, now))
        keep (self, session->id, track);
      return track;
    }

  if (track == NULL)
    {
      track = g_new0 (TogReminderTrack, 1);
      g_hash_table_insert (self->tracks, g_strdup (session->id), track);
    }
  else
    {
      say_gone (self, session->id, track);
    }
  *track = (TogReminderTrack){ session->slot.start, now, 0 };
  keep (self, session->id, track);
  return track;
}

static void
stop_following (TogReminderService *self, const char *session_id)
{
  TogReminderTrack *track;
  g_autofree char *id = NULL;

  if (!g_hash_table_steal_extended (
          self->tracks, session_id, (gpointer *) &id, (gpointer *) &track))
    return;
  say_gone (self, id, track);
  forget (self, id);
  g_free (track);
}

/* Sessions that are nowhere any more were called off. */
static void
stop_following_others (TogReminderService *self, GHashTable *sessions)
{
  g_autoptr (GList) ids = g_hash_table_get_keys (self->tracks);

  for (GList *l = ids; l != NULL; l = l->next)
    if (!g_hash_table_contains (sessions, l->data))
      stop_following (self, l->data);
}

static void
check_session (TogReminderService *self, TogSession *session, const char *me, TogInstant now)
{
  TogReminderTrack *track;
  int due;

  if (session->state != TOG_SESSION_SCHEDULED || now >= session->slot.end ||
      !wants_reminder (session, me))
    {
      stop_following (self, session->id);
      return;
    }

  track = follow (self, session, now);
  due =
      tog_reminder_track_find_due (track, self->reminders.desktop, self->reminders.n_desktop, now);
  if (due == 0)
    return;

  /* Kept first: rather none than the same one with each start. */
  track->shown = due;
  keep (self, session->id, track);
  g_signal_emit (self, signals[DUE], 0, session, due);
}

static void
tracks_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogReminderService) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) documents = tog_store_list_finish (TOG_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  for (guint i = 0; documents != NULL && i < documents->len; i++)
    {
      const TogDocument *document = g_ptr_array_index (documents, i);
      const char *space = strrchr (document->text, ' ');
      g_autofree char *text = NULL;
      TogReminderTrack track;

      if (space == NULL)
        continue;
      text = g_strndup (document->text, (gsize) (space - document->text));
      if (tog_reminder_track_parse (&track, text))
        g_hash_table_insert (self->tracks, g_strdup (space + 1), g_memdup2 (&track, sizeof track));
    }
  self->has_tracks = TRUE;
  tog_reminder_service_check (self);
}

static void
reminders_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogReminderService) self = user_data;
  g_autoptr (GError) error = NULL;
  TogReminders reminders;

  self->loading = FALSE;
  if (tog_account_load_reminders_finish (TOG_ACCOUNT (source), result, &reminders, &error))
    {
      self->reminders = reminders;
      self->has_reminders = TRUE;
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      return;
    }
  tog_reminder_service_check (self);
}

/* Until it is known what the user chose, the usual holds. */
static void
load_reminders (TogReminderService *self)
{
  if (self->has_reminders || self->loading)
    return;
  self->loading = TRUE;
  tog_account_load_reminders_async (
      self->account, self->cancellable, reminders_loaded_cb, g_object_ref (self));
}

/* Home tells only the next session of each. What the account has read once it
 * keeps up to date by itself. */
static void
load_teams (TogReminderService *self, TogHome *home)
{
  for (guint i = 0; i < home->matches->len; i++)
    {
      TogTeam *team = g_ptr_array_index (home->matches, i);

      if (tog_account_peek_match (self->account, team->id) == NULL)
        tog_account_load_match_async (self->account, team->id, self->cancellable, NULL, NULL);
    }
  for (guint i = 0; i < home->groups->len; i++)
    {
      TogTeam *team = g_ptr_array_index (home->groups, i);

      if (tog_account_peek_group (self->account, team->id) == NULL)
        tog_account_load_group_async (self->account, team->id, self->cancellable, NULL, NULL);
    }
}

static void
home_changed_cb (TogReminderService *self)
{
  TogHome *home = tog_account_get_home (self->account);

  if (home == NULL)
    return;
  load_reminders (self);
  load_teams (self, home);
  tog_reminder_service_check (self);
}

static void
online_changed_cb (TogReminderService *self)
{
  if (tog_account_get_online (self->account))
    home_changed_cb (self);
}

static void
tog_reminder_service_dispose (GObject *object)
{
  TogReminderService *self = TOG_REMINDER_SERVICE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->account != NULL)
    g_signal_handlers_disconnect_by_data (self->account, self);

  G_OBJECT_CLASS (tog_reminder_service_parent_class)->dispose (object);
}

static void
tog_reminder_service_finalize (GObject *object)
{
  TogReminderService *self = TOG_REMINDER_SERVICE (object);

  g_clear_object (&self->account);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->tracks, g_hash_table_unref);

  G_OBJECT_CLASS (tog_reminder_service_parent_class)->finalize (object);
}

static void
tog_reminder_service_class_init (TogReminderServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = tog_reminder_service_dispose;
  object_class->finalize = tog_reminder_service_finalize;

  signals[DUE] = g_signal_new ("due",
                               type,
                               G_SIGNAL_RUN_LAST,
                               0,
                               NULL,
                               NULL,
                               NULL,
                               G_TYPE_NONE,
                               2,
                               TOG_TYPE_SESSION,
                               G_TYPE_INT);
  signals[GONE] = g_signal_new (
      "gone", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
tog_reminder_service_init (TogReminderService *self)
{
  self->reminders = TOG_REMINDERS_DEFAULT;
  self->tracks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->cancellable = g_cancellable_new ();
}

/**
 * tog_reminder_service_new:
 * @account: of whose sessions to remind
 *
 * Begins to read what it has to know.
 */
TogReminderService *
tog_reminder_service_new (TogAccount *account)
{
  TogReminderService *self = g_object_new (TOG_TYPE_REMINDER_SERVICE, NULL);

  self->account = g_object_ref (account);
  g_signal_connect_object (
      account, "notify::home", G_CALLBACK (home_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      account, "notify::online", G_CALLBACK (online_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      account, "match-changed", G_CALLBACK (tog_reminder_service_check), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      account, "group-changed", G_CALLBACK (tog_reminder_service_check), self, G_CONNECT_SWAPPED);
  tog_store_list_async (tog_account_get_store (account),
                        KEY_PREFIX,
                        self->cancellable,
                        tracks_listed_cb,
                        g_object_ref (self));
  home_changed_cb (self);
  return self;
}

/**
 * tog_reminder_service_get_account:
 *
 * Returns: (transfer none): of whose sessions it reminds
 */
TogAccount *
tog_reminder_service_get_account (TogReminderService *self)
{
  return self->account;
}

/**
 * tog_reminder_service_check:
 *
 * Looks at the clock, and tells of what is due. Before it is known what was told
 * by an earlier run of the app, and what the user wants to be told, nothing is.
 */
void
tog_reminder_service_check (TogReminderService *self)
{
  TogHome *home = tog_account_get_home (self->account);
  TogInstant now = tog_account_get_now (self->account);
  g_autoptr (GHashTable) sessions = NULL;
  GHashTableIter iter;
  gpointer session;
  gboolean all;

  g_return_if_fail (TOG_IS_REMINDER_SERVICE (self));

  if (!self->has_tracks || self->loading || home == NULL)
    return;
  sessions = list_sessions (self, home, &all);
  if (all)
    stop_following_others (self, sessions);
  g_hash_table_iter_init (&iter, sessions);
  while (g_hash_table_iter_next (&iter, NULL, &session))
    check_session (self, session, home->me->member->id, now);
}

/**
 * tog_reminder_service_set_reminders:
 * @reminders: what the user has just chosen
 *
 * What is chosen now is for what is to come: nothing is due at once by it.
 */
void
tog_reminder_service_set_reminders (TogReminderService *self, const TogReminders *reminders)
{
  TogInstant now = tog_account_get_now (self->account);
  GHashTableIter iter;
  gpointer session_id, track;

  g_return_if_fail (TOG_IS_REMINDER_SERVICE (self));

  self->reminders = *reminders;
  self->has_reminders = TRUE;
  g_hash_table_iter_init (&iter, self->tracks);
  while (g_hash_table_iter_next (&iter, &session_id, &track))
    {
      ((TogReminderTrack *) track)->known_since = now;
      keep (self, session_id, track);
    }
}

/**
 * tog_reminder_service_stop:
 *
 * Says of all that was told that it does not hold any more: the user signs out.
 */
void
tog_reminder_service_stop (TogReminderService *self)
{
  GHashTableIter iter;
  gpointer session_id, track;

  g_return_if_fail (TOG_IS_REMINDER_SERVICE (self));

  g_hash_table_iter_init (&iter, self->tracks);
  while (g_hash_table_iter_next (&iter, &session_id, &track))
    say_gone (self, session_id, track);
}
