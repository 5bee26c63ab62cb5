#include "config.h"

#include "tog-delayed-sends.h"

struct _TogDelayedSends
{
  GObject parent_instance;

  guint pause;       /* milliseconds */
  GHashTable *sends; /* (owned) (element-type utf8 Send): by what it is about */
};

typedef struct
{
  TogDelayedSends *sends; /* (not owned) */
  char *id;               /* (owned) */
  guint source_id;        /* 0 once it is on its way */
  void (*send) (gpointer data);
  gpointer data; /* (owned) */
  GDestroyNotify destroy;
} Send;

G_DEFINE_FINAL_TYPE (TogDelayedSends, tog_delayed_sends, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
send_free (Send *send)
{
  g_clear_handle_id (&send->source_id, g_source_remove);
  send->destroy (send->data);
  g_free (send->id);
  g_free (send);
}

static void
send_now (Send *send)
{
  g_clear_handle_id (&send->source_id, g_source_remove);
  send->send (send->data);
}

static gboolean
timeout_cb (gpointer user_data)
{
  Send *send = user_data;

  send->source_id = 0;
  send_now (send);

  return G_SOURCE_REMOVE;
}

static void
tog_delayed_sends_finalize (GObject *object)
{
  TogDelayedSends *self = TOG_DELAYED_SENDS (object);

  g_clear_pointer (&self->sends, g_hash_table_unref);

  G_OBJECT_CLASS (tog_delayed_sends_parent_class)->finalize (object);
}

static void
tog_delayed_sends_class_init (TogDelayedSendsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = tog_delayed_sends_finalize;

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tog_delayed_sends_init (TogDelayedSends *self)
{
  self->pause = TOG_DELAYED_SENDS_PAUSE;
  self->sends = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) send_free);
}

/**
 * tog_delayed_sends_get_default:
 *
 * Those of this process.
 *
 * Returns: (transfer none)
 */
TogDelayedSends *
tog_delayed_sends_get_default (void)
{
  static TogDelayedSends *sends;

  if (sends == NULL)
    sends = g_object_new (TOG_TYPE_DELAYED_SENDS, NULL);

  return sends;
}

/**
 * tog_delayed_sends_set_pause:
 * @milliseconds: for how long what is added from now on can be taken back
 */
void
tog_delayed_sends_set_pause (TogDelayedSends *self, guint milliseconds)
{
  g_return_if_fail (TOG_IS_DELAYED_SENDS (self));

  self->pause = milliseconds;
}

/**
 * tog_delayed_sends_add:
 * @id: what it is about
 * @send: (scope async): void (*) (gpointer data), which begins to send it;
 *   tog_delayed_sends_finish() has to follow
 * @data: (transfer full): what is sent
 * @destroy: of @data
 *
 * Lets something wait. What waited about the same thing is dropped; what is on its way
 * by now arrives before it.
 */
void
tog_delayed_sends_add (TogDelayedSends *self,
                       const char *id,
                       GCallback send,
                       gpointer data,
                       GDestroyNotify destroy)
{
  Send *one = g_new0 (Send, 1);

  g_return_if_fail (TOG_IS_DELAYED_SENDS (self));

  one->sends = self;
  one->id = g_strdup (id);
  one->send = (void (*) (gpointer)) send;
  one->data = data;
  one->destroy = destroy;
  one->source_id = g_timeout_add (self->pause, timeout_cb, one);
  g_hash_table_replace (self->sends, one->id, one);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * tog_delayed_sends_find:
 * @id: what it is about
 *
 * Returns: (transfer none) (nullable): the data of what waits or is on its way
 */
gpointer
tog_delayed_sends_find (TogDelayedSends *self, const char *id)
{
  Send *send;

  g_return_val_if_fail (TOG_IS_DELAYED_SENDS (self), NULL);

  send = g_hash_table_lookup (self->sends, id);

  return send != NULL ? send->data : NULL;
}

/**
 * tog_delayed_sends_undo:
 * @id: what it is about
 *
 * Takes it back, unless it is on its way.
 *
 * Returns: whether it was
 */
gboolean
tog_delayed_sends_undo (TogDelayedSends *self, const char *id)
{
  Send *send;

  g_return_val_if_fail (TOG_IS_DELAYED_SENDS (self), FALSE);

  send = g_hash_table_lookup (self->sends, id);
  if (send == NULL || send->source_id == 0)
    return FALSE;

  tog_delayed_sends_finish (self, id, send->data);

  return TRUE;
}

/**
 * tog_delayed_sends_finish:
 * @id: what it is about
 * @data: what was sent, or given up
 *
 * It is done, unless something else about the same thing waits by now.
 */
void
tog_delayed_sends_finish (TogDelayedSends *self, const char *id, gconstpointer data)
{
  g_return_if_fail (TOG_IS_DELAYED_SENDS (self));

  if (data == NULL || tog_delayed_sends_find (self, id) != data)
    return;

  g_hash_table_remove (self->sends, id);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * tog_delayed_sends_flush:
 *
 * Sends at once whatever waits.
 */
void
tog_delayed_sends_flush (TogDelayedSends *self)
{
  g_autoptr (GList) all = NULL;

  g_return_if_fail (TOG_IS_DELAYED_SENDS (self));

  all = g_hash_table_get_values (self->sends);
  for (GList *l = all; l != NULL; l = l->next)
    if (((Send *) l->data)->source_id != 0)
      send_now (l->data);
}

/**
 * tog_delayed_sends_count:
 *
 * Returns: how many wait or are on their way
 */
guint
tog_delayed_sends_count (TogDelayedSends *self)
{
  g_return_val_if_fail (TOG_IS_DELAYED_SENDS (self), 0);

  return g_hash_table_size (self->sends);
}
