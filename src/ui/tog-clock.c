#include "config.h"

#include "tog-clock.h"

struct _TogClock
{
  GObject parent_instance;

  guint source_id;
};

G_DEFINE_FINAL_TYPE (TogClock, tog_clock, G_TYPE_OBJECT)

enum
{
  MINUTE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void schedule (TogClock *self);

static gboolean
minute_cb (gpointer user_data)
{
  TogClock *self = user_data;

  self->source_id = 0;
  schedule (self);
  g_signal_emit (self, signals[MINUTE], 0);

  return G_SOURCE_REMOVE;
}

/* Each wait is measured anew from the clock on the wall: a minute that was slept
 * through or a clock that was set is caught up with after one wait. */
static void
schedule (TogClock *self)
{
  guint ms_into_minute = (guint) (g_get_real_time () / 1000 % 60000);

  self->source_id = g_timeout_add (60000 - ms_into_minute, minute_cb, self);
}

static void
tog_clock_finalize (GObject *object)
{
  TogClock *self = TOG_CLOCK (object);

  g_clear_handle_id (&self->source_id, g_source_remove);

  G_OBJECT_CLASS (tog_clock_parent_class)->finalize (object);
}

static void
tog_clock_class_init (TogClockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = tog_clock_finalize;

  signals[MINUTE] = g_signal_new (
      "minute", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tog_clock_init (TogClock *self)
{
  schedule (self);
}

/**
 * tog_clock_get_default:
 *
 * The clock that everything in this process shares.
 *
 * Returns: (transfer none)
 */
TogClock *
tog_clock_get_default (void)
{
  static TogClock *clock;

  if (clock == NULL)
    clock = g_object_new (TOG_TYPE_CLOCK, NULL);

  return clock;
}
