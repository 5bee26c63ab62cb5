#include "config.h"

#include "tog-record-dialog.h"

#include "tog-clock.h"
#include "tog-format.h"
#include "tog-model-limits.h"
#include "tog-notice.h"
#include "tog-rating-box.h"
#include "tog-widget.h"
#include "tog-widget.h"

#include <glib/gi18n.h>

#define DEFAULT_DURATION (45 * TOG_MINUTE)
#define DEFAULT_WIDTH 420

struct _TogRecordDialog
{
  AdwWindow parent_instance;

  TogAccount *account;        /* (owned) */
  TogTeam *team;              /* (owned) */
  TogPlannedSession *planned; /* (owned) */
  TogZone *zone;              /* (owned) */
  gboolean filled;

  GtkWidget *done_button;
  GtkLabel *title_label;
  GtkMenuButton *day_button;
  GtkPopover *day_popover;
  GtkCalendar *calendar;
  AdwActionRow *start_row;
  GtkWidget *start_box;
  GtkSpinButton *hour_spin;
  GtkSpinButton *minute_spin;
  GtkSpinButton *duration_spin;
  AdwBin *notice_bin;
  AdwBin *rating_bin;
  GtkTextView *note_view;
  TogNotice *notice;
  TogRatingBox *rating_box;
};

G_DEFINE_FINAL_TYPE (TogRecordDialog, tog_record_dialog, ADW_TYPE_WINDOW)

enum
{
  RECORDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static TogDay
get_day (TogRecordDialog *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (self->calendar);

  return tog_day_from_civil (g_date_time_get_year (date),
                             g_date_time_get_month (date),
                             g_date_time_get_day_of_month (date));
}

/* A time that the clock skipped counts as the one after it; one that it showed twice
 * as the first. */
static TogSlot
get_slot (TogRecordDialog *self)
{
  int minutes = gtk_spin_button_get_value_as_int (self->hour_spin) * 60 +
                gtk_spin_button_get_value_as_int (self->minute_spin);
  TogWallTime wall = { get_day (self), minutes * TOG_MINUTE };
  TogInstant start = tog_zone_from_wall (self->zone, wall);

  return (TogSlot){ start,
                    start + gtk_spin_button_get_value_as_int (self->duration_spin) * TOG_MINUTE };
}

static char *
dup_note (TogRecordDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->note_view);
  GtkTextIter start, end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);

  return g_strdup (g_strstrip (text));
}

/* What else was held, or is to be, at the time: mostly the time is mistyped then. */
static char *
dup_overlap (TogRecordDialog *self, TogSlot slot)
{
  GPtrArray *all = self->team->planned;

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      TogPlannedSession *other = g_ptr_array_index (all, i);
      TogSession *session = other->session;

      if (session == NULL || g_str_equal (other->id, self->planned->id) ||
          session->state == TOG_SESSION_CANCELLED || !tog_slot_overlaps (session->slot, slot))
        continue;
      if (session->state == TOG_SESSION_COMPLETED)
        return g_strdup_printf (_ ("“%s” was at this time already."), session->title);
      return g_strdup_printf (_ ("“%s” is scheduled at this time."), session->title);
    }
  return NULL;
}

/* Whether it can be recorded, and why not if not. */
static void
update (TogRecordDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->note_view);
  TogInstant now = tog_account_get_now (self->account);
  TogSlot slot = { 0, 0 };
  g_autofree char *day = NULL;
  g_autofree char *spoken = NULL;
  g_autofree char *range = NULL;
  g_autofree char *overlap = NULL;
  const char *problem = NULL;

  if (!self->filled)
    return;

  slot = get_slot (self);
  day = tog_format_relative_day (get_day (self), tog_zone_to_wall (self->zone, now).day);
  range = tog_format_time_range (self->zone, slot);
  gtk_menu_button_set_label (self->day_button, day);
  spoken = g_strdup_printf (_ ("Day: %s"), day);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->day_button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  adw_action_row_set_subtitle (self->start_row, range);

  if (slot.end > now)
    problem = _ ("Only what is over can be marked as done. Choose an earlier time.");
  else if (gtk_text_buffer_get_char_count (buffer) > TOG_MAX_NOTE_LENGTH)
    problem = _ ("The note is too long. Shorten it.");
  else
    overlap = dup_overlap (self, slot);
  tog_notice_show (self->notice, problem != NULL ? problem : overlap, NULL);
  gtk_widget_set_sensitive (self->done_button, problem == NULL);
}

