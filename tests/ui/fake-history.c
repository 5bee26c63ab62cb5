#include "config.h"

#include "fake-history.h"

#include "tog-text-search.h"

#include <string.h>

static GPtrArray *items; /* (element-type TogHistoryItem) */
static guint n_synced, n_to_sync, n_unreadable;
static char *sync_notice;
static gboolean paused;
static int load_code = -1;
static char *load_message;

struct _TogSessionList
{
  GObject parent_instance;

  TogAccount *account;
  TogSessionFilter filter;
  GPtrArray *hits; /* (owned) (element-type TogSessionHit) */
  gboolean loading;
  guint source;
};

enum
{
  PROP_LOADING = 1,
  PROP_TOTAL,
};

static void tog_session_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TogSessionList,
                               tog_session_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      tog_session_list_model_init))

/* Searching */

static char *
join (GPtrArray *parts)
{
  g_ptr_array_add (parts, NULL);
  return g_strjoinv ("\n", (char **) parts->pdata);
}

static char *
dup_field (TogHistoryItem *item, TogSessionField field)
{
  TogSession *session = item->session;
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();

  switch (field)
    {
    case TOG_FIELD_TITLE:
      return g_strdup (session->title);
    case TOG_FIELD_PROGRAM:
      return g_strdup (session->program_name);
    case TOG_FIELD_MY_NOTE:
      return g_strdup (item->note->text);
    case TOG_FIELD_PEOPLE:
      for (guint i = 0; i < session->participants->len; i++)
        {
          TogMember *member =
              ((TogParticipant *) g_ptr_array_index (session->participants, i))->member;

          if (member != fake_get_me ())
            g_ptr_array_add (parts, member->name);
        }
      return join (parts);
    case TOG_FIELD_AGENDA:
      for (guint i = 0; i < session->agenda->len; i++)
        g_ptr_array_add (parts, ((TogAgendaItem *) g_ptr_array_index (session->agenda, i))->title);
      return join (parts);
    case TOG_FIELD_SHARED_NOTES:
      for (guint i = 0; i < item->note->others->len; i++)
        g_ptr_array_add (parts,
                         ((TogSharedNote *) g_ptr_array_index (item->note->others, i))->text);
      return join (parts);
    case TOG_N_FIELDS:
    default:
      g_assert_not_reached ();
    }
}

static gboolean
has_words (TogHistoryItem *item, const char *query)
{
  g_auto (GStrv) words = tog_session_filter_split (query);
  g_autoptr (GString) all = g_string_new (NULL);

  for (TogSessionField field = 0; field < TOG_N_FIELDS; field++)
    {
      g_autofree char *text = dup_field (item, field);

      g_string_append_printf (all, "%s\n", text);
    }
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autoptr (GArray) found = tog_text_search_find (all->str, words[i]);

      if (found->len == 0)
        return FALSE;
    }
  return TRUE;
}

static int
get_year (TogInstant instant)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (instant);

  return g_date_time_get_year (time);
}

