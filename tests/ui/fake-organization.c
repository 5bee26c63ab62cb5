#include "config.h"

#include "fake-organization.h"

#include "tog-calendar-share.h"

#include <string.h>

struct _TogAccount
{
  GObject parent_instance;

  TogHome *home; /* (owned) (nullable) */
  TogInstant updated_at;
  gboolean needs_token;
  GError *failure; /* (owned) (nullable) */
};

struct _TogAccounts
{
  GObject parent_instance;

  TogAccount *current; /* (owned) (nullable) */
  GListStore *all;     /* (owned) (element-type TogAccount) */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_QUARK (tog - account - error - quark, tog_account_error)
G_DEFINE_FINAL_TYPE (TogAccount, tog_account, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (TogAccounts,
                               tog_accounts,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

enum
{
  PROP_0,
  PROP_NAME,
  PROP_IS_DEMO,
  PROP_ONLINE,
  PROP_NEEDS_TOKEN,
  PROP_UPDATED_AT,
  PROP_HOME,
  PROP_SYNC_PROGRESS,
  PROP_SYNC_NOTICE,
  PROP_N_UNREADABLE,
};

static int fail_code = -1;
static char *fail_message;
static guint n_connects;
static char *last_token;

static TogMember *ines, *asha, *amara, *tomas;

void
fake_fail_with (int code, const char *message)
{
  fail_code = code;
  g_free (fail_message);
  fail_message = g_strdup (message);
}

guint
fake_count_connects (void)
{
  return n_connects;
}

const char *
fake_get_last_token (void)
{
  return last_token;
}

TogMember *
fake_get_me (void)
{
  return ines;
}

TogPlannedSession *
fake_planned_new (const char *id, int ordinal, const char *title)
{
  TogPlannedSession *planned = tog_planned_session_new ();

  planned->id = g_strdup (id);
  planned->ordinal = ordinal;
  planned->title = g_strdup (title);
  planned->duration = 45 * TOG_MINUTE;
  planned->agenda = g_ptr_array_new_with_free_func (g_object_unref);
  planned->resources = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (planned->agenda, tog_agenda_item_new ("What went well", 5));
  g_ptr_array_add (planned->resources, tog_resource_new ("Worksheet", "https://hbr.example/ws"));

  return planned;
}

static TogSession *
session_new (const char *id, TogMatch *match, TogPlannedSession *planned, TogInstant start)
{
  TogSession *session = tog_session_new ();

  session->id = g_strdup (id);
  session->etag = g_strdup ("\"1\"");
  session->uid = g_strdup (id);
  session->state = TOG_SESSION_SCHEDULED;
  session->title = g_strdup (planned->title);
  session->ordinal = planned->ordinal;
  session->n_planned = match->team.n_planned;
  session->program_name = g_strdup (match->team.program_name);
  session->match_id = g_strdup (match->team.id);
  session->slot = (TogSlot){ start, start + 45 * TOG_MINUTE };
  session->conference = tog_conference_new (
      TOG_CONFERENCE_PROVIDER, "jitsi", "Jitsi Meet", "https://meet.example/x", NULL);
  session->delivery = TOG_DELIVERY_PENDING;
  session->booked_by = g_strdup (ines->id);
  session->participants = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (session->participants,
                   tog_participant_new (ines, TOG_ROLE_MENTEE, TOG_ANSWER_ACCEPTED));
  g_ptr_array_add (session->participants,
                   tog_participant_new (match->person, TOG_ROLE_MENTOR, TOG_ANSWER_PENDING));
  session->agenda = g_ptr_array_new_with_free_func (g_object_unref);
  session->resources = g_ptr_array_new_with_free_func (g_object_unref);

  return session;
}

/* Three planned sessions: the first is done, so that the second comes next. */
static TogMatch *
match_new (const char *id, TogMember *person, TogInstant start)
{
  TogMatch *match = tog_match_new ();
  g_autofree char *session_id = g_strconcat ("session-", id, NULL);

  match->team.id = g_strdup (id);
  match->team.program_id = g_strdup ("women");
  match->team.program_name = g_strdup ("Women in Engineering Leadership");
  match->person = g_object_ref (person);
  match->my_role = TOG_ROLE_MENTEE;
  match->their_role = TOG_ROLE_MENTOR;
  match->first_contact = person == tomas;
  match->team.n_completed = 0;
  match->team.n_planned = 3;
  match->team.planned = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (match->team.planned,
                   fake_planned_new ("one", 1, "Giving and receiving feedback"));
  g_ptr_array_add (match->team.planned, fake_planned_new ("two", 2, "Your next two years"));
  g_ptr_array_add (match->team.planned, fake_planned_new ("three", 3, "Looking back"));
  match->team.next = g_object_ref (g_ptr_array_index (match->team.planned, 0));

  if (start != 0)
    {
      match->team.next->session = session_new (session_id, match, match->team.next, start);
      match->team.next->state = TOG_SESSION_SCHEDULED;
    }

  return match;
}

TogHome *
fake_home_new (guint n_matches, TogInstant now)
{
  g_autoptr (GPtrArray) providers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) todos = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) matches = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (TogMe) me = NULL;
  TogSession *next = NULL;

  if (ines == NULL)
    {
      ines = tog_member_new ("ines", "Inês Marques", "ines@meridian.example", "Europe/Lisbon");
      asha = tog_member_new ("asha", "Asha Gurung", "asha@meridian.example", "Asia/Kathmandu");
      amara = tog_member_new ("amara", "Amara Nwosu", NULL, "Africa/Lagos");
      tomas = tog_member_new ("tomas", "Tomás <b>Ribeiro</b>", "t@meridian.example", "UTC");
    }

  g_ptr_array_add (providers, tog_provider_new ("jitsi", "Jitsi Meet"));
  me = tog_me_new (ines, "\"1\"", "meridian", "Meridian Fellows", TRUE, providers);

  if (n_matches > 0)
    g_ptr_array_add (matches, match_new ("asha", asha, 0));
  if (n_matches > 1)
    {
      TogMatch *match = match_new ("amara", amara, now + 5 * TOG_MINUTE);

      g_ptr_array_add (matches, match);
      next = match->team.next->session;
    }
  if (n_matches > 2)
    {
      g_ptr_array_add (matches, match_new ("tomas", tomas, 0));
      g_ptr_array_add (todos,
                       tog_todo_new ("first",
                                     TOG_TODO_FIRST_SESSION,
                                     tomas->name,
                                     NULL,
                                     "tomas",
                                     NULL,
                                     NULL,
                                     now - TOG_DAY_SECONDS));
      g_ptr_array_add (todos,
                       tog_todo_new ("failed",
                                     TOG_TODO_DELIVERY_FAILED,
                                     next->title,
                                     "mailbox full",
                                     "amara",
                                     NULL,
                                     next->id,
                                     now));
      g_ptr_array_add (
          todos,
          tog_todo_new ("broken", TOG_TODO_CALENDAR_BROKEN, "Family", NULL, NULL, NULL, NULL, now));
      g_ptr_array_add (
          todos,
          tog_todo_new ("new", TOG_TODO_OTHER, "Something newer", NULL, NULL, NULL, NULL, now));
    }

  return tog_home_new (me, todos, next, matches, groups);
}

/* Another member's, at another organization, where nothing has begun. */
TogHome *
fake_home_new_elsewhere (void)
{
  g_autoptr (GPtrArray) providers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) todos = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) matches = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (TogMember) me =
      tog_member_new ("asha", "Asha Gurung", "asha@harbour.example", "Asia/Kathmandu");
  g_autoptr (TogMe) about_me =
      tog_me_new (me, "\"1\"", "harbour", "Harbour Guild", TRUE, providers);

  return tog_home_new (about_me, todos, NULL, matches, groups);
}

