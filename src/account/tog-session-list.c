#include "config.h"

#include "tog-account-private.h"

/*
 * What fits is found first, as rows that are only numbers, and compared by number and
 * version with what is there: only what is new or another is loaded.
 */

/* What a window shows at once, and what follows. */
#define FIRST_PAGE 50
#define LATER_PAGE 500

/* Milliseconds between two times that what was loaded joins what is shown: more than a
 * frame takes. For the first N_ROWS_MADE a view makes widgets at once, which takes the
 * longer the more they are: of these only some join at a time. */
#define SHOW_INTERVAL 20
#define N_ROWS_MADE 200
#define N_AT_A_TIME 10

/* How near to the last row somebody has to look for more to come. */
#define NEAR_THE_END 20

/* Milliseconds between two looks at the history while the first sync fills it. */
#define WHILE_FILLED 1000

typedef struct
{
  TogHistoryRow row;
  TogSessionHit *hit; /* (owned) */
} Shown;

struct _TogSessionList
{
  GObject parent_instance;

  TogAccount *account; /* (owned) */
  TogSessionFilter filter;

  GArray *shown;   /* (owned) (element-type Shown): what is in the list */
  GArray *more;    /* (owned) (element-type Shown): loaded, and follows it soon */
  guint show_more; /* source that has it follow */
  GArray *rows;    /* (owned) (nullable) (element-type TogHistoryRow): all that fit */
  guint n_loaded;  /* of @rows, how many were loaded, be it that they were gone */

  GCancellable *under_way; /* (owned) (nullable): finding or loading */
  char *shown_text;        /* (owned) (nullable): what is marked in what is shown */
  gboolean is_other;       /* the filter is another than what is shown had */
  gboolean is_dirty;       /* the history changed since it was looked at */
  gboolean is_wanted;      /* somebody looks at the last rows */
  guint later;             /* source that looks at the history again */
};

static void tog_session_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TogSessionList,
                               tog_session_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      tog_session_list_model_init))

enum
{
  PROP_LOADING = 1,
  PROP_TOTAL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What is being loaded. */
typedef struct
{
  TogSessionList *list;    /* (owned) */
  GCancellable *under_way; /* (owned) */
  GArray *rows;            /* (owned) (nullable): all that fit, where they were looked for */
  GArray *missing;         /* (owned) (nullable) (element-type TogHistoryRow): what is loaded */
  guint n_target;          /* of @rows, how many to show */
  gboolean is_more;        /* what is shown stays, and what is missing follows it */
} Load;

static void find (TogSessionList *self);
static void go_on (TogSessionList *self);

static Load *
load_new (TogSessionList *self)
{
  Load *load = g_new0 (Load, 1);

  if (self->under_way != NULL)
    g_cancellable_cancel (self->under_way);
  g_clear_object (&self->under_way);
  self->under_way = g_cancellable_new ();
  load->list = g_object_ref (self);
  load->under_way = g_object_ref (self->under_way);
  return load;
}

static void
load_free (Load *load)
{
  g_object_unref (load->list);
  g_object_unref (load->under_way);
  g_clear_pointer (&load->rows, g_array_unref);
  g_clear_pointer (&load->missing, g_array_unref);
  g_free (load);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Load, load_free)

static void
clear_shown (gpointer data)
{
  Shown *shown = data;

  g_object_unref (shown->hit);
}

static GArray *
new_shown (guint n_reserved)
{
  GArray *shown = g_array_sized_new (FALSE, FALSE, sizeof (Shown), n_reserved);

  g_array_set_clear_func (shown, clear_shown);
  return shown;
}

static Shown *
get_shown (GArray *shown, guint i)
{
  return &g_array_index (shown, Shown, i);
}

/* Where each row is: (element-type int64 guint), less those before @begin. */
static GHashTable *
index_rows (GArray *shown, guint begin, guint end)
{
  GHashTable *positions = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = begin; i < end; i++)
    g_hash_table_insert (positions, &get_shown (shown, i)->row.row, GUINT_TO_POINTER (i));
  return positions;
}

/* How far ahead of @position the same object is; 0 where it isn't. */
static guint
find_ahead (GHashTable *positions, GArray *shown, guint position, const Shown *wanted)
{
  gpointer found;

  if (!g_hash_table_lookup_extended (positions, &wanted->row.row, NULL, &found) ||
      GPOINTER_TO_UINT (found) < position ||
      get_shown (shown, GPOINTER_TO_UINT (found))->hit != wanted->hit)
    return 0;
  return GPOINTER_TO_UINT (found) - position;
}

