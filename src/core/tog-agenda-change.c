#include "config.h"

#include "tog-agenda-change.h"

#include "tog-json.h"
#include "tog-model-limits.h"

static const char *const kind_nicks[] = { "add", "remove", "tick", NULL };

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

/**
 * tog_agenda_change_from_json:
 * @node: what tog_agenda_change_to_json() made
 *
 * Returns: (transfer full): the change, or %NULL
 */
TogAgendaChange *
tog_agenda_change_from_json (JsonNode *node, GError **error)
{
  g_autoptr (TogAgendaChange) change = NULL;
  TogAgendaChangeKind kind;
  TogJsonReader reader;

  tog_json_reader_init (&reader, node, "");
  kind = tog_json_reader_enum (&reader, "kind", kind_nicks);
  change = tog_agenda_change_new (kind,
                                  tog_json_reader_opt_id (&reader, "id"),
                                  tog_json_reader_opt_line (&reader, "title", TOG_MAX_TITLE_LENGTH),
                                  tog_json_reader_opt_boolean (&reader, "done", FALSE));
  return tog_json_reader_finish (&reader, error) ? g_steal_pointer (&change) : NULL;
}

/**
 * tog_agenda_change_to_json:
 *
 * Never on the wire: this is how a change is kept until it can be sent.
 */
JsonNode *
tog_agenda_change_to_json (const TogAgendaChange *change)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", kind_nicks[change->kind]);
  tog_json_object_set_text (object, "id", change->id);
  tog_json_object_set_text (object, "title", change->title);
  json_object_set_boolean_member (object, "done", change->done);
  return tog_json_take_object (object);
}

/**
 * tog_agenda_change_is_done:
 * @agenda: (element-type TogAgendaItem): as it is
 * @me: id of who does it
 *
 * Whether nothing is left to do, be it that I did it before and didn't learn of it, or
 * that what it is about isn't there any more.
 */
gboolean
tog_agenda_change_is_done (const TogAgendaChange *change, GPtrArray *agenda, const char *me)
{
  for (guint i = 0; i < agenda->len; i++)
    {
      TogAgendaItem *item = g_ptr_array_index (agenda, i);

      if (change->kind == TOG_AGENDA_ADD && g_strcmp0 (item->added_by, me) == 0 &&
          g_str_equal (item->title, change->title))
        return TRUE;
      if (change->kind != TOG_AGENDA_ADD && g_strcmp0 (item->id, change->id) == 0)
        return change->kind == TOG_AGENDA_TICK && item->done == change->done;
    }
  return change->kind != TOG_AGENDA_ADD;
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
