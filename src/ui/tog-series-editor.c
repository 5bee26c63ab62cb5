#include "config.h"

#include "tog-series-editor.h"

#include "tog-clock.h"
#include "tog-format.h"
#include "tog-notice.h"
#include "tog-series-row.h"
#include "tog-series-speech.h"
#include "tog-widget.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define SPINNER_DELAY_MS 300

struct _TogSeriesEditor
{
  GtkWidget parent_instance;

  TogAccount *account;       /* (owned) (nullable) */
  TogTeam *team;             /* (owned) (nullable) */
  TogSeriesModel *model;     /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) */
  gboolean books_one;        /* whatever else there is */
  gboolean loading;
  TogInstant missing_from; /* where what was loaded last begins */
  guint spinner_timeout;   /* source id, 0 if none */

  AdwComboRow *rule_row;
  GtkWidget *count_row;
  GtkAdjustment *count;
  GtkWidget *occurrences;
  GtkWidget *spinner;
  GtkListBox *list;
  GtkLabel *obstacle_label;
  GtkLabel *wall_label;
  TogNotice *error;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogSeriesEditor, tog_series_editor, GTK_TYPE_WIDGET)

static void load (TogSeriesEditor *self);

static gboolean
repeats (TogSeriesEditor *self)
{
  return adw_combo_row_get_selected (self->rule_row) > 0;
}

static gboolean
spinner_timeout_cb (gpointer user_data)
{
  TogSeriesEditor *self = user_data;

  self->spinner_timeout = 0;
  gtk_widget_set_visible (self->spinner, TRUE);
  gtk_spinner_start (GTK_SPINNER (self->spinner));
  return G_SOURCE_REMOVE;
}

static void
stop_spinner (TogSeriesEditor *self)
{
  g_clear_handle_id (&self->spinner_timeout, g_source_remove);
  gtk_spinner_stop (GTK_SPINNER (self->spinner));
  gtk_widget_set_visible (self->spinner, FALSE);
}

/* Rows stay: what is open or has the focus is not taken away by a minute passing. */
static void
update_rows (TogSeriesEditor *self)
{
  guint n = repeats (self) ? tog_series_model_get_n (self->model) : 0;
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, (int) n)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < n; i++)
    {
      row = gtk_list_box_get_row_at_index (self->list, (int) i);
      if (row == NULL)
        {
          row = GTK_LIST_BOX_ROW (tog_series_row_new (self->model, i));
          gtk_list_box_append (self->list, GTK_WIDGET (row));
        }
      tog_series_row_update (TOG_SERIES_ROW (row), tog_account_get_now (self->account));
    }
}

static void
update (TogSeriesEditor *self)
{
  g_autofree char *obstacle = NULL;
  g_autofree char *wall = NULL;

  update_rows (self);
  if (repeats (self))
    {
      obstacle = tog_series_speech_dup_obstacle (self->model);
      wall = tog_series_speech_dup_wall (self->model);
      gtk_label_set_label (self->wall_label, wall);
    }
  gtk_label_set_label (self->obstacle_label, obstacle != NULL ? obstacle : "");
  gtk_widget_set_visible (GTK_WIDGET (self->obstacle_label), obstacle != NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
times_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogSeriesEditor) self = user_data;
  TogAccount *account = TOG_ACCOUNT (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogTimes) times =
      TOG_IS_GROUP (self->team)
          ? tog_account_load_group_times_finish (account, result, NULL, &error)
          : tog_account_load_times_finish (account, result, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->loading = FALSE;
  if (times == NULL)
    {
      g_autofree char *text = g_strdup_printf (_ ("Times couldn’t be loaded. %s"), error->message);

      stop_spinner (self);
      tog_notice_show (self->error, text, _ ("Try Again"));
      return;
    }
  tog_series_model_add_times (self->model, times, tog_account_get_now (account));
  load (self);
}

/* Loads what the sessions need, a piece after another. */
static void
load (TogSeriesEditor *self)
{
  TogSlot missing;

  if (self->loading || !repeats (self))
    return;
  /* What is kept for being offline may reach no further. */
  if (!tog_series_model_find_missing (self->model, &missing) || missing.start == self->missing_from)
    {
      stop_spinner (self);
      return;
    }

  self->loading = TRUE;
  self->missing_from = missing.start;
  tog_notice_show (self->error, NULL, NULL);
  if (self->spinner_timeout == 0 && !gtk_widget_get_visible (self->spinner))
    self->spinner_timeout = g_timeout_add (SPINNER_DELAY_MS, spinner_timeout_cb, self);
  if (TOG_IS_GROUP (self->team))
    tog_account_load_group_times_async (self->account,
                                        self->team->id,
                                        missing,
                                        self->cancellable,
                                        times_loaded_cb,
                                        g_object_ref (self));
  else
    tog_account_load_times_async (self->account,
                                  self->team->id,
                                  missing,
                                  self->cancellable,
                                  times_loaded_cb,
                                  g_object_ref (self));
}

static void
retry_cb (TogSeriesEditor *self)
{
  self->missing_from = G_MININT64;
  load (self);
}

/* As many as there are, until somebody wants fewer. */
static void
set_max (TogSeriesEditor *self)
{
  guint max = tog_series_model_get_max (self->model);
  gboolean wants_all =
      gtk_adjustment_get_value (self->count) >= gtk_adjustment_get_upper (self->count);

  gtk_widget_set_visible (GTK_WIDGET (self), max > 1 && !self->books_one);
  if (max < 2 || self->books_one)
    {
      adw_combo_row_set_selected (self->rule_row, 0);
      return;
    }
  gtk_adjustment_set_upper (self->count, max);
  if (wants_all)
    gtk_adjustment_set_value (self->count, max);
}

static void
set_team (TogSeriesEditor *self, TogTeam *team)
{
  g_set_object (&self->team, team);
  tog_series_model_set_team (self->model, team);
  set_max (self);
}

static void
team_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogSeriesEditor) self = user_data;
  TogAccount *account = TOG_ACCOUNT (source);
  g_autoptr (GObject) team =
      TOG_IS_GROUP (self->team) ? (GObject *) tog_account_load_group_finish (account, result, NULL)
                                : (GObject *) tog_account_load_match_finish (account, result, NULL);

  /* Without it there is still the one session to book. */
  if (team != NULL && !g_cancellable_is_cancelled (self->cancellable))
    set_team (self, TOG_TEAM (team));
}

