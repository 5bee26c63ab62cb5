#include "config.h"

#include "tog-clock.h"

#include "tog-format.h"

#include <glib-unix.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* Further than any clock is set, as timerfd_settime(2) counts. */
#define FAR_AHEAD (G_GINT64_CONSTANT (1) << 40)

struct _TogClock
{
  GObject parent_instance;

  guint source_id;
  int set_fd;          /* readable once the clock was set, -1 where nobody tells */
  guint set_source_id; /* 0 if none */
  TogZone *zone;       /* (owned): the desktop's */
  TogDay today;
};

G_DEFINE_FINAL_TYPE (TogClock, tog_clock, G_TYPE_OBJECT)

enum
{
  MINUTE,
  TODAY,
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

/* Returns: whether the day or the zone is another than before */
static gboolean
look_around (TogClock *self)
{
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  TogDay today = tog_zone_to_wall (zone, tog_format_get_now ()).day;

  if (self->zone != NULL && today == self->today &&
      g_str_equal (tog_zone_get_name (zone), tog_zone_get_name (self->zone)))
    return FALSE;
  g_clear_pointer (&self->zone, tog_zone_unref);
  self->zone = g_steal_pointer (&zone);
  self->today = today;
  return TRUE;
}

static void
tog_clock_minute (TogClock *self)
{
  if (look_around (self))
    g_signal_emit (self, signals[TODAY], 0);
}

/* Each wait is measured anew from the clock on the wall: a minute that was slept
 * through or a clock that was set is caught up with after one wait. */
static void
schedule (TogClock *self)
{
  guint ms_into_minute = (guint) (g_get_real_time () / 1000 % 60000);

  self->source_id = g_timeout_add (60000 - ms_into_minute, minute_cb, self);
}

/* A timer that is never meant to go off, but that the kernel ends when the clock
 * makes a jump: when it is set, and when the computer wakes up. */
static gboolean
arm (TogClock *self)
{
  const struct itimerspec spec = { .it_value = { .tv_sec = FAR_AHEAD } };

  return timerfd_settime (self->set_fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &spec, NULL) ==
         0;
}

static gboolean
set_cb (int fd, GIOCondition condition, gpointer user_data)
{
  TogClock *self = user_data;
  guint64 n_expired;

  /* What it says is that it was cancelled, which is known. */
  if (read (fd, &n_expired, sizeof n_expired) < 0)
    n_expired = 0;
  g_clear_handle_id (&self->source_id, g_source_remove);
  schedule (self);
  g_signal_emit (self, signals[MINUTE], 0);
  if (arm (self))
    return G_SOURCE_CONTINUE;

  self->set_source_id = 0;
  return G_SOURCE_REMOVE;
}

static void
watch_sets (TogClock *self)
{
  self->set_fd = timerfd_create (CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  if (self->set_fd >= 0 && arm (self))
    self->set_source_id = g_unix_fd_add (self->set_fd, G_IO_IN, set_cb, self);
}

static void
tog_clock_finalize (GObject *object)
{
  TogClock *self = TOG_CLOCK (object);

  g_clear_handle_id (&self->source_id, g_source_remove);
  g_clear_handle_id (&self->set_source_id, g_source_remove);
  if (self->set_fd >= 0)
    close (self->set_fd);
  g_clear_pointer (&self->zone, tog_zone_unref);

  G_OBJECT_CLASS (tog_clock_parent_class)->finalize (object);
}

static void
tog_clock_class_init (TogClockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = tog_clock_finalize;

  signals[MINUTE] = g_signal_new_class_handler ("minute",
                                                G_TYPE_FROM_CLASS (klass),
                                                G_SIGNAL_RUN_LAST,
                                                G_CALLBACK (tog_clock_minute),
                                                NULL,
                                                NULL,
                                                NULL,
                                                G_TYPE_NONE,
                                                0);
  signals[TODAY] = g_signal_new (
      "today", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tog_clock_init (TogClock *self)
{
  look_around (self);
  schedule (self);
  watch_sets (self);
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
