#include "config.h"

#include "tog-group-details.h"

#include "tog-best-list.h"
#include "tog-duration-chooser.h"
#include "tog-member-list.h"
#include "tog-widget.h"
#include "tog-zone-picker.h"

#include <glib/gi18n.h>

/* What the drop-down offers. */
static const guint n_weeks[] = { 1, 4 };

struct _TogGroupDetails
{
  GtkWidget parent_instance;

  TogGroup *group;            /* (owned) */
  TogPlannedSession *planned; /* (owned) */
  TogGroupSearch *search;     /* (owned) */
  GListStore *sessions;       /* (owned) (element-type TogPlannedSession): that can be booked */
  gboolean filling;           /* whether @sessions are being changed */

  GtkWidget *session_part;
  GtkDropDown *planned_drop_down;
  AdwBin *duration_bin;
  AdwPreferencesGroup *best_group;
  GtkDropDown *weeks_drop_down;
  AdwPreferencesGroup *members_group;
  GtkLabel *count_label;
  AdwBin *zone_bin;
  TogDurationChooser *duration;
  TogBestList *best;
  TogMemberList *members;
  TogZonePicker *zone_picker;
};

enum
{
  PLANNED_CHANGED,
  ZONE_CHANGED,
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TogGroupDetails, tog_group_details, GTK_TYPE_WIDGET)

/* GTK 4.8 gives a drop-down's name to its frame; the focus gets the button in it. */
static void
name_drop_down (GtkDropDown *drop_down, const char *what, const char *chosen)
{
  /* Translators: what is chosen, the choice: "Session: Planning a calm release". */
  g_autofree char *name = g_strdup_printf (_ ("%s: %s"), what, chosen);

  tog_widget_set_name (gtk_widget_get_first_child (GTK_WIDGET (drop_down)), name);
}

static void
name_weeks (TogGroupDetails *self)
{
  GtkStringObject *weeks = gtk_drop_down_get_selected_item (self->weeks_drop_down);

  name_drop_down (
      self->weeks_drop_down, _ ("Weeks to Look In"), gtk_string_object_get_string (weeks));
}

static void
planned_selected_cb (TogGroupDetails *self)
{
  TogPlannedSession *planned = gtk_drop_down_get_selected_item (self->planned_drop_down);

  if (planned != NULL)
    name_drop_down (self->planned_drop_down, _ ("Session"), planned->title);
  if (self->filling || planned == NULL || planned == self->planned)
    return;
  g_set_object (&self->planned, planned);
  tog_duration_chooser_set_duration (self->duration, planned->duration);
  g_signal_emit (self, signals[PLANNED_CHANGED], 0);
}

static void
weeks_selected_cb (TogGroupDetails *self)
{
  guint selected = gtk_drop_down_get_selected (self->weeks_drop_down);

  name_weeks (self);
  if (self->search != NULL && selected < G_N_ELEMENTS (n_weeks))
    tog_group_search_set_n_weeks (self->search, n_weeks[selected]);
}

static void
duration_changed_cb (TogGroupDetails *self)
{
  tog_group_search_set_duration (self->search, tog_duration_chooser_get_duration (self->duration));
}

static void
zone_changed_cb (TogGroupDetails *self)
{
  g_signal_emit (self, signals[ZONE_CHANGED], 0);
}

static void
chosen_cb (TogGroupDetails *self, gint64 start)
{
  g_signal_emit (self, signals[CHOSEN], 0, start);
}

static void
setup_planned_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  for (int i = 0; i < 2; i++)
    {
      GtkWidget *label = gtk_label_new (NULL);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_box_append (GTK_BOX (box), label);
    }
  gtk_widget_add_css_class (gtk_widget_get_last_child (box), "caption");
  gtk_widget_add_css_class (gtk_widget_get_last_child (box), "wizard-note");
  gtk_list_item_set_child (item, box);
}

static void
bind_planned_cb (GtkListItemFactory *factory, GtkListItem *item, TogGroupDetails *self)
{
  TogPlannedSession *planned = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_list_item_get_child (item);
  g_autofree char *place =
      g_strdup_printf (_ ("Session %d of %d"), planned->ordinal, self->group->team.n_planned);

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (box)), planned->title);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (box)), place);
  gtk_widget_set_tooltip_text (box, planned->title);
}

