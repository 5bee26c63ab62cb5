#include "config.h"

#include "tog-week-view-private.h"

#include "tog-format.h"

#include <glib/gi18n.h>

/* So many weeks are loaded at once; the server gives no more than 62 days. */
#define WEEKS_LOADED 8

#define SPINNER_DELAY_MS 300

/* Older than this, what is shown isn't what the server says now. */
#define FRESH_SECONDS 90

gboolean
tog_week_view_is_loaded (TogWeekView *self)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);

  return priv->times != NULL &&
         tog_slot_contains (priv->times->range, tog_week_get_range (priv->week));
}

void
tog_week_view_show_age (TogWeekView *self)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);
  TogInstant now = tog_format_get_now ();
  g_autofree char *age = NULL;
  g_autofree char *text = NULL;

  if (priv->times == NULL ||
      (tog_account_get_online (priv->account) && now - priv->times_at < FRESH_SECONDS))
    {
      tog_notice_show (priv->age_notice, NULL, NULL);
      return;
    }
  if (!tog_week_view_is_loaded (self))
    {
      tog_notice_show (priv->age_notice,
                       _ ("Offline. The times of this week weren’t loaded before; they show once "
                          "the server can be reached."),
                       _ ("Try Again"));
      return;
    }
  age = tog_format_ago (MAX (0, now - priv->times_at));
  if (TOG_WEEK_VIEW_GET_CLASS (self)->is_moving (self))
    text = g_strdup_printf (_ ("Offline. These times were last confirmed %s; the session can be "
                               "moved once the server can be reached."),
                            age);
  else
    text = g_strdup_printf (_ ("Offline. These times were last confirmed %s. Choose one or several "
                               "to request: the first that is still free is booked once the server "
                               "can be reached."),
                            age);
  tog_notice_show (priv->age_notice, text, _ ("Try Again"));
}

/* Where a week has nothing to offer: where to go instead. */
void
tog_week_view_show_empty (TogWeekView *self, TogWeekState state)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);
  TogDay today = tog_week_view_get_today (self);
  TogDay last = tog_week_get_day (priv->week, TOG_WEEK_DAYS - 1);
  g_autofree char *day = NULL;
  g_autofree char *button = NULL;

  priv->has_free_day = FALSE;
  if (state != TOG_WEEK_EMPTY)
    {
      tog_notice_show (priv->empty_notice, NULL, NULL);
      return;
    }
  if (last < today)
    {
      tog_notice_show (priv->empty_notice, _ ("This week has passed"), NULL);
      return;
    }

  priv->has_free_day = TOG_WEEK_VIEW_GET_CLASS (self)->find_day (self, last + 1, &priv->free_day);
  if (priv->has_free_day)
    {
      day = tog_format_short_day (priv->free_day, today);
      /* Translators: a day, such as "1 December". */
      button = g_strdup_printf (_ ("Go to %s"), day);
    }
  else if (priv->times->range.end < priv->times->latest_end)
    {
      button = g_strdup (_ ("Look Further"));
    }
  tog_notice_show (priv->empty_notice, _ ("No time this week"), button);
}

/* Looks for a time from a day on, loading more where what is known ends. */
void
tog_week_view_seek_from (TogWeekView *self, TogDay from)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);
  TogDay day;

  if (priv->times != NULL && TOG_WEEK_VIEW_GET_CLASS (self)->find_day (self, from, &day))
    {
      tog_week_view_go_to_day (self, day);
      return;
    }
  if (priv->times == NULL || priv->times->range.end >= priv->times->latest_end)
    {
      priv->seeking = FALSE;
      tog_notice_show (
          priv->empty_notice, _ ("No time in all the weeks that can be booked yet"), NULL);
      return;
    }
  priv->seeking = TRUE;
  priv->seek_from =
      tog_week_view_get_week_start (
          tog_zone_to_wall (tog_week_view_get_zone (self), priv->times->range.end).day) -
      TOG_WEEK_DAYS;
  priv->seek_from = MAX (priv->seek_from, from);
  tog_week_view_load (self);
}