static gboolean
has_person (TogSession *session, const char *id)
{
  for (guint i = 0; i < session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (session->participants, i);

      if (g_str_equal (participant->member->id, id))
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_state (TogSession *session, int state, TogInstant now)
{
  if (state == TOG_ANY_STATE)
    return TRUE;
  if (session->state == TOG_SESSION_SCHEDULED && session->slot.end <= now)
    return state == TOG_STATE_UNSAID;
  return (int) session->state == state;
}

static gboolean
fits (TogHistoryItem *item, const TogSessionFilter *filter, TogInstant now)
{
  TogSession *session = item->session;

  if (filter->when != TOG_SESSIONS_EVER &&
      (filter->when == TOG_SESSIONS_UPCOMING) != (session->slot.end > now))
    return FALSE;
  return (filter->program == NULL || g_str_equal (session->program_name, filter->program)) &&
         (filter->person == NULL || has_person (session, filter->person)) &&
         has_state (session, filter->state, now) &&
         (filter->year == 0 || get_year (session->slot.start) == filter->year) &&
         (filter->text == NULL || has_words (item, filter->text));
}

static int
compare_starts (gconstpointer a, gconstpointer b)
{
  TogInstant first = (*(TogHistoryItem **) a)->session->slot.start;
  TogInstant second = (*(TogHistoryItem **) b)->session->slot.start;

  return (first > second) - (first < second);
}

static int
compare_starts_backwards (gconstpointer a, gconstpointer b)
{
  return compare_starts (b, a);
}

/* (element-type TogHistoryItem) */
static GPtrArray *
search (const TogSessionFilter *filter, TogInstant now)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < items->len; i++)
    {
      TogHistoryItem *item = g_ptr_array_index (items, i);

      if (fits (item, filter, now))
        g_ptr_array_add (found, g_object_ref (item));
    }
  g_ptr_array_sort (
      found, filter->when == TOG_SESSIONS_UPCOMING ? compare_starts : compare_starts_backwards);
  return found;
}

static TogSessionHit *
hit_new (TogHistoryItem *item, const char *query)
{
  TogSession *session = item->session;
  TogSessionHit *hit = tog_session_hit_new ();
  g_autofree char *people = dup_field (item, TOG_FIELD_PEOPLE);

  hit->id = g_strdup (session->id);
  hit->title = g_strdup (session->title);
  hit->program_name = g_strdup (session->program_name);
  hit->match_id = g_strdup (session->match_id);
  hit->group_id = g_strdup (session->group_id);
  hit->names = g_strsplit (people, "\n", TOG_HIT_MAX_NAMES);
  hit->n_people = session->participants->len - 1;
  hit->slot = session->slot;
  hit->state = session->state;
  for (TogSessionField field = 0; query != NULL && field < TOG_N_FIELDS; field++)
    {
      g_autofree char *text = dup_field (item, field);
      TogSnippet *snippet = tog_snippet_new (field, text, query);

      if (snippet != NULL)
        g_ptr_array_add (hit->snippets, snippet);
    }
  return hit;
}

/* The list */

/* What stays the same at either end stays the same object. */
static void
replace_hits (TogSessionList *self, GPtrArray *hits)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->hits);
  guint shorter = MIN (before->len, hits->len);
  guint n_same = 0, n_same_after = 0;

  while (n_same < shorter && tog_session_hit_equal (before->pdata[n_same], hits->pdata[n_same]))
    n_same++;
  while (n_same_after < shorter - n_same &&
         tog_session_hit_equal (before->pdata[before->len - 1 - n_same_after],
                                hits->pdata[hits->len - 1 - n_same_after]))
    n_same_after++;
  for (guint i = 0; i < n_same; i++)
    g_set_object ((GObject **) &hits->pdata[i], before->pdata[i]);
  for (guint i = 1; i <= n_same_after; i++)
    g_set_object ((GObject **) &hits->pdata[hits->len - i], before->pdata[before->len - i]);

  self->hits = hits;
  if (before->len != n_same + n_same_after || hits->len != n_same + n_same_after)
    g_list_model_items_changed (G_LIST_MODEL (self),
                                n_same,
                                before->len - n_same - n_same_after,
                                hits->len - n_same - n_same_after);
  if (before->len != hits->len)
    g_object_notify (G_OBJECT (self), "total");
}

static gboolean
load_cb (gpointer user_data)
{
  TogSessionList *self = user_data;
  g_autoptr (GPtrArray) found = search (&self->filter, tog_account_get_now (self->account));
  GPtrArray *hits = g_ptr_array_new_with_free_func (g_object_unref);

  self->source = 0;
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (hits, hit_new (g_ptr_array_index (found, i), self->filter.text));
  replace_hits (self, hits);
  self->loading = FALSE;
  g_object_notify (G_OBJECT (self), "loading");
  return G_SOURCE_REMOVE;
}

static void
load (TogSessionList *self)
{
  if (self->source == 0)
    self->source = g_idle_add (load_cb, self);
}

