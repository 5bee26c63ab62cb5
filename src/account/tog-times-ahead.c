#include "config.h"

#include "tog-times-ahead.h"

#include "tog-account-private.h"

/*
 * One request at a time, once nothing of the history is to be fetched. What is young
 * enough is not asked for, so that an app that finds nothing new when it starts asks for
 * nothing else. There is no timer: whoever asks for changes now and then says when to
 * look again.
 */

/* From the beginning of this week: most sessions are arranged within a month. */
#define DAYS_AHEAD (5 * 7)

/* Seconds after which also what nobody told a change of is asked for: a day more can be
 * booked by then, a calendar not known any more. */
#define MAX_AGE (60 * TOG_MINUTE)

/* In a group somebody's calendar changes all the time. */
#define MIN_AGE TOG_MINUTE

/* Of a larger group, hundreds of kilobytes would be fetched for nothing. */
#define MAX_MEMBERS 30

/* Midnight, UTC: 1970 began on a Thursday. */
#define FIRST_MONDAY (4 * TOG_DAY_SECONDS)

struct _TogTimesAhead
{
  TogAccount *account; /* it owns this, and what is under way holds it */
  GCancellable *stop;  /* (owned): ends all of this */
  GHashTable *kept_at; /* (owned) (element-type utf8 gint64): when the server confirmed the
                          times of each, 0 for never, by their key in the store */
  GHashTable *changed; /* (owned) (element-type utf8): ids of whom a change was told of */
  gboolean busy;

  /* What is kept of matches and groups nobody looked at doesn't stay in memory. */
  TogDocumentKind match;
  TogDocumentKind group;
};

typedef struct
{
  TogTimesAhead *ahead;
  GCancellable *stop; /* (owned) */
  const TogTeamKind *kind;
  char *id;  /* (owned) */
  char *key; /* (owned): of the times in the store */
  TogSlot range;
} Step;

static void
step_free (Step *step)
{
  g_object_unref (step->stop);
  g_free (step->id);
  g_free (step->key);
  g_free (step);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Step, step_free)

static TogInstant
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* A day more at both ends: in no zone do the weeks lack their edge. */
static TogSlot
get_range (TogTimesAhead *self)
{
  TogInstant since = tog_account_get_now (self->account) - FIRST_MONDAY;
  TogInstant monday = FIRST_MONDAY + since - since % (7 * TOG_DAY_SECONDS);

  return (TogSlot){ monday - TOG_DAY_SECONDS,
                    monday + (DAYS_AHEAD + 1) * (TogInstant) TOG_DAY_SECONDS };
}

static void
set_kept_at (Step *step, TogInstant kept_at)
{
  gint64 *value = g_new (gint64, 1);

  *value = kept_at;
  g_hash_table_insert (step->ahead->kept_at, g_strdup (step->key), value);
}

/* The step after this one. Takes it over. */
static void
end (Step *step)
{
  TogTimesAhead *self = step->ahead;

  step_free (step);
  self->busy = FALSE;
  tog_times_ahead_go_on (self);
}

static void
team_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Step) step = user_data;
  g_autoptr (TogKnown) known = tog_account_fetch_finish (TOG_ACCOUNT (source), result, NULL);

  if (!g_cancellable_is_cancelled (step->stop))
    end (g_steal_pointer (&step));
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Step) step = user_data;
  TogAccount *account = TOG_ACCOUNT (source);
  TogTimesAhead *self = step->ahead;
  g_autoptr (TogKnown) times = tog_account_fetch_finish (account, result, NULL);
  g_autofree char *key = g_strconcat (step->kind->key, step->id, NULL);
  g_autofree char *path = tog_team_kind_make_path (step->kind, step->id, "");

  if (g_cancellable_is_cancelled (step->stop))
    return;
  if (!account->online)
    {
      /* Nobody tells it once more. */
      tog_times_ahead_note_changed (self, step->id);
      self->busy = FALSE;
      return;
    }
  /* Also where the server has none of them: it is not asked over and over. */
  set_kept_at (step, get_now ());
  if (times == NULL || g_hash_table_contains (account->known, key))
    {
      end (g_steal_pointer (&step));
      return;
    }
  tog_account_fetch_async (account,
                           step->kind == &TOG_TEAM_KIND_MATCH ? &self->match : &self->group,
                           key,
                           path,
                           0,
                           self->stop,
                           team_cb,
                           step);
  g_steal_pointer (&step);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Step) step = user_data;
  g_autoptr (TogDocument) document = tog_store_load_finish (TOG_STORE (source), result, NULL);

  if (g_cancellable_is_cancelled (step->stop))
    return;
  set_kept_at (step, document != NULL ? document->fetched_at : 0);
  end (g_steal_pointer (&step));
}

