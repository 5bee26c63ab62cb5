#include "config.h"

#include "tog-agenda-change.h"

/**
 * tog_agenda_change_new:
 * @id: (nullable): of which item
 * @title: (nullable): of the one to add
 * @done: whether it is done
 */
TogAgendaChange *
tog_agenda_change_new (TogAgendaChangeKind kind, const char *id, const char *title, gboolean done)
{
  TogAgendaChange *change = g_new0 (TogAgendaChange, 1);

  change->kind = kind;
  change->id = g_strdup (id);
  change->title = g_strdup (title);
  change->done = done;
  return change;
}

void
tog_agenda_change_free (TogAgendaChange *change)
{
  g_free (change->id);
  g_free (change->title);
  g_free (change);
}

static TogAgendaItem *
copy_item (TogAgendaItem *item)
{
  TogAgendaItem *copy = tog_agenda_item_new (item->title, item->minutes);

  copy->id = g_strdup (item->id);
  copy->done = item->done;
  copy->added_by = g_strdup (item->added_by);
  return copy;
}

/* What isn't there any more can't be changed any more. */
static void
apply (GPtrArray *agenda, const TogAgendaChange *change, const char *me)
{
  if (change->kind == TOG_AGENDA_ADD)
    {
      TogAgendaItem *item = tog_agenda_item_new (change->title, 0);

      item->added_by = g_strdup (me);
      g_ptr_array_add (agenda, item);
      return;
    }
  for (guint i = 0; i < agenda->len; i++)
    {
      TogAgendaItem *item = g_ptr_array_index (agenda, i);

      if (g_strcmp0 (item->id, change->id) != 0)
        continue;
      if (change->kind == TOG_AGENDA_TICK)
        item->done = change->done;
      else if (g_strcmp0 (item->added_by, me) == 0)
        g_ptr_array_remove_index (agenda, i);
      return;
    }
}

/**
 * tog_agenda_change_all:
 * @agenda: (element-type TogAgendaItem): as it is
 * @changes: (element-type TogAgendaChange): what to do to it, in order
 * @me: id of who does it
 *
 * Returns: (transfer full) (element-type TogAgendaItem): what comes of it; added
 *   items have no id
 */
GPtrArray *
tog_agenda_change_all (GPtrArray *agenda, GPtrArray *changes, const char *me)
{
  GPtrArray *changed = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < agenda->len; i++)
    g_ptr_array_add (changed, copy_item (g_ptr_array_index (agenda, i)));
  for (guint i = 0; i < changes->len; i++)
    apply (changed, g_ptr_array_index (changes, i), me);
  return changed;
}