static GType
tog_session_list_get_item_type (GListModel *model)
{
  return TOG_TYPE_SESSION_HIT;
}

static guint
tog_session_list_get_n_items (GListModel *model)
{
  return TOG_SESSION_LIST (model)->hits->len;
}

static gpointer
tog_session_list_get_item (GListModel *model, guint position)
{
  TogSessionList *self = TOG_SESSION_LIST (model);

  return position < self->hits->len ? g_object_ref (self->hits->pdata[position]) : NULL;
}

static void
tog_session_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tog_session_list_get_item_type;
  iface->get_n_items = tog_session_list_get_n_items;
  iface->get_item = tog_session_list_get_item;
}

static void
tog_session_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TogSessionList *self = TOG_SESSION_LIST (object);

  if (id == PROP_LOADING)
    g_value_set_boolean (value, self->loading);
  else
    g_value_set_uint (value, self->hits->len);
}

static void
tog_session_list_finalize (GObject *object)
{
  TogSessionList *self = TOG_SESSION_LIST (object);

  g_clear_handle_id (&self->source, g_source_remove);
  tog_session_filter_clear (&self->filter);
  g_ptr_array_unref (self->hits);

  G_OBJECT_CLASS (tog_session_list_parent_class)->finalize (object);
}

static void
tog_session_list_class_init (TogSessionListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tog_session_list_get_property;
  object_class->finalize = tog_session_list_finalize;
  g_object_class_install_property (
      object_class, PROP_LOADING, g_param_spec_boolean ("loading", NULL, NULL, TRUE, flags));
  g_object_class_install_property (
      object_class, PROP_TOTAL, g_param_spec_uint ("total", NULL, NULL, 0, G_MAXUINT, 0, flags));
}

static void
tog_session_list_init (TogSessionList *self)
{
  self->hits = g_ptr_array_new_with_free_func (g_object_unref);
  self->loading = TRUE;
}

void
tog_session_list_set_filter (TogSessionList *self, const TogSessionFilter *filter)
{
  if (!tog_session_filter_equal (&self->filter, filter) && !self->loading)
    {
      self->loading = TRUE;
      g_object_notify (G_OBJECT (self), "loading");
    }
  tog_session_filter_clear (&self->filter);
  tog_session_filter_copy (filter, &self->filter);
  load (self);
}

const TogSessionFilter *
tog_session_list_get_filter (TogSessionList *self)
{
  return &self->filter;
}

gboolean
tog_session_list_get_loading (TogSessionList *self)
{
  return self->loading;
}

guint
tog_session_list_get_total (TogSessionList *self)
{
  return self->hits->len;
}

/* The account's part */

TogSessionList *
tog_account_search (TogAccount *self, const TogSessionFilter *filter)
{
  TogSessionList *list = g_object_new (TOG_TYPE_SESSION_LIST, NULL);

  list->account = self;
  tog_session_filter_copy (filter, &list->filter);
  g_signal_connect_object (self, "history-changed", G_CALLBACK (load), list, G_CONNECT_SWAPPED);
  load (list);
  return list;
}

double
tog_account_get_sync_progress (TogAccount *self)
{
  return n_to_sync > 0 ? (double) n_synced / n_to_sync : 1;
}

void
tog_account_get_sync_counts (TogAccount *self, guint *n_done, guint *n_total)
{
  *n_done = n_synced;
  *n_total = n_to_sync;
}

const char *
tog_account_get_sync_notice (TogAccount *self)
{
  return sync_notice;
}

gboolean
tog_account_get_sync_paused (TogAccount *self)
{
  return paused;
}

void
tog_account_set_sync_paused (TogAccount *self, gboolean value)
{
  paused = value;
}

static gboolean
load_entry_cb (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogHistoryItem *item = fake_history_get (g_task_get_task_data (task));

  if (load_code >= 0)
    g_task_return_new_error (task, TOG_ACCOUNT_ERROR, load_code, "%s", load_message);
  else if (item == NULL)
    g_task_return_new_error (task, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_GONE, "It is gone.");
  else
    g_task_return_pointer (task, g_object_ref (item), g_object_unref);
  return G_SOURCE_REMOVE;
}