static void
splice (TogSessionList *self, guint position, guint n_removed, const Shown *added, guint n_added)
{
  if (n_removed == 0 && n_added == 0)
    return;
  if (n_removed > 0)
    g_array_remove_range (self->shown, position, n_removed);
  if (n_added > 0)
    g_array_insert_vals (self->shown, position, added, n_added);
  for (guint i = 0; i < n_added; i++)
    g_object_ref (added[i].hit);
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n_added);
}

/* Makes the list what it is now, so that what is the same in both stays where it is:
 * what stands between is taken out and put in, and of two that changed places the one
 * that came farther. */
static void
replace_shown (TogSessionList *self, GArray *now)
{
  guint n_before = self->shown->len;
  g_autoptr (GArray) before = g_array_copy (self->shown);
  g_autoptr (GHashTable) old_positions = index_rows (before, 0, n_before);
  g_autoptr (GHashTable) new_positions = index_rows (now, 0, now->len);
  guint i = 0;
  guint j = 0;

  while (i < n_before || j < now->len)
    {
      guint first = j;
      guint n_removed = 0;

      while (i < n_before && j < now->len && get_shown (before, i)->hit == get_shown (now, j)->hit)
        i++, j++;
      first = j;
      while (i < n_before || j < now->len)
        {
          guint old_ahead, new_ahead;

          if (i < n_before && j < now->len && get_shown (before, i)->hit == get_shown (now, j)->hit)
            break;
          old_ahead =
              i < n_before ? find_ahead (new_positions, now, j, get_shown (before, i)) : G_MAXUINT;
          new_ahead =
              j < now->len ? find_ahead (old_positions, before, i, get_shown (now, j)) : G_MAXUINT;
          if (i < n_before &&
              (old_ahead == 0 || j == now->len || (new_ahead != 0 && old_ahead >= new_ahead)))
            i++, n_removed++;
          else
            j++;
        }
      splice (self, first, n_removed, &g_array_index (now, Shown, first), j - first);
    }
}

static void
set_rows (TogSessionList *self, GArray *rows)
{
  guint total = tog_session_list_get_total (self);

  g_clear_pointer (&self->rows, g_array_unref);
  self->rows = rows;
  if (tog_session_list_get_total (self) != total)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOTAL]);
}

/* @well: what failed is not tried again at once, but once the history is another */
static void
end_load (TogSessionList *self, gboolean well)
{
  gboolean was_loading = self->is_other;

  g_clear_object (&self->under_way);
  self->is_other = FALSE;
  if (was_loading)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
  if (well)
    go_on (self);
  else if (self->is_dirty && self->later == 0)
    find (self);
}

static gboolean
has_same_text (TogSessionList *self)
{
  return g_strcmp0 (self->shown_text, self->filter.text) == 0;
}

/* What is shown from now on, of what was shown and what was loaded. */
static GArray *
make_shown (TogSessionList *self, const Load *load, GPtrArray *hits)
{
  GArray *now = new_shown (load->n_target);
  g_autoptr (GHashTable) positions = index_rows (self->shown, 0, self->shown->len);
  guint n_hits = 0;

  for (guint i = 0; i < load->n_target; i++)
    {
      Shown one = { g_array_index (load->rows, TogHistoryRow, i), NULL };
      TogSessionHit *before = NULL;
      gpointer position;

      if (g_hash_table_lookup_extended (positions, &one.row.row, NULL, &position))
        before = get_shown (self->shown, GPOINTER_TO_UINT (position))->hit;
      if (n_hits < load->missing->len &&
          g_array_index (load->missing, TogHistoryRow, n_hits).row == one.row.row)
        one.hit = g_ptr_array_index (hits, n_hits++);
      else
        one.hit = before;
      if (one.hit == NULL)
        continue;
      if (before != NULL && tog_session_hit_equal (before, one.hit))
        one.hit = before;
      g_object_ref (one.hit);
      g_array_append_val (now, one);
    }
  return now;
}

/* While it is looked what fits now, what is shown stays as it is. */
static gboolean
show_more_cb (gpointer user_data)
{
  g_autoptr (TogSessionList) self = g_object_ref (user_data);
  guint n_most = self->shown->len < N_ROWS_MADE ? N_AT_A_TIME : G_MAXUINT;
  guint n_more = MIN (self->more->len, n_most);

  if (self->under_way != NULL)
    return G_SOURCE_CONTINUE;
  splice (self, self->shown->len, 0, (const Shown *) self->more->data, n_more);
  g_array_remove_range (self->more, 0, n_more);
  if (self->show_more != 0 && self->more->len > 0)
    return G_SOURCE_CONTINUE;
  self->show_more = 0;
  go_on (self);
  return G_SOURCE_REMOVE;
}

