#include "config.h"

#include "tog-calendar-share-private.h"

#include "tog-account-private.h"

static void
add_uid (GHashTable *uids, TogSession *session)
{
  if (session != NULL)
    g_hash_table_add (uids, g_strdup (session->uid));
}

static void
add_uids (GHashTable *uids, TogTeam *team)
{
  if (team == NULL)
    return;
  if (team->next != NULL)
    add_uid (uids, team->next->session);
  for (guint i = 0; team->planned != NULL && i < team->planned->len; i++)
    add_uid (uids, ((TogPlannedSession *) g_ptr_array_index (team->planned, i))->session);
}

/**
 * tog_calendar_share_update_owner:
 *
 * Has what the calendars hold of our own sessions be passed over: the server knows better
 * of those than a calendar to which it mailed them, where one that was moved would stand in
 * its own way until its mail is read.
 */
void
tog_calendar_share_update_owner (TogCalendarShare *self)
{
  TogHome *home = tog_account_get_home (self->account);
  g_autoptr (GHashTable) uids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer uid;

  if (home == NULL)
    return;
  g_hash_table_iter_init (&iter, self->upcoming);
  while (g_hash_table_iter_next (&iter, &uid, NULL))
    g_hash_table_add (uids, g_strdup (uid));
  add_uid (uids, home->next_session);
  for (guint i = 0; i < home->matches->len; i++)
    {
      TogTeam *team = g_ptr_array_index (home->matches, i);

      add_uids (uids, team);
      add_uids (uids, (TogTeam *) tog_account_peek_match (self->account, team->id));
    }
  for (guint i = 0; i < home->groups->len; i++)
    {
      TogTeam *team = g_ptr_array_index (home->groups, i);

      add_uids (uids, team);
      add_uids (uids, (TogTeam *) tog_account_peek_group (self->account, team->id));
    }
  tog_calendars_set_owner (self->calendars, home->me->member->email, uids);
}

static void
upcoming_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogCalendarShare) self = user_data;
  g_autoptr (GPtrArray) items =
      tog_account_load_history_finish (TOG_ACCOUNT (source), result, NULL);

  self->loading_upcoming = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (items != NULL)
    {
      g_hash_table_remove_all (self->upcoming);
      for (guint i = 0; i < items->len; i++)
        add_uid (self->upcoming, ((TogHistoryItem *) items->pdata[i])->session);
      tog_calendar_share_update_owner (self);
    }
  if (self->load_upcoming_again)
    tog_calendar_share_load_upcoming (self);
}

/**
 * tog_calendar_share_load_upcoming:
 *
 * Finds out which sessions are to come. Home has only the next one of each match and group,
 * and the others were mailed as well.
 */
void
tog_calendar_share_load_upcoming (TogCalendarShare *self)
{
  const TogSessionFilter filter = { .state = TOG_ANY_STATE, .when = TOG_SESSIONS_UPCOMING };

  if (!self->started || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->load_upcoming_again = self->loading_upcoming;
  if (self->loading_upcoming)
    return;
  self->loading_upcoming = TRUE;
  tog_account_load_history_async (
      self->account, &filter, self->cancellable, upcoming_loaded_cb, g_object_ref (self));
}
