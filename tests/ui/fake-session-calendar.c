#include "config.h"

#include "fake-session-calendar.h"

struct _TogSessionCalendar
{
  GObject parent_instance;

  char *choice;       /* (owned) (nullable) */
  GListStore *offers; /* (owned) (element-type TogCalendarOffer) */
};

G_DEFINE_FINAL_TYPE (TogSessionCalendar, tog_session_calendar, G_TYPE_OBJECT)

static TogSessionCalendar *calendar;
static gboolean pending;
static guint n_events;
static char *notice;
static char *restored;
static char *left_out;

static void
tog_session_calendar_finalize (GObject *object)
{
  TogSessionCalendar *self = TOG_SESSION_CALENDAR (object);

  g_free (self->choice);
  g_object_unref (self->offers);
  G_OBJECT_CLASS (tog_session_calendar_parent_class)->finalize (object);
}

static void
tog_session_calendar_class_init (TogSessionCalendarClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_session_calendar_finalize;
  g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tog_session_calendar_init (TogSessionCalendar *self)
{
  self->offers = g_list_store_new (TOG_TYPE_CALENDAR_OFFER);
}

void
fake_session_calendar_reset (void)
{
  g_clear_object (&calendar);
  g_clear_pointer (&notice, g_free);
  g_clear_pointer (&restored, g_free);
  g_clear_pointer (&left_out, g_free);
  pending = FALSE;
  n_events = 0;
}

void
fake_session_calendar_set_state (gboolean is_pending, guint n, const char *text)
{
  pending = is_pending;
  n_events = n;
  g_free (notice);
  notice = g_strdup (text);
  g_signal_emit_by_name (calendar, "changed");
}

/* What was done last to a session's event is what counts. */
void
fake_session_calendar_offer (TogCalendarOffer *offer)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (calendar->offers));
  guint position = n;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TogCalendarOffer) one = g_list_model_get_item (G_LIST_MODEL (calendar->offers), i);

      if (g_str_equal (one->session->id, offer->session->id))
        position = i;
    }
  g_list_store_splice (calendar->offers, position, position < n, (gpointer *) &offer, 1);
  g_signal_emit_by_name (calendar, "changed");
}

const char *
fake_session_calendar_get_restored (void)
{
  return restored;
}

const char *
fake_session_calendar_get_left_out (void)
{
  return left_out;
}

TogSessionCalendar *
tog_account_get_session_calendar (TogAccount *account)
{
  if (calendar == NULL)
    calendar = g_object_new (TOG_TYPE_SESSION_CALENDAR, NULL);
  return calendar;
}

void
tog_session_calendar_start (TogSessionCalendar *self)
{
}

gboolean
tog_session_calendar_get_ready (TogSessionCalendar *self)
{
  return TRUE;
}

const char *
tog_session_calendar_get_choice (TogSessionCalendar *self)
{
  return self->choice;
}

void
tog_session_calendar_set_choice (TogSessionCalendar *self, const char *calendar_id)
{
  g_free (self->choice);
  self->choice = g_strdup (calendar_id);
  g_signal_emit_by_name (self, "changed");
}

gboolean
tog_session_calendar_get_pending (TogSessionCalendar *self)
{
  return pending;
}

guint
tog_session_calendar_get_n_events (TogSessionCalendar *self)
{
  return n_events;
}

const char *
tog_session_calendar_get_notice (TogSessionCalendar *self)
{
  return notice;
}

GListModel *
tog_session_calendar_get_offers (TogSessionCalendar *self)
{
  return G_LIST_MODEL (self->offers);
}

TogCalendarOffer *
tog_session_calendar_find_offer (TogSessionCalendar *self, const char *session_id)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->offers)); i++)
    {
      g_autoptr (TogCalendarOffer) offer = g_list_model_get_item (G_LIST_MODEL (self->offers), i);

      if (g_str_equal (offer->session->id, session_id))
        return offer;
    }
  return NULL;
}

/* As soon as the calendar has it there is nothing left to ask. */
static void
settle (TogSessionCalendar *self, TogSession *session)
{
  guint position;

  if (g_list_store_find (
          self->offers, tog_session_calendar_find_offer (self, session->id), &position))
    g_list_store_remove (self->offers, position);
  g_signal_emit_by_name (self, "changed");
}

void
tog_session_calendar_restore (TogSessionCalendar *self, TogSession *session)
{
  g_free (restored);
  restored = g_strdup (session->id);
  settle (self, session);
}

void
tog_session_calendar_leave_out (TogSessionCalendar *self, TogSession *session)
{
  g_free (left_out);
  left_out = g_strdup (session->id);
  settle (self, session);
}