static gboolean
spinner_timeout_cb (gpointer user_data)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (user_data);

  priv->spinner_timeout = 0;
  gtk_widget_set_visible (priv->spinner, TRUE);
  gtk_spinner_start (GTK_SPINNER (priv->spinner));
  return G_SOURCE_REMOVE;
}

static void
stop_spinner (TogWeekViewPrivate *priv)
{
  g_clear_handle_id (&priv->spinner_timeout, g_source_remove);
  gtk_spinner_stop (GTK_SPINNER (priv->spinner));
  gtk_widget_set_visible (priv->spinner, FALSE);
}

static char *
dup_failure (TogWeekViewPrivate *priv, const GError *error)
{
  if (!g_error_matches (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_OFFLINE))
    return g_strdup_printf (_ ("Times couldn’t be loaded. %s"), error->message);
  /* Where there are those of other weeks, it is told with their age. */
  if (priv->times != NULL && !tog_account_get_online (priv->account))
    return NULL;
  return g_strdup (_ ("Offline. These times aren’t on this computer yet; they come once the "
                      "server can be reached."));
}

static void
times_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogWeekView) self = user_data;
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);
  g_autoptr (GError) error = NULL;
  TogInstant updated_at = 0;
  g_autoptr (TogTimes) times =
      TOG_WEEK_VIEW_GET_CLASS (self)->load_finish (self, result, &updated_at, &error);
  TogInstant end = priv->times != NULL ? priv->times->range.end : G_MININT64;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&priv->cancellable);
  stop_spinner (priv);
  if (times == NULL)
    {
      g_autofree char *text = dup_failure (priv, error);

      priv->seeking = FALSE;
      tog_notice_show (priv->error_notice, text, _ ("Try Again"));
      tog_week_view_show_age (self);
      return;
    }

  tog_notice_show (priv->error_notice, NULL, NULL);
  g_set_object (&priv->times, times);
  priv->times_at = updated_at;
  tog_week_view_update (self);
  /* What is kept for being offline may reach no further than what is known. */
  if (priv->seeking && times->range.end > end)
    tog_week_view_seek_from (self, priv->seek_from);
  else
    priv->seeking = FALSE;
}

/**
 * tog_week_view_load:
 *
 * Asks for eight weeks, from the one before that which matters: turning pages
 * needs no network then.
 */
void
tog_week_view_load (TogWeekView *self)
{
  TogWeekViewPrivate *priv = tog_week_view_get_private (self);
  TogDay today = tog_week_view_get_week_start (tog_week_view_get_today (self));
  TogDay first = priv->seeking ? priv->seek_from : tog_week_get_day (priv->week, 0);
  g_autoptr (TogWeek) week = NULL;
  TogSlot range;

  if (first > today)
    first = MAX (today, first - TOG_WEEK_DAYS);
  if (priv->keeping && !priv->seeking)
    first = MIN (first, priv->keep_from);
  week = tog_week_new (tog_week_view_get_zone (self), first);
  range.start = tog_week_get_range (week).start - TOG_DAY_SECONDS;
  range.end = range.start + (WEEKS_LOADED * TOG_WEEK_DAYS + 3) * (TogInstant) TOG_DAY_SECONDS;

  if (priv->cancellable != NULL)
    g_cancellable_cancel (priv->cancellable);
  g_clear_object (&priv->cancellable);
  priv->cancellable = g_cancellable_new ();
  if (!tog_week_view_is_loaded (self) && priv->spinner_timeout == 0)
    priv->spinner_timeout = g_timeout_add (SPINNER_DELAY_MS, spinner_timeout_cb, self);
  TOG_WEEK_VIEW_GET_CLASS (self)->load_async (
      self, range, priv->cancellable, times_loaded_cb, g_object_ref (self));
}
