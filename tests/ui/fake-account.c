#include "fake-account.h"

#include "tog-calendar-share.h"
#include "tog-format.h"

struct _TogAccount
{
  GObject parent_instance;

  TogHome *home;
  TogMatch *match;
  TogGroup *group; /* (nullable) */
  TogTimes *(*make_times) (TogSlot range);
  TogTimes *(*make_group_times) (TogSlot range);
  gboolean online;
  gint64 clock_ahead;     /* seconds */
  TogEventTitles *titles; /* (nullable) */
  gboolean fail_loads;
  gboolean hold_books;
  int book_error; /* -1 for none */
  char *book_message;
  guint n_loads;
  GPtrArray *keys;
  GPtrArray *bookings;
};

enum
{
  PROP_ONLINE = 1,
  PROP_HOME,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (TogAccount, tog_account, G_TYPE_OBJECT)
G_DEFINE_QUARK (tog - account - error - quark, tog_account_error)

static void
tog_account_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TogAccount *self = TOG_ACCOUNT (object);

  if (id == PROP_ONLINE)
    g_value_set_boolean (value, self->online);
  else
    g_value_set_object (value, self->home);
}

static void
tog_account_finalize (GObject *object)
{
  TogAccount *self = TOG_ACCOUNT (object);

  g_clear_object (&self->home);
  g_clear_object (&self->match);
  g_clear_object (&self->group);
  g_clear_pointer (&self->titles, tog_event_titles_unref);
  g_free (self->book_message);
  g_ptr_array_unref (self->keys);
  g_ptr_array_unref (self->bookings);
  G_OBJECT_CLASS (tog_account_parent_class)->finalize (object);
}

