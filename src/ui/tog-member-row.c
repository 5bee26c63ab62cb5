#include "config.h"

#include "tog-member-row.h"

#include "tog-format.h"
#include "tog-widget.h"
#include "tog-zone-list.h"

#include <glib/gi18n.h>

#define AVATAR_SIZE 28

struct _TogMemberRow
{
  AdwActionRow parent_instance;

  TogGroupSearch *search; /* (owned) */
  char *id;               /* (owned): of the member */
  gboolean me;

  GtkWidget *icon;
  GtkCheckButton *required;
};

G_DEFINE_FINAL_TYPE (TogMemberRow, tog_member_row, ADW_TYPE_ACTION_ROW)

static void
required_toggled_cb (TogMemberRow *self)
{
  tog_group_search_set_required (
      self->search, self->id, gtk_check_button_get_active (self->required));
}

static void
tog_member_row_finalize (GObject *object)
{
  TogMemberRow *self = TOG_MEMBER_ROW (object);

  g_clear_object (&self->search);
  g_free (self->id);
  G_OBJECT_CLASS (tog_member_row_parent_class)->finalize (object);
}

static void
tog_member_row_class_init (TogMemberRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_member_row_finalize;
}

static void
tog_member_row_init (TogMemberRow *self)
{
  self->icon = g_object_new (GTK_TYPE_IMAGE,
                             "accessible-role",
                             GTK_ACCESSIBLE_ROLE_PRESENTATION,
                             "icon-name",
                             "dialog-warning-symbolic",
                             "pixel-size",
                             12,
                             "halign",
                             GTK_ALIGN_END,
                             "valign",
                             GTK_ALIGN_END,
                             "visible",
                             FALSE,
                             NULL);
  gtk_widget_add_css_class (self->icon, "emblem");
  self->required = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (_ ("Required")));
  gtk_widget_add_css_class (GTK_WIDGET (self->required), "required");
  gtk_widget_set_valign (GTK_WIDGET (self->required), GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->required, "toggled", G_CALLBACK (required_toggled_cb), self);
  gtk_widget_add_css_class (GTK_WIDGET (self), "member");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 2);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->required));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

/**
 * tog_member_row_new:
 * @person: who
 * @me: whether that is who looks
 */
GtkWidget *
tog_member_row_new (TogGroupSearch *search, TogPersonTimes *person, gboolean me)
{
  TogMemberRow *self = g_object_new (TOG_TYPE_MEMBER_ROW, NULL);
  const char *name = person->member->name;
  GtkWidget *overlay = gtk_overlay_new ();
  /* Translators: of the member whose name it is. */
  g_autofree char *label = g_strdup_printf (_ ("%s is required"), name);

  self->search = g_object_ref (search);
  self->id = g_strdup (person->member->id);
  self->me = me;
  gtk_overlay_set_child (GTK_OVERLAY (overlay), adw_avatar_new (AVATAR_SIZE, name, TRUE));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->icon);
  gtk_widget_set_valign (overlay, GTK_ALIGN_CENTER);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), overlay);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), name);
  tog_widget_set_name (GTK_WIDGET (self->required), me ? _ ("You are required") : label);
  return GTK_WIDGET (self);
}

const char *
tog_member_row_get_id (TogMemberRow *self)
{
  return self->id;
}

/* What isn't known of somebody's time in a week, as far as it isn't past. */
static char *
dup_gap (TogPersonTimes *person, TogWeek *week, TogInstant now)
{
  TogSlot shown = tog_week_get_range (week);
  TogSlot known = tog_slot_intersect (person->known, shown);
  TogZone *zone = tog_week_get_zone (week);
  g_autofree char *weekday = NULL;

  shown.start = MAX (shown.start, now);
  if (person->sharing_off || tog_slot_is_empty (shown) || tog_slot_contains (person->known, shown))
    return NULL;
  if (tog_slot_is_empty (person->known))
    return g_strdup (_ ("Calendar not shared"));
  if (tog_slot_is_empty (known))
    return g_strdup (_ ("Calendar not known this week"));
  if (known.end < shown.end)
    {
      weekday = tog_format_weekday (tog_zone_to_wall (zone, known.end).day);
      return g_strdup_printf (_ ("Calendar not known from %s"), weekday);
    }
  weekday = tog_format_weekday (tog_zone_to_wall (zone, known.start).day);
  return g_strdup_printf (_ ("Calendar not known until %s"), weekday);
}

/* "Facilitator, Bengaluru", "You, Lisbon", "Berlin". */
static char *
dup_place (TogMemberRow *self, TogPersonTimes *person)
{
  g_autofree char *city = tog_zone_name_to_city (person->member->zone);
  const char *who = NULL;

  if (self->me)
    who = person->role == TOG_ROLE_FACILITATOR ? _ ("You, facilitator") : _ ("You");
  else if (person->role == TOG_ROLE_FACILITATOR)
    who = _ ("Facilitator");
  return who == NULL ? g_strdup (city) : g_strdup_printf (C_ ("person, city", "%s, %s"), who, city);
}

/**
 * tog_member_row_update:
 * @person: the same, as they are now
 * @week: the week that is looked at
 * @now: the present, by the server's clock
 */
void
tog_member_row_update (TogMemberRow *self, TogPersonTimes *person, TogWeek *week, TogInstant now)
{
  g_autofree char *gap = dup_gap (person, week, now);
  g_autofree char *place = dup_place (self, person);

  g_return_if_fail (TOG_IS_MEMBER_ROW (self));

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), gap != NULL ? gap : place);
  gtk_widget_set_visible (self->icon, gap != NULL);
  if (gap != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "unknown");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "unknown");
  g_signal_handlers_block_by_func (self->required, required_toggled_cb, self);
  gtk_check_button_set_active (self->required, tog_group_search_is_required (self->search, person));
  g_signal_handlers_unblock_by_func (self->required, required_toggled_cb, self);
}