void
tog_account_load_entry_async (TogAccount *self,
                              const char *session_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_task_data (task, g_strdup (session_id), g_free);
  g_idle_add (load_entry_cb, task);
}

TogHistoryItem *
tog_account_load_entry_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
tog_account_load_history_async (TogAccount *self,
                                const TogSessionFilter *filter,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_pointer (
      task, search (filter, tog_account_get_now (self)), (GDestroyNotify) g_ptr_array_unref);
}

GPtrArray *
tog_account_load_history_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
add_text (GPtrArray *texts, const char *text)
{
  if (!g_ptr_array_find_with_equal_func (texts, text, g_str_equal, NULL))
    g_ptr_array_add (texts, g_strdup (text));
}

static void
add_person (GPtrArray *people, TogMember *member)
{
  if (member != fake_get_me () && !g_ptr_array_find (people, member, NULL))
    g_ptr_array_add (people, g_object_ref (member));
}

void
tog_account_load_facets_async (TogAccount *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  TogSessionFilter all = TOG_SESSION_FILTER_INIT;
  g_autoptr (GPtrArray) found = search (&all, 0);
  TogSessionFacets *facets = tog_session_facets_new ();

  for (guint i = 0; i < found->len; i++)
    {
      TogSession *session = ((TogHistoryItem *) g_ptr_array_index (found, i))->session;
      int year = get_year (session->slot.start);

      add_text (facets->programs, session->program_name);
      for (guint j = 0; j < session->participants->len; j++)
        add_person (facets->people,
                    ((TogParticipant *) g_ptr_array_index (session->participants, j))->member);
      if (facets->years->len == 0 ||
          g_array_index (facets->years, int, facets->years->len - 1) != year)
        g_array_append_val (facets->years, year);
    }
  g_task_return_pointer (task, facets, (GDestroyNotify) tog_session_facets_free);
}