static void
tog_account_class_init (TogAccountClass *klass)
{
  static const char *const changes[] = {
    "match-changed", "group-changed", "times-changed", "session-changed"
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = tog_account_get_property;
  object_class->finalize = tog_account_finalize;
  props[PROP_ONLINE] =
      g_param_spec_boolean ("online", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_HOME] = g_param_spec_object (
      "home", NULL, NULL, TOG_TYPE_HOME, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_signal_new ("titles-changed",
                G_TYPE_FROM_CLASS (klass),
                G_SIGNAL_RUN_LAST,
                0,
                NULL,
                NULL,
                NULL,
                G_TYPE_NONE,
                0);
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    g_signal_new (changes[i],
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

static TogHome *
make_home (void)
{
  g_autoptr (TogMember) member =
      tog_member_new ("ines", "Inês Carvalho", "ines@demo.example", "Europe/Lisbon");
  g_autoptr (GPtrArray) providers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (TogMe) me = NULL;

  g_ptr_array_add (providers, tog_provider_new ("jitsi", "Jitsi Meet"));
  me = tog_me_new (member, "\"1\"", "demo", "Demo Organization", TRUE, providers);
  return tog_home_new (me,
                       g_ptr_array_new_with_free_func (g_object_unref),
                       NULL,
                       g_ptr_array_new_with_free_func (g_object_unref),
                       g_ptr_array_new_with_free_func (g_object_unref));
}

/* What follows in the program. */
static GPtrArray *
make_planned (TogPlannedSession *first)
{
  static const char *const titles[] = { "Leading without authority",
                                        "Your next two years",
                                        "Looking back together" };
  GPtrArray *planned = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (planned, g_object_ref (first));
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      TogPlannedSession *next = tog_planned_session_new ();

      next->ordinal = first->ordinal + 1 + (int) i;
      next->id = g_strdup_printf ("planned-%d", next->ordinal);
      next->title = g_strdup (titles[i]);
      next->duration = 45 * TOG_MINUTE;
      g_ptr_array_add (planned, next);
    }
  return planned;
}

static TogMatch *
make_match (void)
{
  TogMatch *match = tog_match_new ();
  TogPlannedSession *planned = tog_planned_session_new ();

  planned->id = g_strdup ("feedback");
  planned->ordinal = 3;
  planned->title = g_strdup ("Giving and receiving feedback");
  planned->duration = 45 * TOG_MINUTE;
  planned->agenda = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (planned->agenda, tog_agenda_item_new ("What went well since last time", 10));
  g_ptr_array_add (planned->agenda, tog_agenda_item_new ("A hard conversation, replayed", 20));
  planned->resources = g_ptr_array_new_with_free_func (g_object_unref);
  match->team.id = g_strdup ("ines-asha");
  match->team.program_id = g_strdup ("first-year");
  match->team.program_name = g_strdup ("First Year");
  match->person = tog_member_new ("asha", "Asha Gurung", NULL, "Asia/Kathmandu");
  match->my_role = TOG_ROLE_MENTEE;
  match->their_role = TOG_ROLE_MENTOR;
  match->team.n_completed = 2;
  match->team.n_planned = 6;
  match->team.next = planned;
  match->team.planned = make_planned (planned);
  return match;
}

static void
tog_account_init (TogAccount *self)
{
  self->home = make_home ();
  self->match = make_match ();
  self->online = TRUE;
  self->book_error = -1;
  self->make_times = fake_times_make;
  self->keys = g_ptr_array_new_with_free_func (g_free);
  self->bookings = g_ptr_array_new_with_free_func (g_object_unref);
}

TogAccount *
fake_account_new (void)
{
  return g_object_new (TOG_TYPE_ACCOUNT, NULL);
}

void
fake_account_set_times (TogAccount *self, TogTimes *(*make) (TogSlot range))
{
  self->make_times = make;
}

void
fake_account_set_online (TogAccount *self, gboolean online)
{
  self->online = online;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ONLINE]);
}

void
fake_account_set_titles (TogAccount *self, TogEventTitles *titles)
{
  g_clear_pointer (&self->titles, tog_event_titles_unref);
  self->titles = tog_event_titles_ref (titles);
  g_signal_emit_by_name (self, "titles-changed");
}

TogEventTitles *
tog_account_dup_titles (TogAccount *self, TogSlot range)
{
  TogEventTitles *titles = tog_event_titles_new ();

  if (self->titles != NULL)
    tog_event_titles_add_all (titles, self->titles, range);
  return titles;
}

void
fake_account_set_clock (TogAccount *self, gint64 ahead)
{
  self->clock_ahead = ahead;
}

void
fake_account_fail_loads (TogAccount *self, gboolean fail)
{
  self->fail_loads = fail;
}

void
fake_account_hold_books (TogAccount *self, gboolean hold)
{
  self->hold_books = hold;
}

void
fake_account_answer_book (TogAccount *self, int error_code, const char *message)
{
  self->book_error = error_code;
  g_free (self->book_message);
  self->book_message = g_strdup (message);
}

guint
fake_account_get_n_loads (TogAccount *self)
{
  return self->n_loads;
}

guint
fake_account_get_n_books (TogAccount *self)
{
  return self->bookings->len;
}

const char *
fake_account_get_key (TogAccount *self, guint i)
{
  return g_ptr_array_index (self->keys, i);
}

TogBooking *
fake_account_get_booking (TogAccount *self, guint i)
{
  return g_ptr_array_index (self->bookings, i);
}

void
fake_account_set_group (TogAccount *self, TogGroup *group)
{
  g_set_object (&self->group, group);
  g_signal_emit_by_name (self, "group-changed", group->team.id);
}

void
fake_account_set_group_times (TogAccount *self, TogTimes *(*make) (TogSlot range))
{
  self->make_group_times = make;
}

TogMatch *
fake_account_get_match (TogAccount *self)
{
  return self->match;
}

const char *
tog_account_get_name (TogAccount *self)
{
  return "Demo Organization";
}

TogInstant
tog_account_get_now (TogAccount *self)
{
  return tog_format_get_now () + self->clock_ahead;
}

gboolean
tog_account_get_online (TogAccount *self)
{
  return self->online;
}

TogHome *
tog_account_get_home (TogAccount *self)
{
  return self->home;
}

/* Nothing here opens a page. */
void
tog_account_load_match_async (TogAccount *self,
                              const char *id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_assert_not_reached ();
}

TogMatch *
tog_account_load_match_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return NULL;
}