static void
tog_group_details_dispose (GObject *object)
{
  TogGroupDetails *self = TOG_GROUP_DETAILS (object);

  tog_widget_dispose_template (GTK_WIDGET (self), TOG_TYPE_GROUP_DETAILS);
  G_OBJECT_CLASS (tog_group_details_parent_class)->dispose (object);
}

static void
tog_group_details_finalize (GObject *object)
{
  TogGroupDetails *self = TOG_GROUP_DETAILS (object);

  g_clear_object (&self->group);
  g_clear_object (&self->planned);
  g_clear_object (&self->search);
  g_clear_object (&self->sessions);
  G_OBJECT_CLASS (tog_group_details_parent_class)->finalize (object);
}

static void
tog_group_details_class_init (TogGroupDetailsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_group_details_dispose;
  object_class->finalize = tog_group_details_finalize;

  signals[PLANNED_CHANGED] = g_signal_new ("planned-changed",
                                           G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           0);
  signals[ZONE_CHANGED] = g_signal_new ("zone-changed",
                                        G_TYPE_FROM_CLASS (klass),
                                        G_SIGNAL_RUN_LAST,
                                        0,
                                        NULL,
                                        NULL,
                                        NULL,
                                        G_TYPE_NONE,
                                        0);
  signals[CHOSEN] = g_signal_new ("chosen",
                                  G_TYPE_FROM_CLASS (klass),
                                  G_SIGNAL_RUN_LAST,
                                  0,
                                  NULL,
                                  NULL,
                                  NULL,
                                  G_TYPE_NONE,
                                  1,
                                  G_TYPE_INT64);

  gtk_widget_class_set_css_name (widget_class, "group-details");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-group-details.ui");
  gtk_widget_class_bind_template_child (widget_class, TogGroupDetails, session_part);
  gtk_widget_class_bind_template_child (widget_class, TogGroupDetails, planned_drop_down);
  gtk_widget_class_bind_template_child (widget_class, TogGroupDetails, duration_bin);
  gtk_widget_class_bind_template_child (widget_class, TogGroupDetails, best_group);
  gtk_widget_class_bind_template_child (widget_class, TogGroupDetails, weeks_drop_down);
  gtk_widget_class_bind_template_child (widget_class, TogGroupDetails, members_group);
  gtk_widget_class_bind_template_child (widget_class, TogGroupDetails, count_label);
  gtk_widget_class_bind_template_child (widget_class, TogGroupDetails, zone_bin);
  gtk_widget_class_bind_template_callback (widget_class, planned_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, weeks_selected_cb);
}

static void
tog_group_details_init (TogGroupDetails *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_planned_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_planned_cb), self);
  self->sessions = g_list_store_new (TOG_TYPE_PLANNED_SESSION);
  gtk_drop_down_set_factory (self->planned_drop_down, factory);
  gtk_drop_down_set_model (self->planned_drop_down, G_LIST_MODEL (self->sessions));
  g_object_unref (factory);
  name_weeks (self);
}

/**
 * tog_group_details_new:
 * @planned: what is to be booked
 * @search: what is looked for; changes with what is chosen
 */
