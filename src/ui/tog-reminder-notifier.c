#include "config.h"

#include "tog-reminder-notifier.h"

#include "tog-clock.h"
#include "tog-format.h"
#include "tog-session-action.h"
#include "tog-session-text.h"
#include "tog-team-text.h"

#include <glib/gi18n.h>

struct _TogReminderNotifier
{
  GObject parent_instance;

  GApplication *application;   /* (not owned): outlives this */
  TogAccounts *accounts;       /* (owned) */
  TogReminderService *service; /* (owned) (nullable): while signed in */
};

G_DEFINE_FINAL_TYPE (TogReminderNotifier, tog_reminder_notifier, G_TYPE_OBJECT)

/* One a session: a later reminder takes the place of an earlier one. */
static char *
make_id (const char *session_id)
{
  return g_strconcat ("session-", session_id, NULL);
}

/* With whom, or with which group. */
static char *
dup_company (TogReminderNotifier *self, TogSession *session)
{
  TogHome *home = tog_account_get_home (tog_reminder_service_get_account (self->service));
  TogTeam *team = tog_home_find_team (home, session->match_id, session->group_id);
  TogMember *other;

  if (session->group_id != NULL)
    return g_strdup (team != NULL ? tog_team_get_name (team) : session->program_name);
  other = tog_session_get_other (session, home->me->member);
  return g_strdup (other != NULL ? other->name : session->program_name);
}

static char *
dup_body (TogReminderNotifier *self, TogSession *session, TogInstant now)
{
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  g_autofree char *when = tog_format_when (zone, session->slot.start, now);
  g_autofree char *until = tog_format_until (session->slot.start - now);
  g_autofree char *company = dup_company (self, session);

  /* Translators: with whom, when, how soon: "Asha Gurung. Today, 11:15, in 10 minutes". */
  return g_strdup_printf (_ ("%s. %s, %s"), company, when, until);
}

/* Only where it can be joined by the time the reminder is read. */
static gboolean
offers_join (TogSession *session, int minutes)
{
  return session->conference != NULL && session->conference->url != NULL &&
         minutes * TOG_MINUTE <= TOG_JOIN_SECONDS;
}

static GVariant *
name_session (TogSession *session)
{
  return g_variant_new ("(sss)",
                        session->match_id != NULL ? session->match_id : "",
                        session->group_id != NULL ? session->group_id : "",
                        session->id);
}

static void
due_cb (TogReminderNotifier *self, TogSession *session, int minutes)
{
  TogInstant now = tog_account_get_now (tog_reminder_service_get_account (self->service));
  g_autoptr (GNotification) notification = g_notification_new (session->title);
  g_autofree char *body = dup_body (self, session, now);
  g_autofree char *id = make_id (session->id);

  g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target_value (
      notification, "app.open-session", name_session (session));
  if (offers_join (session, minutes))
    {
      g_notification_add_button_with_target (
          notification, _ ("Join"), "app.join-session", "s", session->conference->url);
      g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
    }
  g_notification_add_button_with_target_value (
      notification, _ ("Reschedule"), "app.reschedule-session", name_session (session));
  g_application_send_notification (self->application, id, notification);
}

static void
gone_cb (TogReminderNotifier *self, const char *session_id)
{
  g_autofree char *id = make_id (session_id);

  g_application_withdraw_notification (self->application, id);
}

static void
minute_cb (TogReminderNotifier *self)
{
  if (self->service != NULL)
    tog_reminder_service_check (self->service);
}

static void
drop_service (TogReminderNotifier *self)
{
  if (self->service != NULL)
    g_signal_handlers_disconnect_by_data (self->service, self);
  g_clear_object (&self->service);
}

static void
current_changed_cb (TogReminderNotifier *self)
{
  TogAccount *account = tog_accounts_get_current (self->accounts);

  if (self->service != NULL)
    tog_reminder_service_stop (self->service);
  drop_service (self);
  if (account == NULL)
    return;
  self->service = tog_reminder_service_new (account);
  g_signal_connect_object (self->service, "due", G_CALLBACK (due_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->service, "gone", G_CALLBACK (gone_cb), self, G_CONNECT_SWAPPED);
}

static void
tog_reminder_notifier_dispose (GObject *object)
{
  TogReminderNotifier *self = TOG_REMINDER_NOTIFIER (object);

  drop_service (self);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (tog_reminder_notifier_parent_class)->dispose (object);
}

static void
tog_reminder_notifier_class_init (TogReminderNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tog_reminder_notifier_dispose;
}

static void
tog_reminder_notifier_init (TogReminderNotifier *self)
{
}

/**
 * tog_reminder_notifier_new:
 * @application: whose notifications they are; it has to outlive this
 */
TogReminderNotifier *
tog_reminder_notifier_new (GApplication *application, TogAccounts *accounts)
{
  TogReminderNotifier *self = g_object_new (TOG_TYPE_REMINDER_NOTIFIER, NULL);

  self->application = application;
  self->accounts = g_object_ref (accounts);
  g_signal_connect_object (
      accounts, "notify::current", G_CALLBACK (current_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_clock_get_default (), "minute", G_CALLBACK (minute_cb), self, G_CONNECT_SWAPPED);
  current_changed_cb (self);
  return self;
}

/**
 * tog_reminder_notifier_get_service:
 *
 * Returns: (transfer none) (nullable): what knows when to remind, while signed in
 */
TogReminderService *
tog_reminder_notifier_get_service (TogReminderNotifier *self)
{
  return self->service;
}