static void
day_selected_cb (TogRecordDialog *self)
{
  gtk_popover_popdown (self->day_popover);
  update (self);
}

static gboolean
show_two_digits_cb (GtkSpinButton *spin)
{
  g_autofree char *text = g_strdup_printf ("%02d", gtk_spin_button_get_value_as_int (spin));

  gtk_editable_set_text (GTK_EDITABLE (spin), text);

  return TRUE;
}

static void
done_cb (TogRecordDialog *self)
{
  g_autofree char *note = dup_note (self);
  g_autoptr (TogDeed) deed = NULL;

  gtk_spin_button_update (self->hour_spin);
  gtk_spin_button_update (self->minute_spin);
  gtk_spin_button_update (self->duration_spin);
  update (self);
  if (!gtk_widget_get_sensitive (self->done_button))
    return;

  deed = tog_deed_new_record (self->team,
                              self->planned,
                              get_slot (self),
                              *note != '\0' ? note : NULL,
                              tog_rating_box_get_rating (self->rating_box));
  g_signal_emit (self, signals[RECORDED], 0, deed);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
tog_record_dialog_finalize (GObject *object)
{
  TogRecordDialog *self = TOG_RECORD_DIALOG (object);

  g_clear_object (&self->account);
  g_clear_object (&self->team);
  g_clear_object (&self->planned);
  g_clear_pointer (&self->zone, tog_zone_unref);

  G_OBJECT_CLASS (tog_record_dialog_parent_class)->finalize (object);
}

static void
tog_record_dialog_class_init (TogRecordDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = tog_record_dialog_finalize;

  signals[RECORDED] = g_signal_new ("recorded",
                                    G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    1,
                                    TOG_TYPE_DEED);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-record-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, TogRecordDialog, done_button);
  gtk_widget_class_bind_template_child (widget_class, TogRecordDialog, title_label);
  gtk_widget_class_bind_template_child (widget_class, TogRecordDialog, day_button);
  gtk_widget_class_bind_template_child (widget_class, TogRecordDialog, day_popover);
  gtk_widget_class_bind_template_child (widget_class, TogRecordDialog, calendar);
  gtk_widget_class_bind_template_child (widget_class, TogRecordDialog, start_row);
  gtk_widget_class_bind_template_child (widget_class, TogRecordDialog, start_box);
  gtk_widget_class_bind_template_child (widget_class, TogRecordDialog, hour_spin);
  gtk_widget_class_bind_template_child (widget_class, TogRecordDialog, minute_spin);
  gtk_widget_class_bind_template_child (widget_class, TogRecordDialog, duration_spin);
  gtk_widget_class_bind_template_child (widget_class, TogRecordDialog, notice_bin);
  gtk_widget_class_bind_template_child (widget_class, TogRecordDialog, rating_bin);
  gtk_widget_class_bind_template_child (widget_class, TogRecordDialog, note_view);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, day_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_two_digits_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
}

