#include "config.h"

#include "tog-account-private.h"

/*
 * What waits to be sent is shown as done: laid over a copy of what the server has.
 */

typedef struct
{
  TogOutboxItem *item;
  const TogSessionChange *change; /* (nullable): %NULL for a request */
} Overlay;

const char *
tog_account_get_my_id (TogAccount *self)
{
  const TogKnown *known = g_hash_table_lookup (self->known, TOG_KEY_HOME);

  return known != NULL ? TOG_HOME (known->object)->me->member->id : "";
}

static char *
make_key (const char *match_id, const char *group_id)
{
  return group_id != NULL
             ? g_strconcat (TOG_TEAM_KIND_GROUP.key, group_id, NULL)
             : g_strconcat (TOG_TEAM_KIND_MATCH.key, match_id != NULL ? match_id : "", NULL);
}

/**
 * tog_account_get_known_team:
 *
 * Returns: (transfer none) (nullable): a match or group as the server has it
 */
TogTeam *
tog_account_get_known_team (TogAccount *self, const char *match_id, const char *group_id)
{
  g_autofree char *key = make_key (match_id, group_id);
  const TogKnown *known = g_hash_table_lookup (self->known, key);

  return known != NULL ? known->object : NULL;
}

/**
 * tog_account_find_known_session:
 *
 * Returns: (transfer none) (nullable): the session that an item is about, as the server
 *   has it
 */
TogSession *
tog_account_find_known_session (TogAccount *self, TogOutboxItem *item)
{
  TogTeam *team = tog_account_get_known_team (self, item->match_id, item->group_id);

  for (guint i = 0; team != NULL && team->planned != NULL && i < team->planned->len; i++)
    {
      TogPlannedSession *planned = g_ptr_array_index (team->planned, i);

      if (planned->session != NULL && g_strcmp0 (planned->session->id, item->session_id) == 0)
        return planned->session;
    }
  return NULL;
}

static void
lay_session (TogSession *session, const Overlay *overlay)
{
  if (session != NULL && overlay->change != NULL &&
      g_strcmp0 (session->id, overlay->item->session_id) == 0)
    tog_session_change_lay (overlay->change, session);
}

/* Returns whether it is completed by it. */
static gboolean
lay_planned (TogPlannedSession *planned, const Overlay *overlay)
{
  TogSessionState before = planned->state;

  if (planned->session == NULL)
    return FALSE;
  lay_session (planned->session, overlay);
  if (planned->session->state == TOG_SESSION_CANCELLED ||
      planned->session->state == TOG_SESSION_COMPLETED)
    planned->state = planned->session->state;
  return before != TOG_SESSION_COMPLETED && planned->state == TOG_SESSION_COMPLETED;
}

static void
lay_team (TogTeam *team, const Overlay *overlay)
{
  gboolean completed = FALSE;

  if (g_strcmp0 (overlay->item->match_id, TOG_IS_MATCH (team) ? team->id : NULL) != 0 ||
      g_strcmp0 (overlay->item->group_id, TOG_IS_GROUP (team) ? team->id : NULL) != 0)
    return;
  for (guint i = 0; team->planned != NULL && i < team->planned->len; i++)
    completed |= lay_planned (g_ptr_array_index (team->planned, i), overlay);
  if (team->next != NULL)
    completed |= lay_planned (team->next, overlay);
  team->n_completed += completed;
}

/* What is asked for no more. */
static gboolean
settles (TogOutboxItem *item, TogTodo *todo)
{
  if (item->kind == TOG_OUTBOX_REQUEST)
    return todo->kind == TOG_TODO_FIRST_SESSION && g_strcmp0 (item->match_id, todo->match_id) == 0;
  if (g_strcmp0 (item->session_id, todo->session_id) != 0)
    return FALSE;
  return (todo->kind == TOG_TODO_ANSWER && item->kind == TOG_OUTBOX_ANSWER) ||
         (todo->kind == TOG_TODO_HELD && item->kind == TOG_OUTBOX_COMPLETE) ||
         item->kind == TOG_OUTBOX_CANCEL;
}

static void
lay_home (TogHome *home, const Overlay *overlay)
{
  for (guint i = 0; i < home->matches->len; i++)
    lay_team (g_ptr_array_index (home->matches, i), overlay);
  for (guint i = 0; i < home->groups->len; i++)
    lay_team (g_ptr_array_index (home->groups, i), overlay);
  for (guint i = home->todos->len; i > 0; i--)
    if (settles (overlay->item, g_ptr_array_index (home->todos, i - 1)))
      g_ptr_array_remove_index (home->todos, i - 1);
  lay_session (home->next_session, overlay);
  if (home->next_session != NULL && home->next_session->state != TOG_SESSION_SCHEDULED)
    g_clear_object (&home->next_session);
}