/* Takes no longer the more is shown, as thousands follow each other within one frame. */
static void
add_more (TogSessionList *self, const Load *load, GPtrArray *hits)
{
  for (guint i = 0; i < hits->len; i++)
    {
      Shown one = { g_array_index (load->missing, TogHistoryRow, i), g_ptr_array_index (hits, i) };

      if (one.hit == NULL)
        continue;
      g_object_ref (one.hit);
      g_array_append_val (self->more, one);
    }
  self->n_loaded = load->n_target;
  if (self->show_more == 0)
    self->show_more = g_timeout_add (SHOW_INTERVAL, show_more_cb, self);
}

static void
hits_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Load) load = user_data;
  TogSessionList *self = load->list;
  g_autoptr (GPtrArray) hits = tog_store_load_hits_finish (TOG_STORE (source), result, NULL);

  if (load->under_way != self->under_way)
    return;
  if (hits != NULL && load->is_more)
    {
      add_more (self, load, hits);
    }
  else if (hits != NULL)
    {
      g_autoptr (GArray) now = make_shown (self, load, hits);
      g_free (self->shown_text);
      self->shown_text = g_strdup (self->filter.text);
      self->n_loaded = load->n_target;
      g_array_set_size (self->more, 0);
      set_rows (self, g_steal_pointer (&load->rows));
      replace_shown (self, now);
    }
  end_load (self, hits != NULL);
}

static void
load_hits (Load *load)
{
  TogSessionList *self = load->list;

  tog_store_load_hits_async (self->account->store,
                             (const TogHistoryRow *) load->missing->data,
                             load->missing->len,
                             self->filter.text,
                             load->under_way,
                             hits_cb,
                             load);
}

/* Loads what isn't shown yet of the first rows. */
static void
load_missing (Load *load)
{
  TogSessionList *self = load->list;
  gboolean same_text = has_same_text (self);
  g_autoptr (GHashTable) positions = index_rows (self->shown, 0, self->shown->len);

  load->missing = g_array_new (FALSE, FALSE, sizeof (TogHistoryRow));
  for (guint i = 0; i < load->n_target; i++)
    {
      TogHistoryRow row = g_array_index (load->rows, TogHistoryRow, i);
      gpointer position;

      if (!same_text || !g_hash_table_lookup_extended (positions, &row.row, NULL, &position) ||
          get_shown (self->shown, GPOINTER_TO_UINT (position))->row.version != row.version)
        g_array_append_val (load->missing, row);
    }
  load_hits (load);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Load) load = user_data;
  TogSessionList *self = load->list;

  load->rows = tog_store_find_finish (TOG_STORE (source), result, NULL);
  if (load->under_way != self->under_way)
    return;
  if (load->rows == NULL)
    {
      end_load (self, FALSE);
      return;
    }
  load->n_target = FIRST_PAGE;
  if (!self->is_other && self->n_loaded - self->more->len > FIRST_PAGE)
    load->n_target = self->n_loaded - self->more->len;
  load->n_target = MIN (load->n_target, load->rows->len);
  load_missing (g_steal_pointer (&load));
}

static void
find (TogSessionList *self)
{
  TogHistoryQuery query;
  Load *load = load_new (self);

  g_clear_handle_id (&self->later, g_source_remove);
  self->is_dirty = FALSE;
  tog_account_make_query (self->account, &self->filter, &query);
  tog_store_find_async (self->account->store, &query, load->under_way, found_cb, load);
}

static void
load_more (TogSessionList *self)
{
  Load *load = load_new (self);

  self->is_wanted = FALSE;
  load->rows = g_array_ref (self->rows);
  load->n_target = MIN (self->rows->len, self->n_loaded + LATER_PAGE);
  load->is_more = TRUE;
  load->missing = g_array_new (FALSE, FALSE, sizeof (TogHistoryRow));
  g_array_append_vals (load->missing,
                       &g_array_index (load->rows, TogHistoryRow, self->n_loaded),
                       load->n_target - self->n_loaded);
  load_hits (load);
}

/* Does what is to be done next, once nothing is under way. */
static void
go_on (TogSessionList *self)
{
  gboolean has_text = self->filter.text != NULL && *self->filter.text != '\0';

  if (self->under_way != NULL || self->account == NULL)
    return;
  if (self->is_dirty && self->later == 0)
    find (self);
  else if (self->rows != NULL && self->n_loaded < self->rows->len && self->more->len == 0 &&
           (!has_text || self->is_wanted))
    load_more (self);
}

static void
later_cb (gpointer user_data)
{
  TogSessionList *self = user_data;

  self->later = 0;
  go_on (self);
}

static void
history_changed_cb (TogSessionList *self)
{
  self->is_dirty = TRUE;
  if (tog_account_get_sync_progress (self->account) < 1 && self->later == 0)
    self->later = g_timeout_add_once (WHILE_FILLED, later_cb, self);
  go_on (self);
}