static void
tog_account_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_HOME)
    g_value_set_object (value, TOG_ACCOUNT (object)->home);
  else if (id == PROP_NEEDS_TOKEN)
    g_value_set_boolean (value, TOG_ACCOUNT (object)->needs_token);
}

static void
tog_account_finalize (GObject *object)
{
  g_clear_object (&TOG_ACCOUNT (object)->home);
  g_clear_error (&TOG_ACCOUNT (object)->failure);

  G_OBJECT_CLASS (tog_account_parent_class)->finalize (object);
}

static void
tog_account_class_init (TogAccountClass *klass)
{
  const char *const names[] = {
    "match-changed", "group-changed", "times-changed", "session-changed", "note-changed"
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tog_account_get_property;
  object_class->finalize = tog_account_finalize;

  g_object_class_install_property (
      object_class, PROP_NAME, g_param_spec_string ("name", NULL, NULL, NULL, flags));
  g_object_class_install_property (
      object_class, PROP_IS_DEMO, g_param_spec_boolean ("is-demo", NULL, NULL, FALSE, flags));
  g_object_class_install_property (
      object_class, PROP_ONLINE, g_param_spec_boolean ("online", NULL, NULL, FALSE, flags));
  g_object_class_install_property (object_class,
                                   PROP_NEEDS_TOKEN,
                                   g_param_spec_boolean ("needs-token", NULL, NULL, FALSE, flags));
  g_object_class_install_property (
      object_class,
      PROP_UPDATED_AT,
      g_param_spec_int64 ("updated-at", NULL, NULL, 0, G_MAXINT64, 0, flags));
  g_object_class_install_property (
      object_class, PROP_HOME, g_param_spec_object ("home", NULL, NULL, TOG_TYPE_HOME, flags));
  g_object_class_install_property (
      object_class,
      PROP_SYNC_PROGRESS,
      g_param_spec_double ("sync-progress", NULL, NULL, 0, 1, 1, flags));
  g_object_class_install_property (
      object_class, PROP_SYNC_NOTICE, g_param_spec_string ("sync-notice", NULL, NULL, NULL, flags));
  g_object_class_install_property (
      object_class,
      PROP_N_UNREADABLE,
      g_param_spec_uint ("n-unreadable", NULL, NULL, 0, G_MAXUINT, 0, flags));
  g_signal_new ("titles-changed",
                G_TYPE_FROM_CLASS (klass),
                G_SIGNAL_RUN_LAST,
                0,
                NULL,
                NULL,
                NULL,
                G_TYPE_NONE,
                0);
  g_signal_new ("history-changed",
                G_TYPE_FROM_CLASS (klass),
                G_SIGNAL_RUN_LAST,
                0,
                NULL,
                NULL,
                NULL,
                G_TYPE_NONE,
                0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_signal_new (names[i],
                  G_TYPE_FROM_CLASS (klass),
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
tog_account_init (TogAccount *self)
{
}

void
fake_account_set_home (TogAccount *self, TogHome *home, TogInstant updated_at)
{
  g_set_object (&self->home, home);
  self->updated_at = updated_at;
  g_object_notify (G_OBJECT (self), "updated-at");
  g_object_notify (G_OBJECT (self), "home");
  for (guint i = 0; home != NULL && i < home->matches->len; i++)
    g_signal_emit_by_name (
        self, "match-changed", ((TogMatch *) g_ptr_array_index (home->matches, i))->team.id);
  for (guint i = 0; home != NULL && i < home->groups->len; i++)
    g_signal_emit_by_name (
        self, "group-changed", ((TogGroup *) g_ptr_array_index (home->groups, i))->team.id);
}

const char *
tog_account_get_name (TogAccount *self)
{
  return self->home != NULL ? self->home->me->organization_name : "Meridian Fellows";
}

gboolean
tog_account_get_is_demo (TogAccount *self)
{
  return FALSE;
}

TogEventTitles *
tog_account_dup_titles (TogAccount *self, TogSlot range)
{
  return tog_event_titles_new ();
}

gboolean
tog_account_get_online (TogAccount *self)
{
  return fail_code < 0;
}

const GError *
tog_account_get_failure (TogAccount *self)
{
  return self->failure;
}

gboolean
tog_account_get_needs_token (TogAccount *self)
{
  return self->needs_token;
}

void
fake_account_set_needs_token (TogAccount *self, gboolean needs_token)
{
  self->needs_token = needs_token;
  g_object_notify (G_OBJECT (self), "needs-token");
}

/* Such as the account finds out by itself. */
void
fake_account_lose (TogAccount *self, int code, const char *message)
{
  fake_fail_with (code, message);
  g_clear_error (&self->failure);
  if (code >= 0)
    self->failure = g_error_new_literal (TOG_ACCOUNT_ERROR, code, message);
  g_object_notify (G_OBJECT (self), "online");
}

/* One a member. */
const char *
tog_account_get_id (TogAccount *self)
{
  return self->home != NULL ? self->home->me->member->id : "";
}

const char *
tog_account_get_notice (TogAccount *self)
{
  return NULL;
}

const char *
tog_account_get_storage_notice (TogAccount *self)
{
  return NULL;
}

void
tog_account_dismiss_notice (TogAccount *self)
{
}

TogInstant
tog_account_get_updated_at (TogAccount *self)
{
  return self->updated_at;
}

TogInstant
tog_account_get_now (TogAccount *self)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

TogHome *
tog_account_get_home (TogAccount *self)
{
  return self->home;
}

/* All answers come from the main loop, as those of a network do. */
static gboolean
answer_cb (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;

  if (fail_code >= 0)
    g_task_return_new_error (task, TOG_ACCOUNT_ERROR, fail_code, "%s", fail_message);
  else if (g_task_get_task_data (task) != NULL && G_IS_OBJECT (g_task_get_task_data (task)))
    g_task_return_pointer (task, g_object_ref (g_task_get_task_data (task)), g_object_unref);
  else
    g_task_return_boolean (task, TRUE);

  return G_SOURCE_REMOVE;
}

void
fake_answer (GTask *task, gpointer object)
{
  if (object != NULL)
    g_task_set_task_data (task, g_object_ref (object), g_object_unref);
  g_idle_add (answer_cb, task);
}

static void
answer (gpointer self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  fake_answer (g_task_new (self, cancellable, callback, user_data), NULL);
}

void
tog_account_refresh_async (TogAccount *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  answer (self, cancellable, callback, user_data);
}

gboolean
tog_account_refresh_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

TogMatch *
tog_account_peek_match (TogAccount *self, const char *match_id)
{
  for (guint i = 0; self->home != NULL && i < self->home->matches->len; i++)
    {
      TogMatch *match = g_ptr_array_index (self->home->matches, i);

      if (g_str_equal (match->team.id, match_id))
        return match;
    }

  return NULL;
}

void
tog_account_load_match_async (TogAccount *self,
                              const char *match_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  fake_answer (g_task_new (self, cancellable, callback, user_data),
               tog_account_peek_match (self, match_id));
}

TogMatch *
tog_account_load_match_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tog_account_load_invite_async (TogAccount *self,
                               const char *session_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_assert_not_reached ();
}

char *
tog_account_load_invite_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return NULL;
}

void
tog_account_load_times_async (TogAccount *self,
                              const char *match_id,
                              TogSlot range,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_new_error (task, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OFFLINE, "Offline");
}

TogTimes *
tog_account_load_times_finish (TogAccount *self,
                               GAsyncResult *result,
                               TogInstant *updated_at,
                               GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tog_account_load_move_times_async (TogAccount *self,
                                   TogSession *session,
                                   TogSlot range,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  tog_account_load_times_async (self, session->match_id, range, cancellable, callback, user_data);
}

TogTimes *
tog_account_load_move_times_finish (TogAccount *self,
                                    GAsyncResult *result,
                                    TogInstant *updated_at,
                                    GError **error)
{
  return tog_account_load_times_finish (self, result, updated_at, error);
}

void
tog_account_book_async (TogAccount *self,
                        const char *match_id,
                        TogBooking *booking,
                        const char *key,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_assert_not_reached ();
}

TogSession *
tog_account_book_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return NULL;
}

void
tog_account_set_zone_async (TogAccount *self,
                            const char *zone,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_assert_not_reached ();
}

gboolean
tog_account_set_zone_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
tog_accounts_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, TOG_ACCOUNTS (object)->current);
}

static void
tog_accounts_finalize (GObject *object)
{
  g_clear_object (&TOG_ACCOUNTS (object)->current);
  g_clear_object (&TOG_ACCOUNTS (object)->all);

  G_OBJECT_CLASS (tog_accounts_parent_class)->finalize (object);
}

static void
tog_accounts_class_init (TogAccountsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tog_accounts_get_property;
  object_class->finalize = tog_accounts_finalize;
  g_object_class_install_property (
      object_class,
      1,
      g_param_spec_object (
          "current", NULL, NULL, TOG_TYPE_ACCOUNT, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
}

static void
tog_accounts_init (TogAccounts *self)
{
  self->all = g_list_store_new (TOG_TYPE_ACCOUNT);
  g_signal_connect_swapped (
      self->all, "items-changed", G_CALLBACK (g_list_model_items_changed), self);
}

static GType
get_item_type (GListModel *list)
{
  return TOG_TYPE_ACCOUNT;
}

static guint
get_n_items (GListModel *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (TOG_ACCOUNTS (list)->all));
}

static gpointer
get_item (GListModel *list, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (TOG_ACCOUNTS (list)->all), position);
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* Signs in to one more, which is not shown. */
TogAccount *
fake_accounts_add (TogAccounts *self, TogHome *home)
{
  g_autoptr (TogAccount) account = g_object_new (TOG_TYPE_ACCOUNT, NULL);

  g_set_object (&account->home, home);
  g_list_store_append (self->all, account);
  return account;
}

TogAccounts *
fake_accounts_new (gboolean signed_in)
{
  TogAccounts *self = g_object_new (TOG_TYPE_ACCOUNTS, NULL);

  if (signed_in)
    self->current = g_object_ref (fake_accounts_add (self, NULL));

  return self;
}

/* Answers only once it is cancelled, or told to by fake_accounts_end_sign_out(). */
static GTask *signing_out;
static guint n_sign_outs;

static void
sign_out_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_steal_pointer (&signing_out);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
}

void
tog_accounts_sign_out_async (TogAccounts *self,
                             TogAccount *account,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  n_sign_outs++;
  signing_out = g_task_new (self, cancellable, callback, user_data);
  g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (sign_out_cancelled_cb), self, 0);
}