GtkWidget *
tog_group_details_new (TogAccount *account,
                       TogGroup *group,
                       TogPlannedSession *planned,
                       TogGroupSearch *search)
{
  TogGroupDetails *self = g_object_new (TOG_TYPE_GROUP_DETAILS, NULL);
  TogHome *home = tog_account_get_home (account);
  const char *my_id = home != NULL ? home->me->member->id : NULL;

  self->planned = g_object_ref (planned);
  self->search = g_object_ref (search);
  self->duration = TOG_DURATION_CHOOSER (
      tog_duration_chooser_new (tog_group_search_get_duration (search), FALSE));
  tog_group_search_set_duration (search, tog_duration_chooser_get_duration (self->duration));
  self->best = TOG_BEST_LIST (tog_best_list_new (search));
  self->members = TOG_MEMBER_LIST (tog_member_list_new (search, my_id));
  self->zone_picker = TOG_ZONE_PICKER (tog_zone_picker_new (account));
  adw_bin_set_child (self->duration_bin, GTK_WIDGET (self->duration));
  adw_preferences_group_add (self->best_group, GTK_WIDGET (self->best));
  adw_preferences_group_add (self->members_group, GTK_WIDGET (self->members));
  adw_bin_set_child (self->zone_bin, GTK_WIDGET (self->zone_picker));
  g_signal_connect_swapped (self->duration, "changed", G_CALLBACK (duration_changed_cb), self);
  g_signal_connect_swapped (self->best, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect_swapped (self->zone_picker, "changed", G_CALLBACK (zone_changed_cb), self);
  tog_group_details_set_group (self, group);
  return GTK_WIDGET (self);
}

/**
 * tog_group_details_set_group:
 * @group: the same, as it is now
 *
 * Offers what can be booked. What was to be booked stays chosen, even where it
 * can't be any more: that isn't for the details to decide.
 */
void
tog_group_details_set_group (TogGroupDetails *self, TogGroup *group)
{
  GPtrArray *planned = group->team.planned;
  guint selected = GTK_INVALID_LIST_POSITION;
  guint n = 0;

  g_return_if_fail (TOG_IS_GROUP_DETAILS (self));

  g_set_object (&self->group, group);
  self->filling = TRUE;
  g_list_store_remove_all (self->sessions);
  for (guint i = 0; planned != NULL && i < planned->len; i++)
    {
      TogPlannedSession *one = g_ptr_array_index (planned, i);
      gboolean same = g_str_equal (one->id, self->planned->id);

      if (one->state != TOG_SESSION_NOT_SCHEDULED && one->state != TOG_SESSION_CANCELLED && !same)
        continue;
      if (same)
        {
          selected = n;
          g_set_object (&self->planned, one);
        }
      g_list_store_append (self->sessions, one);
      n++;
    }
  if (selected == GTK_INVALID_LIST_POSITION)
    {
      g_list_store_insert (self->sessions, 0, self->planned);
      selected = 0;
    }
  gtk_drop_down_set_selected (self->planned_drop_down, selected);
  self->filling = FALSE;
}

/**
 * tog_group_details_fix_planned:
 *
 * Offers no other planned session: it is this one's session that is moved.
 */
void
tog_group_details_fix_planned (TogGroupDetails *self)
{
  g_return_if_fail (TOG_IS_GROUP_DETAILS (self));

  gtk_widget_set_visible (GTK_WIDGET (self->planned_drop_down), FALSE);
}

/**
 * tog_group_details_set_duration:
 * @duration: seconds; what is not offered changes nothing
 */
void
tog_group_details_set_duration (TogGroupDetails *self, gint64 duration)
{
  g_return_if_fail (TOG_IS_GROUP_DETAILS (self));

  tog_duration_chooser_set_duration (self->duration, duration);
}

/**
 * tog_group_details_get_planned:
 *
 * Returns: (transfer none): what is to be booked
 */
TogPlannedSession *
tog_group_details_get_planned (TogGroupDetails *self)
{
  g_return_val_if_fail (TOG_IS_GROUP_DETAILS (self), NULL);

  return self->planned;
}

/**
 * tog_group_details_get_zone:
 *
 * Returns: (transfer none): in which times are looked at
 */
TogZone *
tog_group_details_get_zone (TogGroupDetails *self)
{
  g_return_val_if_fail (TOG_IS_GROUP_DETAILS (self), NULL);

  return tog_zone_picker_get_zone (self->zone_picker);
}

/**
 * tog_group_details_show_part:
 * @part: what to show
 */
void
tog_group_details_show_part (TogGroupDetails *self, TogGroupPart part)
{
  g_return_if_fail (TOG_IS_GROUP_DETAILS (self));

  gtk_widget_set_visible (self->session_part, part != TOG_GROUP_PART_MEMBERS);
  gtk_widget_set_visible (GTK_WIDGET (self->best_group), part != TOG_GROUP_PART_MEMBERS);
  gtk_widget_set_visible (GTK_WIDGET (self->members_group), part != TOG_GROUP_PART_BEST);
  gtk_widget_set_visible (GTK_WIDGET (self->zone_bin), part != TOG_GROUP_PART_MEMBERS);
}

/**
 * tog_group_details_update:
 * @speech: how to call people
 * @week: the week that is shown
 * @now: the present, by the server's clock
 *
 * Shows what the search found.
 */
void
tog_group_details_update (TogGroupDetails *self,
                          TogHeatSpeech *speech,
                          TogWeek *week,
                          TogInstant now)
{
  TogTimes *times = tog_group_search_get_times (self->search);
  g_autofree char *count = g_strdup_printf (
      "%u", times != NULL ? tog_times_count_people (times) : (guint) self->group->n_members);

  g_return_if_fail (TOG_IS_GROUP_DETAILS (self));

  gtk_label_set_label (self->count_label, count);
  tog_best_list_update (self->best, speech, tog_week_get_zone (week), now);
  tog_member_list_update (self->members, week, now);
}