static GType
tog_session_list_get_item_type (GListModel *model)
{
  return TOG_TYPE_SESSION_HIT;
}

static guint
tog_session_list_get_n_items (GListModel *model)
{
  return TOG_SESSION_LIST (model)->shown->len;
}

static gpointer
tog_session_list_get_item (GListModel *model, guint position)
{
  TogSessionList *self = TOG_SESSION_LIST (model);

  if (position >= self->shown->len)
    return NULL;
  if (position + NEAR_THE_END >= self->shown->len + self->more->len && !self->is_wanted)
    {
      self->is_wanted = TRUE;
      go_on (self);
    }
  return g_object_ref (get_shown (self->shown, position)->hit);
}

static void
tog_session_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tog_session_list_get_item_type;
  iface->get_n_items = tog_session_list_get_n_items;
  iface->get_item = tog_session_list_get_item;
}

static void
tog_session_list_dispose (GObject *object)
{
  TogSessionList *self = TOG_SESSION_LIST (object);

  g_clear_handle_id (&self->later, g_source_remove);
  g_clear_handle_id (&self->show_more, g_source_remove);
  if (self->under_way != NULL)
    g_cancellable_cancel (self->under_way);
  g_clear_object (&self->under_way);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (tog_session_list_parent_class)->dispose (object);
}

static void
tog_session_list_finalize (GObject *object)
{
  TogSessionList *self = TOG_SESSION_LIST (object);

  tog_session_filter_clear (&self->filter);
  g_array_unref (self->shown);
  g_array_unref (self->more);
  g_clear_pointer (&self->rows, g_array_unref);
  g_free (self->shown_text);

  G_OBJECT_CLASS (tog_session_list_parent_class)->finalize (object);
}

static void
tog_session_list_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  TogSessionList *self = TOG_SESSION_LIST (object);

  switch (prop_id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->is_other);
      break;
    case PROP_TOTAL:
      g_value_set_uint (value, tog_session_list_get_total (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tog_session_list_class_init (TogSessionListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = tog_session_list_dispose;
  object_class->finalize = tog_session_list_finalize;
  object_class->get_property = tog_session_list_get_property;

  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, TRUE, flags);
  properties[PROP_TOTAL] = g_param_spec_uint ("total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tog_session_list_init (TogSessionList *self)
{
  self->shown = new_shown (0);
  self->more = new_shown (0);
  self->is_other = TRUE;
}

/**
 * tog_session_list_new:
 * @account: whose history
 * @filter: what to look for
 *
 * Returns: (transfer full): a list that is empty until the history was looked at
 */
TogSessionList *
tog_session_list_new (TogAccount *account, const TogSessionFilter *filter)
{
  TogSessionList *self = g_object_new (TOG_TYPE_SESSION_LIST, NULL);

  self->account = g_object_ref (account);
  tog_session_filter_copy (filter, &self->filter);
  g_signal_connect_object (
      account, "history-changed", G_CALLBACK (history_changed_cb), self, G_CONNECT_SWAPPED);
  find (self);
  return self;
}

/**
 * tog_session_list_set_filter:
 * @self: a list
 * @filter: what to look for; copied
 *
 * Looks for something else, or once more for the same, as when time has passed. What is
 * under way for the filter before it is dropped.
 */
void
tog_session_list_set_filter (TogSessionList *self, const TogSessionFilter *filter)
{
  TogSessionFilter copy;

  g_return_if_fail (TOG_IS_SESSION_LIST (self));

  if (!tog_session_filter_equal (&self->filter, filter) && !self->is_other)
    {
      self->is_other = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
    }
  tog_session_filter_copy (filter, &copy);
  tog_session_filter_clear (&self->filter);
  self->filter = copy;
  find (self);
}

/**
 * tog_session_list_get_filter:
 * @self: a list
 *
 * Returns: (transfer none): what is looked for
 */
const TogSessionFilter *
tog_session_list_get_filter (TogSessionList *self)
{
  g_return_val_if_fail (TOG_IS_SESSION_LIST (self), NULL);

  return &self->filter;
}

/**
 * tog_session_list_get_loading:
 * @self: a list
 *
 * Returns: whether what fits the filter is not there yet
 */
gboolean
tog_session_list_get_loading (TogSessionList *self)
{
  g_return_val_if_fail (TOG_IS_SESSION_LIST (self), FALSE);

  return self->is_other;
}

/**
 * tog_session_list_get_total:
 * @self: a list
 *
 * Returns: how many sessions fit, those not loaded yet included
 */
guint
tog_session_list_get_total (TogSessionList *self)
{
  g_return_val_if_fail (TOG_IS_SESSION_LIST (self), 0);

  return self->rows != NULL ? self->rows->len : 0;
}
