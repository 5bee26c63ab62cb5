#include "config.h"

#include "tog-person-header.h"

#include "tog-format.h"
#include "tog-session-text.h"
#include "tog-widget.h"
#include "tog-zone-list.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _TogPersonHeader
{
  GtkWidget parent_instance;

  AdwAvatar *avatar;
  GtkLabel *name_label;
  GtkLabel *role_label;
  GtkWidget *email_button;
  AdwButtonContent *email_content;
  GtkLabel *time_label;
};

G_DEFINE_FINAL_TYPE (TogPersonHeader, tog_person_header, GTK_TYPE_WIDGET)

static void
update_local_time (TogPersonHeader *self, TogMember *person, TogInstant now)
{
  g_autoptr (TogZone) mine = tog_format_get_local_zone ();
  g_autoptr (TogZone) theirs = tog_zone_lookup (person->zone, NULL);
  g_autofree char *city = tog_zone_name_to_city (person->zone);
  g_autofree char *time = NULL;
  g_autofree char *ahead = NULL;
  g_autofree char *markup = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->time_label), theirs != NULL);
  if (theirs == NULL)
    return;

  time = tog_format_time (theirs, now);
  ahead = tog_format_ahead (tog_zone_get_offset (theirs, now) - tog_zone_get_offset (mine, now));
  /* Translators: Pango markup; the time, the city, how it stands to the user's:
   * "15:57 in Kathmandu, 5 h 45 min ahead of you". */
  markup = g_markup_printf_escaped (_ ("<b>%s</b> in %s, %s"), time, city, ahead);
  gtk_label_set_label (self->time_label, markup);
}

static void
tog_person_header_dispose (GObject *object)
{
  tog_widget_dispose_template (GTK_WIDGET (object), TOG_TYPE_PERSON_HEADER);

  G_OBJECT_CLASS (tog_person_header_parent_class)->dispose (object);
}

static void
tog_person_header_class_init (TogPersonHeaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_person_header_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-person-header.ui");
  gtk_widget_class_bind_template_child (widget_class, TogPersonHeader, avatar);
  gtk_widget_class_bind_template_child (widget_class, TogPersonHeader, name_label);
  gtk_widget_class_bind_template_child (widget_class, TogPersonHeader, role_label);
  gtk_widget_class_bind_template_child (widget_class, TogPersonHeader, email_button);
  gtk_widget_class_bind_template_child (widget_class, TogPersonHeader, email_content);
  gtk_widget_class_bind_template_child (widget_class, TogPersonHeader, time_label);
}

static void
tog_person_header_init (TogPersonHeader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tog_person_header_new:
 */
GtkWidget *
tog_person_header_new (void)
{
  return g_object_new (TOG_TYPE_PERSON_HEADER, NULL);
}

/**
 * tog_person_header_set_match:
 * @now: to tell the time on their clock
 */
void
tog_person_header_set_match (TogPersonHeader *self, TogMatch *match, TogInstant now)
{
  TogMember *person = match->person;
  g_autofree char *given_name = tog_member_dup_given_name (person);
  g_autofree char *email = g_strdup_printf (_ ("Email %s"), given_name);

  g_return_if_fail (TOG_IS_PERSON_HEADER (self));

  adw_avatar_set_text (self->avatar, person->name);
  gtk_label_set_label (self->name_label, person->name);
  gtk_label_set_label (self->role_label, tog_role_get_label_of_mine (match->their_role));
  gtk_widget_set_visible (self->email_button, person->email != NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->email_button), "s", match->team.id);
  adw_button_content_set_label (self->email_content, email);
  update_local_time (self, person, now);
}