/* Home knows only a team's next session. */
static void
load_team (TogSeriesEditor *self)
{
  TogTeam *known = TOG_IS_GROUP (self->team)
                       ? (TogTeam *) tog_account_peek_group (self->account, self->team->id)
                       : (TogTeam *) tog_account_peek_match (self->account, self->team->id);

  if (known != NULL && known->planned != NULL)
    set_team (self, known);
  else if (TOG_IS_GROUP (self->team))
    tog_account_load_group_async (
        self->account, self->team->id, self->cancellable, team_loaded_cb, g_object_ref (self));
  else
    tog_account_load_match_async (
        self->account, self->team->id, self->cancellable, team_loaded_cb, g_object_ref (self));
}

static void
rule_changed_cb (TogSeriesEditor *self)
{
  guint selected = adw_combo_row_get_selected (self->rule_row);

  gtk_widget_set_visible (self->count_row, selected > 0);
  gtk_widget_set_visible (self->occurrences, selected > 0);
  if (self->model == NULL)
    return;
  if (selected > 0)
    {
      tog_series_model_set_n (self->model, (guint) gtk_adjustment_get_value (self->count));
      tog_series_model_set_rule (self->model, (TogSeriesRule) (selected - 1));
      self->missing_from = G_MININT64;
    }
  update (self);
  load (self);
}

static void
count_changed_cb (TogSeriesEditor *self)
{
  if (self->model == NULL || !repeats (self))
    return;
  tog_series_model_set_n (self->model, (guint) gtk_adjustment_get_value (self->count));
  load (self);
}

static void
minute_cb (TogSeriesEditor *self)
{
  if (self->model != NULL && repeats (self))
    tog_series_model_set_now (self->model, tog_account_get_now (self->account));
}

static void
tog_series_editor_dispose (GObject *object)
{
  TogSeriesEditor *self = TOG_SERIES_EDITOR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->spinner_timeout, g_source_remove);
  tog_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_SERIES_EDITOR);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (tog_series_editor_parent_class)->dispose (object);
}

static void
tog_series_editor_finalize (GObject *object)
{
  TogSeriesEditor *self = TOG_SERIES_EDITOR (object);

  g_clear_object (&self->account);
  g_clear_object (&self->team);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (tog_series_editor_parent_class)->finalize (object);
}