TogSessionFacets *
tog_account_load_facets_finish (TogAccount *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* What the test says */

void
fake_history_reset (void)
{
  g_clear_pointer (&items, g_ptr_array_unref);
  items = g_ptr_array_new_with_free_func (g_object_unref);
  g_clear_pointer (&sync_notice, g_free);
  n_synced = n_to_sync = n_unreadable = 0;
  paused = FALSE;
  fake_history_fail_loads (-1, NULL);
}

TogHistoryItem *
fake_history_get (const char *session_id)
{
  for (guint i = 0; i < items->len; i++)
    {
      TogHistoryItem *item = g_ptr_array_index (items, i);

      if (g_str_equal (item->session->id, session_id))
        return item;
    }
  return NULL;
}

void
fake_history_changed (TogAccount *account, const char *session_id)
{
  if (session_id != NULL)
    g_signal_emit_by_name (account, "session-changed", session_id);
  g_signal_emit_by_name (account, "history-changed");
}

void
fake_history_remove (TogAccount *account, const char *session_id)
{
  g_assert_true (g_ptr_array_remove (items, fake_history_get (session_id)));
  fake_history_changed (account, session_id);
}

void
fake_history_set_sync (TogAccount *account, guint n_done, guint n_total, const char *notice)
{
  n_synced = n_done;
  n_to_sync = n_total;
  g_free (sync_notice);
  sync_notice = g_strdup (notice);
  g_object_notify (G_OBJECT (account), "sync-progress");
  g_object_notify (G_OBJECT (account), "sync-notice");
}

guint
tog_account_get_n_unreadable (TogAccount *self)
{
  return n_unreadable;
}

void
fake_history_set_unreadable (TogAccount *account, guint n)
{
  n_unreadable = n;
  g_object_notify (G_OBJECT (account), "n-unreadable");
}

void
fake_history_fail_loads (int code, const char *message)
{
  load_code = code;
  g_free (load_message);
  load_message = g_strdup (message);
}

static TogHistoryItem *
item_new (const char *id, const char *title, int ordinal, TogSessionState state, TogInstant start)
{
  g_autoptr (TogSession) session = tog_session_new ();
  g_autoptr (TogNote) note = NULL;

  session->id = g_strdup (id);
  session->etag = g_strdup ("\"1\"");
  session->uid = g_strdup_printf ("%s@meridian.example", id);
  session->state = state;
  session->title = g_strdup (title);
  session->ordinal = ordinal;
  session->n_planned = 6;
  session->program_name = g_strdup ("Women in Engineering Leadership");
  session->match_id = g_strdup ("asha");
  session->slot = (TogSlot){ start, start + 45 * TOG_MINUTE };
  session->conference = tog_conference_new (
      TOG_CONFERENCE_PROVIDER, "jitsi", "Jitsi Meet", "https://meet.example/x", NULL);
  session->delivery = TOG_DELIVERY_SENT;
  session->booked_by = g_strdup (fake_get_me ()->id);
  session->participants = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (session->participants,
                   tog_participant_new (fake_get_me (), TOG_ROLE_MENTEE, TOG_ANSWER_ACCEPTED));
  session->agenda = g_ptr_array_new_with_free_func (g_object_unref);
  session->resources = g_ptr_array_new_with_free_func (g_object_unref);
  note = tog_note_new ("\"1\"", "", "", g_ptr_array_new_with_free_func (g_object_unref));
  return tog_history_item_new (session, note, g_ptr_array_new_with_free_func (g_object_unref));
}

static void
add_participant (TogHistoryItem *item, TogMember *member, TogRole role)
{
  g_ptr_array_add (item->session->participants,
                   tog_participant_new (member, role, TOG_ANSWER_ACCEPTED));
}

static void
add_point (TogHistoryItem *item, const char *title)
{
  g_ptr_array_add (item->session->agenda, tog_agenda_item_new (title, 10));
}

static TogInviteEvent *
add_event (TogHistoryItem *item, TogInviteEventKind kind, TogInstant at, const char *by)
{
  TogInviteEvent *event = tog_invite_event_new (kind, at, by);

  if (kind == TOG_INVITE_EVENT_BOOKED || kind == TOG_INVITE_EVENT_MOVED)
    event->slot = item->session->slot;
  g_ptr_array_add (item->invites, event);
  return event;
}

static void
add_upcoming (TogMember *asha, TogMember *tomas, TogInstant now)
{
  TogHistoryItem *item = item_new ("giving",
                                   "Giving and receiving feedback",
                                   3,
                                   TOG_SESSION_SCHEDULED,
                                   now + 3 * TOG_DAY_SECONDS);

  add_participant (item, asha, TOG_ROLE_MENTOR);
  add_point (item, "Practise asking for feedback");
  add_event (item, TOG_INVITE_EVENT_BOOKED, now - TOG_DAY_SECONDS, "ines");
  g_ptr_array_add (items, item);

  item =
      item_new ("review", "Your first review", 2, TOG_SESSION_SCHEDULED, now + 9 * TOG_DAY_SECONDS);
  g_free (item->session->match_id);
  item->session->match_id = g_strdup ("tomas");
  add_participant (item, tomas, TOG_ROLE_MENTOR);
  g_ptr_array_add (items, item);
}

static void
add_mapping (TogMember *asha, TogInstant now)
{
  TogHistoryItem *item = item_new (
      "mapping", "Mapping your goals", 2, TOG_SESSION_COMPLETED, now - 21 * TOG_DAY_SECONDS);

  add_participant (item, asha, TOG_ROLE_MENTOR);
  add_point (item, "Where you want to be in two years");
  add_point (item, "Three goals, and who can help with each");
  g_ptr_array_add (item->session->resources,
                   tog_resource_new ("Worksheet: three goals", "https://meridian.example/goals"));
  g_ptr_array_add (
      item->note->others,
      tog_shared_note_new (
          asha,
          "Three goals for the spring: lead one design review a month, hand over the release "
          "script, and stop fixing everything alone. Before Christmas, ask Rui for feedback on "
          "the storage plan, in writing."));
  g_free (item->note->text);
  item->note->text = g_strdup ("Asha reads drafts on Sundays. Send the plan on Friday evening so "
                               "that her feedback arrives before our next session.");
  item->note->unsent = TRUE;
  add_event (item, TOG_INVITE_EVENT_BOOKED, now - 28 * TOG_DAY_SECONDS, "ines")->slot.start -=
      3 * TOG_DAY_SECONDS;
  add_event (item, TOG_INVITE_EVENT_ANSWERED, now - 27 * TOG_DAY_SECONDS, "asha")->answer =
      TOG_ANSWER_ACCEPTED;
  add_event (item, TOG_INVITE_EVENT_MOVED, now - 26 * TOG_DAY_SECONDS, "ines");
  add_event (item, TOG_INVITE_EVENT_COMPLETED, now - 20 * TOG_DAY_SECONDS, "asha");
  g_ptr_array_add (items, item);
}

static void
add_group_session (TogInstant now)
{
  static const char *const names[] = { "Priya Raman", "Rui Costa", "Noor Haddad", "Jonas Berg" };
  TogHistoryItem *item =
      item_new ("decide", "How we decide", 4, TOG_SESSION_COMPLETED, now - 34 * TOG_DAY_SECONDS);

  g_clear_pointer (&item->session->match_id, g_free);
  g_free (item->session->program_name);
  item->session->program_name = g_strdup ("Open Source Leadership");
  item->session->group_id = g_strdup ("circle");
  item->session->slot.end = item->session->slot.start + TOG_HOUR;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *id = g_strdup_printf ("member-%u", i);
      g_autoptr (TogMember) member = tog_member_new (id, names[i], NULL, "Europe/Berlin");

      add_participant (item, member, i == 0 ? TOG_ROLE_FACILITATOR : TOG_ROLE_GROUP_MEMBER);
    }
  add_point (item, "Who has the last word, and about what");
  g_free (item->note->text);
  item->note->text = g_strdup ("Feedback deadlines end in writing, not in chat.");
  g_ptr_array_add (items, item);
}