static gpointer
copy (const TogKnown *known)
{
  g_autoptr (JsonNode) node = NULL;

  if (TOG_IS_HOME (known->object))
    {
      node = tog_home_to_json (known->object);
      return tog_home_from_json (node, NULL);
    }
  if (TOG_IS_MATCH (known->object))
    {
      node = tog_match_to_json (known->object);
      return tog_match_from_json (node, NULL);
    }
  node = tog_group_to_json (known->object);
  return tog_group_from_json (node, NULL);
}

/* A request changes no session before it is granted, but there is no more to be done. */
static gboolean
is_asked_for (TogOutboxItem *item)
{
  return item->kind == TOG_OUTBOX_REQUEST &&
         (item->state == TOG_OUTBOX_WAITING || item->state == TOG_OUTBOX_SENDING);
}

static gboolean
concerns (TogOutboxItem *item, const char *key)
{
  g_autofree char *team_key = make_key (item->match_id, item->group_id);

  if (g_str_equal (key, TOG_KEY_HOME))
    return tog_outbox_item_is_laid (item) || is_asked_for (item);
  return tog_outbox_item_is_laid (item) && g_str_equal (key, team_key);
}

/**
 * tog_account_overlay:
 * @key: of the store: home, a match or a group
 *
 * Returns: (transfer none) (nullable): the newest known, with what waits to be sent
 */
gpointer
tog_account_overlay (TogAccount *self, const char *key)
{
  const TogKnown *known = g_hash_table_lookup (self->known, key);
  gpointer shown = g_hash_table_lookup (self->overlaid, key);
  guint n = self->outbox != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->outbox)) : 0;

  if (known == NULL)
    return NULL;
  if (shown != NULL)
    return shown;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TogOutboxItem) item = g_list_model_get_item (G_LIST_MODEL (self->outbox), i);
      g_autoptr (TogSessionChange) change = NULL;
      Overlay overlay;

      if (!concerns (item, key))
        continue;
      change = tog_outbox_item_to_change (item, tog_account_get_my_id (self));
      if (change == NULL && !is_asked_for (item))
        continue;
      if (shown == NULL)
        shown = copy (known);
      if (shown == NULL)
        break;
      overlay = (Overlay){ item, change };
      if (TOG_IS_HOME (shown))
        lay_home (shown, &overlay);
      else
        lay_team (shown, &overlay);
    }
  if (shown == NULL)
    return known->object;
  g_hash_table_insert (self->overlaid, g_strdup (key), shown);
  return shown;
}

/**
 * tog_account_forget_overlay:
 * @key: of the store
 *
 * A newer one is known.
 */
void
tog_account_forget_overlay (TogAccount *self, const char *key)
{
  g_hash_table_remove (self->overlaid, key);
}

/* What is laid over what is known, in short: as long as it is the same there is nothing
 * to tell. */
static char *
dup_signature (TogAccount *self)
{
  GListModel *items = G_LIST_MODEL (self->outbox);
  GString *signature = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (TogOutboxItem) item = g_list_model_get_item (items, i);

      if (tog_outbox_item_is_laid (item) || is_asked_for (item))
        g_string_append_printf (signature,
                                "%s %u %u\n",
                                item->id,
                                item->body != NULL ? g_str_hash (item->body) : 0,
                                item->changes != NULL ? item->changes->len : 0);
    }
  return g_string_free (signature, FALSE);
}

/**
 * tog_account_update_overlay:
 *
 * Tells of what looks otherwise because something was added to the outbox, went out or
 * fared differently. What only hears of it looks at the outbox itself.
 */
void
tog_account_update_overlay (TogAccount *self)
{
  g_autofree char *signature = dup_signature (self);
  g_autoptr (GHashTable) before = NULL;
  g_autoptr (GList) keys = NULL;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->outbox));

  if (g_strcmp0 (signature, self->overlay_signature) == 0)
    return;
  g_free (self->overlay_signature);
  self->overlay_signature = g_steal_pointer (&signature);
  before = g_steal_pointer (&self->overlaid);
  keys = g_hash_table_get_keys (self->known);
  self->overlaid = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  for (GList *l = keys; l != NULL; l = l->next)
    {
      gboolean is_concerned = g_hash_table_contains (before, l->data);

      for (guint i = 0; i < n && !is_concerned; i++)
        {
          g_autoptr (TogOutboxItem) item = g_list_model_get_item (G_LIST_MODEL (self->outbox), i);

          is_concerned = concerns (item, l->data);
        }
      if (!is_concerned)
        continue;
      if (g_str_equal (l->data, TOG_KEY_HOME))
        g_object_notify (G_OBJECT (self), "home");
      else
        tog_account_emit_team_changed (self, l->data);
    }
}