static void
tog_series_editor_class_init (TogSeriesEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_series_editor_dispose;
  object_class->finalize = tog_series_editor_finalize;

  signals[CHANGED] = g_signal_new (
      "changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-series-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, TogSeriesEditor, rule_row);
  gtk_widget_class_bind_template_child (widget_class, TogSeriesEditor, count_row);
  gtk_widget_class_bind_template_child (widget_class, TogSeriesEditor, count);
  gtk_widget_class_bind_template_child (widget_class, TogSeriesEditor, occurrences);
  gtk_widget_class_bind_template_child (widget_class, TogSeriesEditor, spinner);
  gtk_widget_class_bind_template_child (widget_class, TogSeriesEditor, list);
  gtk_widget_class_bind_template_child (widget_class, TogSeriesEditor, obstacle_label);
  gtk_widget_class_bind_template_child (widget_class, TogSeriesEditor, wall_label);
  gtk_widget_class_bind_template_callback (widget_class, rule_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, count_changed_cb);
}

static void
tog_series_editor_init (TogSeriesEditor *self)
{
  self->cancellable = g_cancellable_new ();
  self->missing_from = G_MININT64;
  gtk_widget_init_template (GTK_WIDGET (self));
  tog_widget_name_choices (GTK_WIDGET (self->rule_row));
  self->error = TOG_NOTICE (tog_notice_new ("dialog-error-symbolic", "error"));
  gtk_widget_insert_before (
      GTK_WIDGET (self->error), self->occurrences, GTK_WIDGET (self->obstacle_label));
  g_signal_connect_object (self->error, "pressed", G_CALLBACK (retry_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_clock_get_default (), "minute", G_CALLBACK (minute_cb), self, G_CONNECT_SWAPPED);
}

/**
 * tog_series_editor_begin:
 * @team: with whom
 * @first: the planned session that is booked in any case
 * @slot: when that is
 * @zone: of the clock on whose wall all keep their time
 *
 * Says what is to be booked, once.
 */
void
tog_series_editor_begin (TogSeriesEditor *self,
                         TogAccount *account,
                         TogTeam *team,
                         TogPlannedSession *first,
                         TogSlot slot,
                         TogZone *zone)
{
  g_return_if_fail (TOG_IS_SERIES_EDITOR (self));
  g_return_if_fail (self->model == NULL);

  self->account = g_object_ref (account);
  self->team = g_object_ref (team);
  self->model = tog_series_model_new (first, slot, zone);
  g_signal_connect_object (self->model, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  load_team (self);
}

/**
 * tog_series_editor_book_one:
 *
 * Says that it is about one session only, after tog_series_editor_begin().
 */
void
tog_series_editor_book_one (TogSeriesEditor *self)
{
  g_return_if_fail (TOG_IS_SERIES_EDITOR (self));

  self->books_one = TRUE;
  set_max (self);
}

/**
 * tog_series_editor_set_slot:
 * @slot: when the first session is instead
 */
void
tog_series_editor_set_slot (TogSeriesEditor *self, TogSlot slot)
{
  g_return_if_fail (TOG_IS_SERIES_EDITOR (self));

  tog_series_model_set_slot (self->model, slot);
  self->missing_from = G_MININT64;
  load (self);
}

/**
 * tog_series_editor_get_n:
 *
 * Returns: how many sessions are to be booked
 */
guint
tog_series_editor_get_n (TogSeriesEditor *self)
{
  return repeats (self) ? tog_series_model_get_n (self->model) : 1;
}

/**
 * tog_series_editor_dup_title:
 *
 * Returns: what is to be booked, where that is more than one session
 */
char *
tog_series_editor_dup_title (TogSeriesEditor *self)
{
  return tog_series_speech_dup_title (self->model, self->team);
}

/**
 * tog_series_editor_dup_rhythm:
 *
 * Returns: how the sessions follow each other
 */
char *
tog_series_editor_dup_rhythm (TogSeriesEditor *self)
{
  return tog_series_speech_dup_rhythm (self->model);
}

/**
 * tog_series_editor_can_send:
 *
 * Returns: whether nothing is known to be in the way; a single session's own slot
 *   is not looked at
 */
gboolean
tog_series_editor_can_send (TogSeriesEditor *self)
{
  return !repeats (self) || tog_series_model_can_send (self->model);
}

/**
 * tog_series_editor_make_bookings:
 * @conference: where
 * @message: (nullable): for all of them
 *
 * Returns: (transfer full) (element-type TogBooking): what to send
 */
GPtrArray *
tog_series_editor_make_bookings (TogSeriesEditor *self,
                                 TogConference *conference,
                                 const char *message)
{
  GPtrArray *bookings = g_ptr_array_new_with_free_func (g_object_unref);
  const char *zone = tog_zone_get_name (tog_series_model_get_zone (self->model));
  gint64 duration = tog_series_model_get_duration (self->model);

  for (guint i = 0; i < tog_series_editor_get_n (self); i++)
    {
      const TogSeriesItem *item = tog_series_model_get_item (self->model, i);
      TogInstant start = repeats (self) ? item->start : item->wanted;
      TogSlot slot = { start, start + duration };
      TogBooking *booking = tog_booking_new (item->planned->id, slot, zone, conference, message);

      if (item->state == TOG_SERIES_KEPT)
        tog_attendance_override (item->attendance, booking);
      g_ptr_array_add (bookings, booking);
    }
  return bookings;
}

/**
 * tog_series_editor_show_refusals:
 * @refusals: (element-type TogBookingRefusal): what the server would not book
 *
 * Shows at each session what the server said of it, until it is moved, and loads
 * people's times again. What was chosen stays.
 */
void
tog_series_editor_show_refusals (TogSeriesEditor *self, GPtrArray *refusals)
{
  g_return_if_fail (TOG_IS_SERIES_EDITOR (self));

  for (guint i = 0; i < refusals->len; i++)
    {
      const TogBookingRefusal *refusal = g_ptr_array_index (refusals, i);

      tog_series_model_refuse (self->model, refusal->index, refusal->message);
    }
  self->missing_from = G_MININT64;
  tog_series_model_drop_times (self->model);
  load (self);
}