static void
add_past (TogMember *asha, TogMember *tomas, TogInstant now)
{
  TogHistoryItem *item = item_new (
      "cancelled", "A hard conversation", 1, TOG_SESSION_CANCELLED, now - 42 * TOG_DAY_SECONDS);
  TogInviteEvent *event;

  add_participant (item, asha, TOG_ROLE_MENTOR);
  item->session->cancel_reason = g_strdup ("The train was late");
  event = add_event (item, TOG_INVITE_EVENT_CANCELLED, now - 43 * TOG_DAY_SECONDS, "asha");
  event->reason = g_strdup ("The train was late");
  g_ptr_array_add (items, item);

  item = item_new ("setting-up",
                   "Setting up to contribute",
                   1,
                   TOG_SESSION_COMPLETED,
                   now - 2 * 366 * TOG_DAY_SECONDS);
  g_free (item->session->match_id);
  item->session->match_id = g_strdup ("tomas");
  add_participant (item, tomas, TOG_ROLE_MENTOR);
  add_point (item, "Feedback on the first <steps> & more");
  g_ptr_array_add (items, item);
}

void
fake_history_fill (TogAccount *account)
{
  GPtrArray *matches = tog_account_get_home (account)->matches;
  TogMember *asha = ((TogMatch *) g_ptr_array_index (matches, 0))->person;
  TogMember *tomas = ((TogMatch *) g_ptr_array_index (matches, 2))->person;
  TogInstant now = tog_account_get_now (account);

  add_upcoming (asha, tomas, now);
  add_mapping (asha, now);
  add_group_session (now);
  add_past (asha, tomas, now);
  fake_history_changed (account, NULL);
}