gboolean
tog_accounts_sign_out_finish (TogAccounts *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
fake_accounts_end_sign_out (void)
{
  g_autoptr (GTask) task = g_steal_pointer (&signing_out);

  g_task_return_boolean (task, TRUE);
}

guint
fake_accounts_get_n_sign_outs (void)
{
  return n_sign_outs;
}

TogAccount *
tog_accounts_get_current (TogAccounts *self)
{
  return self->current;
}

void
tog_accounts_set_current (TogAccounts *self, TogAccount *account)
{
  if (g_set_object (&self->current, account))
    g_object_notify (G_OBJECT (self), "current");
}

TogAccount *
tog_accounts_find (TogAccounts *self, const char *id)
{
  for (guint i = 0; i < get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (TogAccount) account = get_item (G_LIST_MODEL (self), i);

      if (g_str_equal (tog_account_get_id (account), id))
        return account;
    }
  return NULL;
}

const char *
tog_accounts_get_address (TogAccounts *self, TogAccount *account)
{
  return "https://together.example";
}

void
tog_accounts_probe_async (TogAccounts *self,
                          const char *address,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  answer (self, cancellable, callback, user_data);
}

char *
tog_accounts_probe_finish (TogAccounts *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error) ? g_strdup ("Meridian Fellows") : NULL;
}

static TogAccount *
sign_in (TogAccounts *self, GAsyncResult *result, GError **error)
{
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  tog_accounts_set_current (self, fake_accounts_add (self, NULL));
  return g_object_ref (self->current);
}

void
tog_accounts_connect_async (TogAccounts *self,
                            const char *address,
                            const char *token,
                            gboolean without_keyring,
                            TogAccount *again,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  n_connects++;
  g_free (last_token);
  last_token = g_strdup (token);
  answer (self, cancellable, callback, user_data);
}

TogAccount *
tog_accounts_connect_finish (TogAccounts *self, GAsyncResult *result, GError **error)
{
  return sign_in (self, result, error);
}

void
tog_accounts_open_demo_async (TogAccounts *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  answer (self, cancellable, callback, user_data);
}

TogAccount *
tog_accounts_open_demo_finish (TogAccounts *self, GAsyncResult *result, GError **error)
{
  return sign_in (self, result, error);
}