/* Begins with a match or group if it is due, or if it isn't known yet whether it is. */
static gboolean
begin (TogTimesAhead *self, const TogTeamKind *kind, const char *id)
{
  TogSlot range = get_range (self);
  g_autofree char *key = tog_team_kind_make_times_key (kind, id, range);
  const gint64 *kept_at = g_hash_table_lookup (self->kept_at, key);
  TogInstant max_age = g_hash_table_contains (self->changed, id) ? MIN_AGE : MAX_AGE;
  Step *step;

  if (kept_at != NULL && get_now () - *kept_at < max_age)
    return FALSE;

  self->busy = TRUE;
  step = g_new0 (Step, 1);
  step->ahead = self;
  step->stop = g_object_ref (self->stop);
  step->kind = kind;
  step->id = g_strdup (id);
  step->key = g_steal_pointer (&key);
  step->range = range;
  if (kept_at == NULL)
    {
      tog_store_load_async (self->account->store, step->key, self->stop, loaded_cb, step);
      return TRUE;
    }
  g_hash_table_remove (self->changed, id);
  tog_account_fetch_times (self->account, kind, id, range, NULL, self->stop, fetched_cb, step);
  return TRUE;
}

TogTimesAhead *
tog_times_ahead_new (TogAccount *account)
{
  TogTimesAhead *self = g_new0 (TogTimesAhead, 1);

  self->account = account;
  self->stop = g_cancellable_new ();
  self->kept_at = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->changed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->match = TOG_DOCUMENT_MATCH;
  self->match.remember = FALSE;
  self->group = TOG_DOCUMENT_GROUP;
  self->group.remember = FALSE;
  return self;
}

void
tog_times_ahead_free (TogTimesAhead *self)
{
  g_cancellable_cancel (self->stop);
  g_object_unref (self->stop);
  g_hash_table_unref (self->kept_at);
  g_hash_table_unref (self->changed);
  g_free (self);
}

/**
 * tog_times_ahead_go_on:
 * @self: a times ahead
 *
 * Fetches what is due, one match or group after the other, if anything can be fetched
 * now.
 */
void
tog_times_ahead_go_on (TogTimesAhead *self)
{
  TogHome *home = tog_account_get_home (self->account);

  if (self->busy || self->account->client == NULL || !self->account->online || home == NULL)
    return;
  for (guint i = 0; i < home->matches->len; i++)
    if (begin (self, &TOG_TEAM_KIND_MATCH, TOG_TEAM (g_ptr_array_index (home->matches, i))->id))
      return;
  for (guint i = 0; i < home->groups->len; i++)
    {
      TogGroup *group = g_ptr_array_index (home->groups, i);

      if (group->n_members <= MAX_MEMBERS && begin (self, &TOG_TEAM_KIND_GROUP, group->team.id))
        return;
    }
}

/**
 * tog_times_ahead_note_changed:
 * @self: a times ahead
 * @team_id: of a match or a group; tog_times_ahead_go_on() asks for it
 */
void
tog_times_ahead_note_changed (TogTimesAhead *self, const char *team_id)
{
  g_hash_table_add (self->changed, g_strdup (team_id));
}

/**
 * tog_times_ahead_stop:
 * @self: a times ahead
 *
 * Ends all traffic. What is in the store stays.
 */
void
tog_times_ahead_stop (TogTimesAhead *self)
{
  g_cancellable_cancel (self->stop);
  g_object_unref (self->stop);
  self->stop = g_cancellable_new ();
  self->busy = FALSE;
}
