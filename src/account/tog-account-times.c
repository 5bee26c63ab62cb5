#include "config.h"

#include "tog-account-private.h"

#define KEY_MOVE "move-times/"

typedef struct
{
  char *prefix;      /* (owned): of the keys of all that is kept of these times */
  char *rest_prefix; /* (owned) (nullable): of what is better than nothing of them */
  TogSlot range;
  TogKnown *known; /* (owned) (nullable): what the server, or the store, has of this very range */
  GError *failure; /* (owned) (nullable): why the server doesn't answer */
} Load;

static void
load_free (Load *load)
{
  g_free (load->prefix);
  g_free (load->rest_prefix);
  g_clear_pointer (&load->known, tog_known_free);
  g_clear_error (&load->failure);
  g_free (load);
}

/* Two views of the same time are kept apart, so that they are never put together to one. */
static char *
make_prefix (const TogTeamKind *kind, const char *id, const char *moving_id)
{
  if (moving_id != NULL)
    return g_strconcat (KEY_MOVE, moving_id, "/", NULL);
  return g_strconcat (kind->times_key, id, "/", NULL);
}

static char *
make_key (const char *prefix, TogSlot range)
{
  g_autofree char *from = tog_instant_format (range.start);
  g_autofree char *to = tog_instant_format (range.end);

  return g_strconcat (prefix, from, "/", to, NULL);
}

/* Adds what is older to what is newer; it is as old as its oldest part. */
static void
join (TogKnown *known, const TogKnown *older)
{
  TogTimes *both = tog_times_join (known->object, older->object);

  if (both == NULL)
    return;
  g_object_unref (known->object);
  known->object = both;
  known->fetched_at = MIN (known->fetched_at, older->fetched_at);
}

/* The newest that is kept of a range, and where it doesn't reach, what is older. */
static TogKnown *
put_together (GPtrArray *documents, TogSlot range)
{
  g_autoptr (TogKnown) known = NULL;

  for (guint i = 0; i < documents->len; i++)
    {
      g_autoptr (TogKnown) one =
          tog_known_new_from_document (&TOG_DOCUMENT_TIMES, g_ptr_array_index (documents, i));

      if (one == NULL || !tog_slot_overlaps (((TogTimes *) one->object)->range, range))
        continue;
      if (known == NULL)
        known = g_steal_pointer (&one);
      else
        join (known, one);
      if (tog_slot_contains (((TogTimes *) known->object)->range, range))
        break;
    }
  return g_steal_pointer (&known);
}

static void listed_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* Takes over the reference to @task. */
static void
list_kept (GTask *task, const char *prefix)
{
  TogAccount *self = g_task_get_source_object (task);

  tog_store_list_async (self->store, prefix, g_task_get_cancellable (task), listed_cb, task);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Load *load = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) documents = tog_store_list_finish (TOG_STORE (source), result, &error);
  TogKnown *known = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (documents != NULL)
    known = put_together (documents, load->range);
  if (known == NULL)
    known = g_steal_pointer (&load->known);
  if (known == NULL && load->rest_prefix != NULL)
    {
      /* Where nothing is known of how the session would move, it is still known when
       * they can meet besides it. */
      g_autofree char *prefix = g_steal_pointer (&load->rest_prefix);

      list_kept (g_steal_pointer (&task), prefix);
    }
  else if (known != NULL)
    g_task_return_pointer (task, known, (GDestroyNotify) tog_known_free);
  else
    g_task_return_error (task, g_steal_pointer (&load->failure));
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TogAccount *self = TOG_ACCOUNT (source);
  Load *load = g_task_get_task_data (task);

  load->known = tog_account_fetch_finish (self, result, &load->failure);
  if (load->known != NULL && load->known->failure == NULL)
    {
      /* Who looks at times looks by the server's clock. */
      tog_account_note_clock (self, TOG_TIMES (load->known->object)->now);
      g_task_return_pointer (task, g_steal_pointer (&load->known), (GDestroyNotify) tog_known_free);
    }
  else if (load->known != NULL || tog_account_error_is_of_the_way (load->failure))
    list_kept (g_steal_pointer (&task), load->prefix);
  else
    g_task_return_error (task, g_steal_pointer (&load->failure));
}

/**
 * tog_team_kind_make_times_key:
 * @kind: matches or groups
 * @id: which one
 * @range: of the times
 *
 * Returns: (transfer full): under which the store has them
 */
char *
tog_team_kind_make_times_key (const TogTeamKind *kind, const char *id, TogSlot range)
{
  g_autofree char *prefix = make_prefix (kind, id, NULL);

  return make_key (prefix, range);
}

/**
 * tog_account_fetch_times:
 * @self: an account
 * @kind: matches or groups
 * @id: which one
 * @range: of at most 62 days
 * @moving_id: (nullable): session that is no obstacle, for it is to be moved
 * @cancellable: (nullable): stops it
 *
 * Reads when those in a team can meet, as tog_account_fetch_async() does, and ends
 * likewise.
 */
