#include "config.h"

#include "tog-week-preview.h"

#include "tog-format.h"
#include "tog-grid-part.h"
#include "tog-week-grid.h"
#include "tog-week-header.h"

#include <glib/gi18n.h>

/* Of the session that is thought of. */
#define DURATION (30 * TOG_MINUTE)
#define HEIGHT 300
#define MAX_WEEKS 8

struct _TogWeekPreview
{
  GtkWidget parent_instance;

  int weeks; /* from today on */
  gboolean begun;
  TogAccount *account; /* (owned) (nullable) */
  TogAvailabilitySettings settings;
  TogSlotSet *busy; /* (owned) (nullable): here */
  TogSlot known;
  TogTimes *times;           /* (owned) (nullable): as the server tells others of them */
  GCancellable *cancellable; /* (owned) (nullable): while these are loaded */

  GtkLabel *title;
  GtkWidget *previous;
  GtkWidget *next;
  TogWeekHeader *header;
  TogWeekGrid *grid;
};

G_DEFINE_FINAL_TYPE (TogWeekPreview, tog_week_preview, GTK_TYPE_WIDGET)

/* Whether @self says of a range what the server does. */
static TogPersonTimes *
get_server_times (TogWeekPreview *self)
{
  return self->times != NULL && self->times->people->len > 0
             ? g_ptr_array_index (self->times->people, 0)
             : NULL;
}

/* What the server has, and what this desktop would add to it. */
static void
add_calendars (TogWeekPreview *self, TogPersonTimes *me, TogSlot range)
{
  TogPersonTimes *server = get_server_times (self);
  TogSlot known = server != NULL ? server->known : (TogSlot){ 0, 0 };
  g_autoptr (TogSlotSet) both = NULL;

  if (self->settings.visibility == TOG_VISIBILITY_NOTHING)
    {
      me->busy = tog_slot_set_new (NULL, 0);
      return;
    }
  if (server == NULL)
    both = tog_slot_set_ref (self->busy);
  else
    both = tog_slot_set_union (server->busy, self->busy);
  me->busy = tog_slot_set_clip (both, range);
  if (tog_slot_is_empty (known))
    me->known = self->known;
  else if (tog_slot_is_empty (self->known))
    me->known = known;
  else
    me->known = tog_slot_intersect (known, self->known);
}

/* What the server would tell somebody else of this member. */
static TogTimes *
make_times (TogWeekPreview *self, TogSlot range, TogInstant now)
{
  TogTimes *times = tog_times_new ();
  TogPersonTimes *me = tog_person_times_new ();
  TogHome *home = tog_account_get_home (self->account);

  times->range = range;
  times->now = now;
  times->latest_end = range.end + TOG_DAY_SECONDS;
  times->people = g_ptr_array_new_with_free_func (g_object_unref);
  me->member = tog_member_new (
      home->me->member->id, home->me->member->name, home->me->member->email, self->settings.zone);
  me->hours = tog_working_hours_ref (self->settings.hours);
  me->sharing_off = !home->me->calendar_sharing;
  me->checked_at = now;
  add_calendars (self, me, range);
  me->buffer_before = self->settings.buffer_before;
  me->buffer_after = self->settings.buffer_after;
  me->minimum_notice = self->settings.minimum_notice;
  g_ptr_array_add (times->people, me);
  return times;
}

static void
update (TogWeekPreview *self)
{
  TogInstant now = tog_account_get_now (self->account);
  g_autoptr (TogZone) zone = tog_zone_lookup (self->settings.zone, NULL);
  g_autoptr (TogWeek) week = NULL;
  g_autoptr (TogTimes) times = NULL;
  g_autoptr (TogWeekModel) model = NULL;
  g_autofree char *title = NULL;
  TogSlot range;
  TogDay first;

  if (zone == NULL || tog_account_get_home (self->account) == NULL)
    return;
  first = tog_zone_to_wall (zone, now).day + self->weeks * TOG_WEEK_DAYS;
  week = tog_week_new (zone, first);
  range = tog_week_get_range (week);
  range = (TogSlot){ range.start - 2 * TOG_DAY_SECONDS, range.end + 2 * TOG_DAY_SECONDS };
  times = make_times (self, range, now);
  model = tog_week_model_new (week, times, DURATION, now);
  tog_week_grid_set_model (self->grid, model, NULL);
  title = tog_week_speech_dup_title (week, FALSE);
  gtk_label_set_label (self->title, title);
  gtk_widget_set_sensitive (self->previous, self->weeks > 0);
  gtk_widget_set_sensitive (self->next, self->weeks + 1 < MAX_WEEKS);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->grid),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Your Week as Others See It"),
                                  -1);
  if (!self->begun)
    {
      self->begun = TRUE;
      tog_week_grid_begin (self->grid);
    }
}

static void
times_loaded (TogWeekPreview *self, TogTimes *times, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (times == NULL)
    return;
  g_set_object (&self->times, times);
  update (self);
}

static void
match_times_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogWeekPreview) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogTimes) times =
      tog_account_load_times_finish (TOG_ACCOUNT (source), result, NULL, &error);

  times_loaded (self, times, error);
}

static void
group_times_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TogWeekPreview) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogTimes) times =
      tog_account_load_group_times_finish (TOG_ACCOUNT (source), result, NULL, &error);

  times_loaded (self, times, error);
}

static void
turn (TogWeekPreview *self, int weeks)
{
  if (self->weeks + weeks < 0 || self->weeks + weeks >= MAX_WEEKS || self->account == NULL)
    return;
  self->weeks += weeks;
  update (self);
}

