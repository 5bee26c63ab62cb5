#include "config.h"

#include "tog-group.h"
#include "tog-outbox-private.h"

/**
 * tog_outbox_find_session:
 * @session_id: which session
 *
 * Returns: (transfer none) (nullable): what of that kind was done last to a session and
 *   is not sent yet
 */
TogOutboxItem *
tog_outbox_find_session (TogOutbox *self, TogOutboxKind kind, const char *session_id)
{
  g_return_val_if_fail (TOG_IS_OUTBOX (self), NULL);

  for (guint i = self->items->len; i > 0; i--)
    {
      TogOutboxItem *item = g_ptr_array_index (self->items, i - 1);

      if (item->kind == kind && g_strcmp0 (item->session_id, session_id) == 0)
        return item;
    }
  return NULL;
}

/**
 * tog_outbox_find_planned:
 * @match_id: (nullable): of which match
 * @group_id: (nullable): or else of which group
 * @planned_id: which planned session
 *
 * Returns: (transfer none) (nullable): that it was held elsewhere, or is to be booked,
 *   where that is not settled yet
 */
TogOutboxItem *
tog_outbox_find_planned (TogOutbox *self,
                         const char *match_id,
                         const char *group_id,
                         const char *planned_id)
{
  g_return_val_if_fail (TOG_IS_OUTBOX (self), NULL);

  for (guint i = self->items->len; i > 0; i--)
    {
      TogOutboxItem *item = g_ptr_array_index (self->items, i - 1);

      if (item->state != TOG_OUTBOX_BOOKED && item->planned_id != NULL &&
          g_str_equal (item->planned_id, planned_id) && g_strcmp0 (item->match_id, match_id) == 0 &&
          g_strcmp0 (item->group_id, group_id) == 0)
        return item;
    }
  return NULL;
}

/**
 * tog_outbox_find_of_team:
 * @team: a match or a group
 * @planned_id: which of its planned sessions
 *
 * Returns: (transfer none) (nullable): as tog_outbox_find_planned()
 */
TogOutboxItem *
tog_outbox_find_of_team (TogOutbox *self, TogTeam *team, const char *planned_id)
{
  gboolean is_group = TOG_IS_GROUP (team);

  return tog_outbox_find_planned (
      self, is_group ? NULL : team->id, is_group ? team->id : NULL, planned_id);
}

/**
 * tog_outbox_count:
 *
 * Returns: how many are on this computer alone
 */
guint
tog_outbox_count (TogOutbox *self)
{
  guint n = 0;

  g_return_val_if_fail (TOG_IS_OUTBOX (self), 0);

  for (guint i = 0; i < self->items->len; i++)
    if (((TogOutboxItem *) g_ptr_array_index (self->items, i))->state != TOG_OUTBOX_BOOKED)
      n++;
  return n;
}

/**
 * tog_outbox_count_stuck:
 *
 * Returns: how many of them somebody has to decide about
 */
guint
tog_outbox_count_stuck (TogOutbox *self)
{
  guint n = 0;

  g_return_val_if_fail (TOG_IS_OUTBOX (self), 0);

  for (guint i = 0; i < self->items->len; i++)
    if (tog_outbox_item_is_stuck (g_ptr_array_index (self->items, i)))
      n++;
  return n;
}

/**
 * tog_outbox_count_unkept:
 *
 * Returns: how many are neither at the server nor on the disk, and would be lost
 */
guint
tog_outbox_count_unkept (TogOutbox *self)
{
  guint n = 0;

  g_return_val_if_fail (TOG_IS_OUTBOX (self), 0);

  for (guint i = 0; i < self->items->len; i++)
    {
      TogOutboxItem *item = g_ptr_array_index (self->items, i);

      if (!item->kept && item->state != TOG_OUTBOX_KEEPING)
        n++;
    }
  return n;
}
