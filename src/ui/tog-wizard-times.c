#include "config.h"

#include "tog-wizard-private.h"

#include "tog-format.h"

#include <glib/gi18n.h>

/* So many weeks are loaded at once; the server gives no more than 62 days. */
#define WEEKS_LOADED 8

#define SPINNER_DELAY_MS 300

/* Older than this, what is shown isn't what the server says now. */
#define FRESH_SECONDS 90

gboolean
tog_wizard_is_loaded (TogWizard *self)
{
  return self->times != NULL &&
         tog_slot_contains (self->times->range, tog_week_get_range (self->week));
}

void
tog_wizard_show_age (TogWizard *self)
{
  TogInstant now = tog_format_get_now ();
  g_autofree char *age = NULL;
  g_autofree char *text = NULL;

  if (self->times == NULL ||
      (tog_account_get_online (self->account) && now - self->times_at < FRESH_SECONDS))
    {
      tog_notice_show (self->age_notice, NULL, NULL);
      return;
    }
  if (!tog_wizard_is_loaded (self))
    {
      tog_notice_show (self->age_notice,
                       _ ("Offline. The times of this week weren’t loaded before; they show once "
                          "the server can be reached."),
                       _ ("Try Again"));
      return;
    }
  age = tog_format_ago (MAX (0, now - self->times_at));
  text = g_strdup_printf (
      _ ("Offline. These times were last confirmed %s; booking waits until the server can be "
         "reached."),
      age);
  tog_notice_show (self->age_notice, text, _ ("Try Again"));
}

/* Where a week has nothing to offer: where to go instead. */
void
tog_wizard_show_empty (TogWizard *self, TogWeekModel *model)
{
  TogDay today = tog_wizard_get_today (self);
  TogDay last = tog_week_get_day (self->week, TOG_WEEK_DAYS - 1);
  guint n_free = 0;
  g_autofree char *day = NULL;
  g_autofree char *button = NULL;

  for (guint column = 0; column < TOG_WEEK_DAYS; column++)
    n_free += tog_week_model_count_free (model, column);
  self->has_free_day = FALSE;
  if (n_free > 0 || !tog_week_model_is_loaded (model))
    {
      tog_notice_show (self->empty_notice, NULL, NULL);
      return;
    }
  if (last < today)
    {
      tog_notice_show (self->empty_notice, _ ("This week has passed"), NULL);
      return;
    }

  self->has_free_day =
      tog_week_model_find_free_day (self->times,
                                    tog_wizard_get_zone (self),
                                    last + 1,
                                    tog_wizard_details_get_duration (self->details),
                                    tog_account_get_now (self->account),
                                    &self->free_day);
  if (self->has_free_day)
    {
      day = tog_format_short_day (self->free_day, today);
      /* Translators: a day, such as "1 December". */
      button = g_strdup_printf (_ ("Go to %s"), day);
    }
  else if (self->times->range.end < self->times->latest_end)
    {
      button = g_strdup (_ ("Look Further"));
    }
  tog_notice_show (self->empty_notice, _ ("No time this week"), button);
}

/* Looks for a time from a day on, loading more where what is known ends. */
void
tog_wizard_seek (TogWizard *self, TogDay from)
{
  TogDay day;

  if (self->times != NULL &&
      tog_week_model_find_free_day (self->times,
                                    tog_wizard_get_zone (self),
                                    from,
                                    tog_wizard_details_get_duration (self->details),
                                    tog_account_get_now (self->account),
                                    &day))
    {
      tog_wizard_go_to_free (self, day);
      return;
    }
  if (self->times == NULL || self->times->range.end >= self->times->latest_end)
    {
      self->seeking = FALSE;
      tog_notice_show (
          self->empty_notice, _ ("No time in all the weeks that can be booked yet"), NULL);
      return;
    }
  self->seeking = TRUE;
  self->seek_from = tog_wizard_get_week_start (
                        tog_zone_to_wall (tog_wizard_get_zone (self), self->times->range.end).day) -
                    TOG_WEEK_DAYS;
  self->seek_from = MAX (self->seek_from, from);
  tog_wizard_load_times (self);
}

static gboolean
spinner_timeout_cb (gpointer user_data)
{
  TogWizard *self = user_data;

  self->spinner_timeout = 0;
  gtk_widget_set_visible (self->spinner, TRUE);
  gtk_spinner_start (GTK_SPINNER (self->spinner));
  return G_SOURCE_REMOVE;
}

static void
stop_spinner (TogWizard *self)
{
  g_clear_handle_id (&self->spinner_timeout, g_source_remove);
  gtk_spinner_stop (GTK_SPINNER (self->spinner));
  gtk_widget_set_visible (self->spinner, FALSE);
}

/* What is to be moved doesn't stand in its own way. */
static void
load (TogWizard *self, TogSlot range, GAsyncReadyCallback callback)
{
  if (self->moved != NULL)
    tog_account_load_move_times_async (
        self->account, self->moved, range, self->cancellable, callback, g_object_ref (self));
  else
    tog_account_load_times_async (self->account,
                                  self->match->team.id,
                                  range,
                                  self->cancellable,
                                  callback,
                                  g_object_ref (self));
}

static TogTimes *
load_finish (TogWizard *self, GAsyncResult *result, TogInstant *updated_at, GError **error)
{
  if (self->moved != NULL)
    return tog_account_load_move_times_finish (self->account, result, updated_at, error);

  return tog_account_load_times_finish (self->account, result, updated_at, error);
}

static void
times_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogWizard) self = user_data;
  g_autoptr (GError) error = NULL;
  TogInstant updated_at = 0;
  g_autoptr (TogTimes) times = load_finish (self, result, &updated_at, &error);
  TogInstant end = self->times != NULL ? self->times->range.end : G_MININT64;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  stop_spinner (self);
  if (times == NULL)
    {
      g_autofree char *text = g_strdup_printf (_ ("Times couldn’t be loaded. %s"), error->message);

      self->seeking = FALSE;
      tog_notice_show (self->error_notice, text, _ ("Try Again"));
      tog_wizard_show_age (self);
      return;
    }

  tog_notice_show (self->error_notice, NULL, NULL);
  g_set_object (&self->times, times);
  self->times_at = updated_at;
  tog_wizard_update (self);
  /* What is kept for being offline may reach no further than what is known. */
  if (self->seeking && times->range.end > end)
    tog_wizard_seek (self, self->seek_from);
  else
    self->seeking = FALSE;
}

/* Asks for eight weeks, from the one before that which matters: turning pages
 * needs no network then. */
void
tog_wizard_load_times (TogWizard *self)
{
  TogDay today = tog_wizard_get_week_start (tog_wizard_get_today (self));
  TogDay first = self->seeking ? self->seek_from : tog_week_get_day (self->week, 0);
  g_autoptr (TogWeek) week = NULL;
  TogSlot range;

  if (first > today)
    first = MAX (today, first - TOG_WEEK_DAYS);
  week = tog_week_new (tog_wizard_get_zone (self), first);
  range.start = tog_week_get_range (week).start - TOG_DAY_SECONDS;
  range.end = range.start + (WEEKS_LOADED * TOG_WEEK_DAYS + 3) * (TogInstant) TOG_DAY_SECONDS;

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  if (!tog_wizard_is_loaded (self) && self->spinner_timeout == 0)
    self->spinner_timeout = g_timeout_add (SPINNER_DELAY_MS, spinner_timeout_cb, self);
  load (self, range, times_loaded_cb);
}