void
tog_account_fetch_times (TogAccount *self,
                         const TogTeamKind *kind,
                         const char *id,
                         TogSlot range,
                         const char *moving_id,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autofree char *from = tog_instant_format (range.start);
  g_autofree char *to = tog_instant_format (range.end);
  g_autofree char *escaped =
      moving_id != NULL ? g_uri_escape_string (moving_id, NULL, FALSE) : NULL;
  g_autofree char *query = g_strdup_printf ("/availability?from=%s&to=%s%s%s",
                                            from,
                                            to,
                                            escaped != NULL ? "&moving=" : "",
                                            escaped != NULL ? escaped : "");
  g_autofree char *path = tog_team_kind_make_path (kind, id, query);
  g_autofree char *prefix = make_prefix (kind, id, moving_id);
  g_autofree char *key = make_key (prefix, range);

  tog_account_fetch_async (
      self, &TOG_DOCUMENT_TIMES, key, path, range.end, cancellable, callback, user_data);
}

/* Takes over the reference to @task. */
static void
load_times (GTask *task,
            const TogTeamKind *kind,
            const char *id,
            TogSlot range,
            const char *moving_id)
{
  Load *load = g_new0 (Load, 1);

  load->prefix = make_prefix (kind, id, moving_id);
  load->rest_prefix = moving_id != NULL ? make_prefix (kind, id, NULL) : NULL;
  load->range = range;
  g_task_set_task_data (task, load, (GDestroyNotify) load_free);
  tog_account_fetch_times (g_task_get_source_object (task),
                           kind,
                           id,
                           range,
                           moving_id,
                           g_task_get_cancellable (task),
                           fetched_cb,
                           task);
}

static TogTimes *
finish_times (TogAccount *self,
              GAsyncResult *result,
              gpointer source_tag,
              TogInstant *updated_at,
              GError **error)
{
  g_autoptr (TogKnown) known = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, source_tag), NULL);

  known = g_task_propagate_pointer (G_TASK (result), error);
  if (known == NULL)
    return NULL;
  if (updated_at != NULL)
    *updated_at = known->fetched_at;
  return g_object_ref (known->object);
}

/**
 * tog_account_load_times_async:
 * @self: an account
 * @match_id: which
 * @range: of at most 62 days
 * @cancellable: (nullable): stops it
 *
 * Reads when both people of a match can meet.
 */
void
tog_account_load_times_async (TogAccount *self,
                              const char *match_id,
                              TogSlot range,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_load_times_async);
  load_times (g_steal_pointer (&task), &TOG_TEAM_KIND_MATCH, match_id, range, NULL);
}

/**
 * tog_account_load_times_finish:
 * @self: an account
 * @result: what the callback got
 * @updated_at: (out) (optional): when the server last confirmed all of it
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * Where the server doesn't answer, this is what is kept of the range, which may
 * reach over a part of it only: the times' own range says which.
 *
 * Returns: (transfer full) (nullable): the times
 */
TogTimes *
tog_account_load_times_finish (TogAccount *self,
                               GAsyncResult *result,
                               TogInstant *updated_at,
                               GError **error)
{
  return finish_times (self, result, tog_account_load_times_async, updated_at, error);
}

/**
 * tog_account_load_group_times_async:
 * @self: an account
 * @group_id: which
 * @range: of at most 62 days
 * @cancellable: (nullable): stops it
 *
 * Reads when the members of a group can meet.
 */
void
tog_account_load_group_times_async (TogAccount *self,
                                    const char *group_id,
                                    TogSlot range,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_load_group_times_async);
  load_times (g_steal_pointer (&task), &TOG_TEAM_KIND_GROUP, group_id, range, NULL);
}

/**
 * tog_account_load_group_times_finish:
 * @self: an account
 * @result: what the callback got
 * @updated_at: (out) (optional): when the server last confirmed all of it
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * As tog_account_load_times_finish().
 *
 * Returns: (transfer full) (nullable): the times
 */
TogTimes *
tog_account_load_group_times_finish (TogAccount *self,
                                     GAsyncResult *result,
                                     TogInstant *updated_at,
                                     GError **error)
{
  return finish_times (self, result, tog_account_load_group_times_async, updated_at, error);
}

/**
 * tog_account_load_move_times_async:
 * @self: an account
 * @session: what is to be moved
 * @range: of at most 62 days
 * @cancellable: (nullable): stops it
 *
 * Reads when those who take part could meet instead: @session itself is no
 * obstacle.
 */
void
tog_account_load_move_times_async (TogAccount *self,
                                   TogSession *session,
                                   TogSlot range,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  gboolean is_group = session->group_id != NULL;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TOG_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tog_account_load_move_times_async);
  load_times (g_steal_pointer (&task),
              is_group ? &TOG_TEAM_KIND_GROUP : &TOG_TEAM_KIND_MATCH,
              is_group ? session->group_id : session->match_id,
              range,
              session->id);
}

/**
 * tog_account_load_move_times_finish:
 * @self: an account
 * @result: what the callback got
 * @updated_at: (out) (optional): when the server last confirmed all of it
 * @error: return location for a %TOG_ACCOUNT_ERROR or %G_IO_ERROR_CANCELLED
 *
 * As tog_account_load_times_finish().
 *
 * Returns: (transfer full) (nullable): the times
 */
TogTimes *
tog_account_load_move_times_finish (TogAccount *self,
                                    GAsyncResult *result,
                                    TogInstant *updated_at,
                                    GError **error)
{
  return finish_times (self, result, tog_account_load_move_times_async, updated_at, error);
}
