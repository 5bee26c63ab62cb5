#include "config.h"

#include "tog-notifier.h"

#include "tog-clock.h"
#include "tog-format.h"
#include "tog-outbox-text.h"
#include "tog-session-action.h"
#include "tog-session-text.h"
#include "tog-team-text.h"

#include <glib/gi18n.h>

struct _TogNotifier
{
  GObject parent_instance;

  GApplication *application; /* (not owned): outlives this */
  TogAccounts *accounts;     /* (owned) */
  GPtrArray *services;       /* (owned) (element-type TogReminderService): one an account */
};

G_DEFINE_FINAL_TYPE (TogNotifier, tog_notifier, G_TYPE_OBJECT)

/* One a session: a later reminder takes the place of an earlier one. Two members may
 * have the same session. */
static char *
make_id (TogAccount *account, const char *session_id)
{
  return g_strdup_printf ("%s/session-%s", tog_account_get_id (account), session_id);
}

/* With whom, or with which group. */
static char *
dup_company (TogAccount *account, TogSession *session)
{
  TogHome *home = tog_account_get_home (account);
  TogTeam *team = tog_home_find_team (home, session->match_id, session->group_id);
  TogMember *other;

  if (session->group_id != NULL)
    return g_strdup (team != NULL ? tog_team_get_name (team) : session->program_name);
  other = tog_session_get_other (session, home->me->member);
  return g_strdup (other != NULL ? other->name : session->program_name);
}

static char *
dup_body (TogAccount *account, TogSession *session, TogInstant now)
{
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  g_autofree char *when = tog_format_when (zone, session->slot.start, now);
  g_autofree char *until = tog_format_until (session->slot.start - now);
  g_autofree char *company = dup_company (account, session);

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
name_session (TogAccount *account,
              const char *match_id,
              const char *group_id,
              const char *session_id)
{
  return g_variant_new ("(ssss)",
                        tog_account_get_id (account),
                        match_id != NULL ? match_id : "",
                        group_id != NULL ? group_id : "",
                        session_id != NULL ? session_id : "");
}

static void
due_cb (TogNotifier *self, TogSession *session, int minutes, TogReminderService *service)
{
  TogAccount *account = tog_reminder_service_get_account (service);
  g_autoptr (GNotification) notification = g_notification_new (session->title);
  g_autofree char *body = dup_body (account, session, tog_account_get_now (account));
  g_autofree char *id = make_id (account, session->id);
  g_autoptr (GVariant) name = g_variant_ref_sink (
      name_session (account, session->match_id, session->group_id, session->id));

  g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target_value (notification, "app.open-session", name);
  if (offers_join (session, minutes))
    {
      g_notification_add_button_with_target (
          notification, _ ("Join"), "app.join-session", "s", session->conference->url);
      g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
    }
  g_notification_add_button_with_target_value (
      notification, _ ("Reschedule"), "app.reschedule-session", name);
  g_application_send_notification (self->application, id, notification);
}

static void
gone_cb (TogNotifier *self, const char *session_id, TogReminderService *service)
{
  g_autofree char *id = make_id (tog_reminder_service_get_account (service), session_id);

  g_application_withdraw_notification (self->application, id);
}

/* A request made offline led to a session. It stays in the list of what waits until
 * that was seen. */
static void
booked_cb (TogNotifier *self, TogOutboxItem *item, TogOutbox *outbox)
{
  g_autofree char *title = tog_outbox_item_dup_deed (item);
  g_autofree char *when = tog_outbox_item_dup_state (item, tog_format_get_now ());
  g_autoptr (GNotification) notification = g_notification_new (title);

  g_notification_set_body (notification, when);
  for (guint i = 0; i < self->services->len; i++)
    {
      TogAccount *account =
          tog_reminder_service_get_account (g_ptr_array_index (self->services, i));

      if (tog_account_get_outbox (account) == outbox)
        g_notification_set_default_action_and_target_value (
            notification,
            "app.open-session",
            name_session (account, item->match_id, item->group_id, item->session_id));
    }
  g_application_send_notification (self->application, item->id, notification);
}

static void
minute_cb (TogNotifier *self)
{
  for (guint i = 0; i < self->services->len; i++)
    tog_reminder_service_check (g_ptr_array_index (self->services, i));
}

static TogReminderService *
follow (TogNotifier *self, TogAccount *account)
{
  TogReminderService *service = tog_reminder_service_new (account);

  g_signal_connect_object (service, "due", G_CALLBACK (due_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (service, "gone", G_CALLBACK (gone_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_account_get_outbox (account), "booked", G_CALLBACK (booked_cb), self, G_CONNECT_SWAPPED);
  return service;
}

static void
stop_following (TogNotifier *self, TogReminderService *service)
{
  TogAccount *account = tog_reminder_service_get_account (service);

  g_signal_handlers_disconnect_by_data (tog_account_get_outbox (account), self);
  g_signal_handlers_disconnect_by_data (service, self);
}

/* Of those who signed out nothing holds any more; the others go on. */
static void
accounts_changed_cb (TogNotifier *self, guint position, guint n_removed, guint n_added)
{
  for (guint i = 0; i < n_removed; i++)
    {
      TogReminderService *service = g_ptr_array_index (self->services, position);

      tog_reminder_service_stop (service);
      stop_following (self, service);
      g_ptr_array_remove_index (self->services, position);
    }
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (TogAccount) account = g_list_model_get_item (G_LIST_MODEL (self->accounts), i);

      g_ptr_array_insert (self->services, (int) i, follow (self, account));
    }
}

static void
tog_notifier_dispose (GObject *object)
{
  TogNotifier *self = TOG_NOTIFIER (object);

  for (guint i = 0; i < self->services->len; i++)
    stop_following (self, g_ptr_array_index (self->services, i));
  g_ptr_array_set_size (self->services, 0);
  g_clear_object (&self->accounts);

  G_OBJECT_CLASS (tog_notifier_parent_class)->dispose (object);
}

static void
tog_notifier_finalize (GObject *object)
{
  g_ptr_array_unref (TOG_NOTIFIER (object)->services);

  G_OBJECT_CLASS (tog_notifier_parent_class)->finalize (object);
}

static void
tog_notifier_class_init (TogNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tog_notifier_dispose;
  G_OBJECT_CLASS (klass)->finalize = tog_notifier_finalize;
}

static void
tog_notifier_init (TogNotifier *self)
{
  self->services = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * tog_notifier_new:
 * @application: whose notifications they are; it has to outlive this
 */
TogNotifier *
tog_notifier_new (GApplication *application, TogAccounts *accounts)
{
  TogNotifier *self = g_object_new (TOG_TYPE_NOTIFIER, NULL);

  self->application = application;
  self->accounts = g_object_ref (accounts);
  g_signal_connect_object (
      accounts, "items-changed", G_CALLBACK (accounts_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_clock_get_default (), "minute", G_CALLBACK (minute_cb), self, G_CONNECT_SWAPPED);
  accounts_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (accounts)));
  return self;
}

/**
 * tog_notifier_get_service:
 *
 * Returns: (transfer none) (nullable): what knows when to remind of an account's sessions
 */
TogReminderService *
tog_notifier_get_service (TogNotifier *self, TogAccount *account)
{
  for (guint i = 0; i < self->services->len; i++)
    {
      TogReminderService *service = g_ptr_array_index (self->services, i);

      if (tog_reminder_service_get_account (service) == account)
        return service;
    }
  return NULL;
}