static void
tog_record_dialog_init (TogRecordDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Without the underscore of its mnemonic. */
  tog_widget_set_name (self->done_button, _ ("Mark as Done"));
  tog_widget_name_arrows (self->calendar);
  /* These select a day of another month without saying so. */
  g_signal_connect_object (
      self->calendar, "notify::month", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      self->calendar, "notify::year", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  self->notice = TOG_NOTICE (tog_notice_new ("dialog-warning-symbolic", "warning"));
  adw_bin_set_child (self->notice_bin, GTK_WIDGET (self->notice));
  self->rating_box = TOG_RATING_BOX (tog_rating_box_new ());
  adw_bin_set_child (self->rating_bin, GTK_WIDGET (self->rating_box));
  /* Times are written from left to right, hours first, whatever the language. */
  gtk_widget_set_direction (self->start_box, GTK_TEXT_DIR_LTR);
  g_signal_connect_object (gtk_text_view_get_buffer (self->note_view),
                           "changed",
                           G_CALLBACK (update),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (
      tog_clock_get_default (), "minute", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
fill (TogRecordDialog *self, TogInstant start, gint64 duration)
{
  TogWallTime wall = tog_zone_to_wall (self->zone, start);
  int minute = (int) (wall.second / TOG_MINUTE);
  int year, month, day;
  g_autoptr (GDateTime) date = NULL;

  tog_day_to_civil (wall.day, &year, &month, &day);
  date = g_date_time_new_local (year, month, day, 12, 0, 0);
  gtk_calendar_select_day (self->calendar, date);
  gtk_spin_button_set_value (self->hour_spin, minute / 60);
  gtk_spin_button_set_value (self->minute_spin, minute % 60);
  gtk_spin_button_set_value (self->duration_spin, (double) (duration / TOG_MINUTE));
  self->filled = TRUE;
  update (self);
}

static TogRecordDialog *
dialog_new (GtkWindow *parent, TogAccount *account, TogTeam *team, TogPlannedSession *planned)
{
  TogRecordDialog *self = g_object_new (TOG_TYPE_RECORD_DIALOG, "transient-for", parent, NULL);

  self->account = g_object_ref (account);
  self->team = g_object_ref (team);
  self->planned = g_object_ref (planned);
  self->zone = tog_format_get_local_zone ();
  gtk_label_set_label (self->title_label, planned->title);
  gtk_window_set_default_size (
      GTK_WINDOW (self), MIN (DEFAULT_WIDTH, gtk_widget_get_width (GTK_WIDGET (parent))), -1);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->day_button));

  return self;
}

/**
 * tog_record_dialog_new:
 * @team: with whom
 * @planned: which planned session
 *
 * Offers the last quarter of an hour at which it could have begun and be over by now.
 */
GtkWindow *
tog_record_dialog_new (GtkWindow *parent,
                       TogAccount *account,
                       TogTeam *team,
                       TogPlannedSession *planned)
{
  TogRecordDialog *self = dialog_new (parent, account, team, planned);
  gint64 duration = planned->duration > 0 ? planned->duration : DEFAULT_DURATION;
  TogInstant start = tog_account_get_now (account) - duration;
  TogWallTime wall = tog_zone_to_wall (self->zone, start);

  fill (self, start - wall.second % (15 * TOG_MINUTE), duration);

  return GTK_WINDOW (self);
}

/**
 * tog_record_dialog_new_for_deed:
 * @deed: of tog_deed_new_record(), not sent
 *
 * Offers what was entered before.
 */
GtkWindow *
tog_record_dialog_new_for_deed (GtkWindow *parent, TogAccount *account, TogDeed *deed)
{
  TogPlannedSession *planned;
  TogRecordDialog *self;
  const char *note;
  TogTeam *team;
  TogSlot slot;

  if (!tog_deed_is_record (deed, &team, &planned, &slot, &note))
    g_return_val_if_reached (NULL);

  self = dialog_new (parent, account, team, planned);
  fill (self, slot.start, slot.end - slot.start);
  gtk_text_buffer_set_text (
      gtk_text_view_get_buffer (self->note_view), note != NULL ? note : "", -1);
  tog_rating_box_set_rating (self->rating_box, tog_deed_get_rating (deed));

  return GTK_WINDOW (self);
}