static void
previous_cb (TogWeekPreview *self)
{
  turn (self, -1);
}

static void
next_cb (TogWeekPreview *self)
{
  turn (self, 1);
}

static void
tog_week_preview_dispose (GObject *object)
{
  TogWeekPreview *self = TOG_WEEK_PREVIEW (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->times);
  g_clear_object (&self->account);
  G_OBJECT_CLASS (tog_week_preview_parent_class)->dispose (object);
}

static void
tog_week_preview_finalize (GObject *object)
{
  TogWeekPreview *self = TOG_WEEK_PREVIEW (object);

  tog_availability_settings_clear (&self->settings);
  g_clear_pointer (&self->busy, tog_slot_set_unref);
  G_OBJECT_CLASS (tog_week_preview_parent_class)->finalize (object);
}

static void
tog_week_preview_class_init (TogWeekPreviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tog_week_preview_dispose;
  object_class->finalize = tog_week_preview_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
make_button (TogWeekPreview *self, const char *icon_name, const char *name, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (button, "clicked", callback, self);
  return button;
}

static GtkWidget *
make_legend (void)
{
  GtkWidget *legend = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);

  gtk_widget_add_css_class (legend, "time-legend");
  gtk_box_append (GTK_BOX (legend), tog_grid_part_new_key ("available", _ ("Available")));
  gtk_box_append (GTK_BOX (legend), tog_grid_part_new_key ("unconfirmed", _ ("Unconfirmed")));
  return legend;
}

/* Where there is less room than days need, they scroll along with their names. */
static GtkWidget *
make_week (TogWeekPreview *self)
{
  GtkWidget *days = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *hours = gtk_scrolled_window_new ();

  self->grid = TOG_WEEK_GRID (tog_week_grid_new ());
  self->header = TOG_WEEK_HEADER (tog_week_header_new ());
  tog_week_header_set_grid (self->header, TOG_TIME_GRID (self->grid));
  g_signal_connect_object (self->grid, "turn-week", G_CALLBACK (turn), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (hours), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (hours), HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (hours), GTK_WIDGET (self->grid));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->header));
  gtk_box_append (GTK_BOX (box), hours);
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (days), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (days), box);
  return days;
}

static void
tog_week_preview_init (TogWeekPreview *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->title, 0);
  gtk_label_set_ellipsize (self->title, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->title), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "heading");
  self->previous =
      make_button (self, "go-previous-symbolic", _ ("Previous Week"), G_CALLBACK (previous_cb));
  gtk_widget_add_css_class (head, "preview-head");
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (head), self->previous);
  self->next = make_button (self, "go-next-symbolic", _ ("Next Week"), G_CALLBACK (next_cb));
  gtk_box_append (GTK_BOX (head), self->next);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), make_week (self));
  gtk_box_append (GTK_BOX (box), make_legend ());
  gtk_widget_add_css_class (box, "card");
  gtk_widget_set_overflow (box, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
}

/**
 * tog_week_preview_new:
 */
GtkWidget *
tog_week_preview_new (void)
{
  return g_object_new (TOG_TYPE_WEEK_PREVIEW, NULL);
}

/**
 * tog_week_preview_show:
 * @settings: as they would be
 * @busy: what this desktop's calendars say, whether they are shared yet or not
 * @known: for which time they tell everything; empty where none counts
 *
 * Shows what comes of it.
 */
void
tog_week_preview_show (TogWeekPreview *self,
                       TogAccount *account,
                       const TogAvailabilitySettings *settings,
                       TogSlotSet *busy,
                       TogSlot known)
{
  TogAvailabilitySettings copy;

  g_return_if_fail (TOG_IS_WEEK_PREVIEW (self));

  tog_availability_settings_copy (&copy, settings);
  tog_availability_settings_clear (&self->settings);
  self->settings = copy;
  g_set_object (&self->account, account);
  g_clear_pointer (&self->busy, tog_slot_set_unref);
  self->busy = tog_slot_set_ref (busy);
  self->known = known;
  update (self);
}

/**
 * tog_week_preview_load:
 *
 * Asks the server what it tells others now: any match or group has it, and oneself first.
 */
void
tog_week_preview_load (TogWeekPreview *self)
{
  TogHome *home = self->account != NULL ? tog_account_get_home (self->account) : NULL;
  TogInstant now = self->account != NULL ? tog_account_get_now (self->account) : 0;
  TogInstant today = now - now % TOG_DAY_SECONDS;
  TogSlot range = { today - TOG_DAY_SECONDS,
                    today + (MAX_WEEKS * TOG_WEEK_DAYS + 1) * TOG_DAY_SECONDS };

  g_return_if_fail (TOG_IS_WEEK_PREVIEW (self));

  if (home == NULL || self->cancellable != NULL)
    return;
  if (home->matches->len > 0)
    {
      self->cancellable = g_cancellable_new ();
      tog_account_load_times_async (self->account,
                                    ((TogTeam *) g_ptr_array_index (home->matches, 0))->id,
                                    range,
                                    self->cancellable,
                                    match_times_cb,
                                    g_object_ref (self));
    }
  else if (home->groups->len > 0)
    {
      self->cancellable = g_cancellable_new ();
      tog_account_load_group_times_async (self->account,
                                          ((TogTeam *) g_ptr_array_index (home->groups, 0))->id,
                                          range,
                                          self->cancellable,
                                          group_times_cb,
                                          g_object_ref (self));
    }
}