TogGroup *
tog_account_load_group_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return NULL;
}

TogMatch *
tog_account_peek_match (TogAccount *self, const char *match_id)
{
  return self->match;
}

TogGroup *
tog_account_peek_group (TogAccount *self, const char *group_id)
{
  return self->group;
}

void
tog_account_load_group_async (TogAccount *self,
                              const char *group_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
}

static void
load_times (TogAccount *self,
            TogTimes *(*make) (TogSlot range),
            TogSlot range,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  self->n_loads++;
  if (self->fail_loads)
    g_task_return_new_error (
        task, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OFFLINE, "The server can’t be reached.");
  else
    g_task_return_pointer (task, make (range), g_object_unref);
}

void
tog_account_load_times_async (TogAccount *self,
                              const char *match_id,
                              TogSlot range,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  load_times (self, self->make_times, range, cancellable, callback, user_data);
}

TogTimes *
tog_account_load_times_finish (TogAccount *self,
                               GAsyncResult *result,
                               TogInstant *updated_at,
                               GError **error)
{
  if (updated_at != NULL)
    *updated_at = tog_format_get_now () - (self->online ? 0 : 2 * TOG_HOUR);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tog_account_load_group_times_async (TogAccount *self,
                                    const char *group_id,
                                    TogSlot range,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  load_times (self, self->make_group_times, range, cancellable, callback, user_data);
}

TogTimes *
tog_account_load_group_times_finish (TogAccount *self,
                                     GAsyncResult *result,
                                     TogInstant *updated_at,
                                     GError **error)
{
  return tog_account_load_times_finish (self, result, updated_at, error);
}

void
tog_account_load_move_times_async (TogAccount *self,
                                   TogSession *session,
                                   TogSlot range,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  load_times (self,
              session->group_id != NULL ? self->make_group_times : self->make_times,
              range,
              cancellable,
              callback,
              user_data);
}

TogTimes *
tog_account_load_move_times_finish (TogAccount *self,
                                    GAsyncResult *result,
                                    TogInstant *updated_at,
                                    GError **error)
{
  return tog_account_load_times_finish (self, result, updated_at, error);
}

static gboolean
return_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_task_return_error_if_cancelled (user_data);
  return G_SOURCE_REMOVE;
}

static void
book (TogAccount *self,
      TogBooking *booking,
      const char *key,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  TogSession *session;

  g_ptr_array_add (self->keys, g_strdup (key));
  g_ptr_array_add (self->bookings, g_object_ref (booking));
  if (self->hold_books)
    {
      g_autoptr (GSource) source = g_cancellable_source_new (cancellable);

      g_task_attach_source (task, source, G_SOURCE_FUNC (return_cancelled_cb));
      return;
    }
  if (self->book_error >= 0)
    {
      g_task_return_new_error (task, TOG_ACCOUNT_ERROR, self->book_error, "%s", self->book_message);
      return;
    }
  session = tog_session_new ();
  session->id = g_strdup ("booked");
  session->slot = booking->slot;
  g_task_return_pointer (task, session, g_object_unref);
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
  book (self, booking, key, cancellable, callback, user_data);
}

void
tog_account_book_group_async (TogAccount *self,
                              const char *group_id,
                              TogBooking *booking,
                              const char *key,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  book (self, booking, key, cancellable, callback, user_data);
}

TogSession *
tog_account_book_group_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

TogSession *
tog_account_book_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tog_account_set_zone_async (TogAccount *self,
                            const char *zone,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  TogMe *me = self->home->me;

  g_free (me->member->zone);
  me->member->zone = g_strdup (zone);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HOME]);
  g_task_return_boolean (task, TRUE);
}

gboolean
tog_account_set_zone_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
