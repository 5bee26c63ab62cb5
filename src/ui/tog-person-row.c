#include "config.h"

#include "tog-person-row.h"

#include "tog-format.h"
#include "tog-session-text.h"
#include "tog-widget.h"
#include "tog-zone-list.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _TogPersonRow
{
  GtkListBoxRow parent_instance;

  AdwAvatar *avatar;
  GtkLabel *name_label;
  GtkLabel *detail_label;
  GtkLabel *reason_label;
  GtkImage *answer_icon;
  GtkLabel *answer_label;
  GtkWidget *email_button;
};

G_DEFINE_FINAL_TYPE (TogPersonRow, tog_person_row, GTK_TYPE_LIST_BOX_ROW)

/* "Facilitator, 17:00 in Bengaluru". */
static char *
dup_detail (const TogPerson *person, TogInstant at)
{
  const char *role = tog_role_get_label (person->role);
  g_autoptr (TogZone) zone = at != 0 ? tog_zone_lookup (person->member->zone, NULL) : NULL;
  g_autofree char *time = NULL;
  g_autofree char *city = NULL;

  if (zone == NULL)
    return g_strdup (role);

  time = tog_format_time (zone, at);
  city = tog_zone_name_to_city (person->member->zone);

  /* In a group most are members: that goes without saying. */
  if (person->role == TOG_ROLE_GROUP_MEMBER)
    /* Translators: the time on somebody's clock, and their city. */
    return g_strdup_printf (_ ("%s in %s"), time, city);

  /* Translators: what somebody is, and the time and the city there. */
  return g_strdup_printf (_ ("%s, %s in %s"), role, time, city);
}

static void
tog_person_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TOG_TYPE_PERSON_ROW);

  G_OBJECT_CLASS (tog_person_row_parent_class)->dispose (object);
}

static void
tog_person_row_class_init (TogPersonRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_person_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-person-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TogPersonRow, avatar);
  gtk_widget_class_bind_template_child (widget_class, TogPersonRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, TogPersonRow, detail_label);
  gtk_widget_class_bind_template_child (widget_class, TogPersonRow, reason_label);
  gtk_widget_class_bind_template_child (widget_class, TogPersonRow, answer_icon);
  gtk_widget_class_bind_template_child (widget_class, TogPersonRow, answer_label);
  gtk_widget_class_bind_template_child (widget_class, TogPersonRow, email_button);
}

static void
tog_person_row_init (TogPersonRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * tog_person_row_new:
 */
GtkWidget *
tog_person_row_new (void)
{
  return g_object_new (TOG_TYPE_PERSON_ROW, NULL);
}

/**
 * tog_person_row_set_person:
 * @is_me: whether it is the user
 * @at: when to tell the time on the person's clock, 0 to leave that out
 * @group_id: (nullable): the group in which they can be written to
 */
void
tog_person_row_set_person (TogPersonRow *self,
                           const TogPerson *person,
                           gboolean is_me,
                           TogInstant at,
                           const char *group_id)
{
  TogMember *member = person->member;
  gboolean can_email = group_id != NULL && !is_me && member->email != NULL;
  /* Translators: a participant's name, who is the user. */
  g_autofree char *name =
      is_me ? g_strdup_printf (_ ("%s (you)"), member->name) : g_strdup (member->name);
  g_autofree char *detail = dup_detail (person, at);
  g_autofree char *quoted =
      person->reason != NULL ? g_strdup_printf (_ ("“%s”"), person->reason) : NULL;
  g_autofree char *sentence = g_strjoin (", ", name, detail, person->answer, quoted, NULL);

  g_return_if_fail (TOG_IS_PERSON_ROW (self));

  adw_avatar_set_text (self->avatar, member->name);
  gtk_label_set_label (self->name_label, name);
  gtk_label_set_label (self->detail_label, detail);
  gtk_label_set_label (self->answer_label, person->answer != NULL ? person->answer : "");
  gtk_widget_set_visible (GTK_WIDGET (self->answer_label), person->answer != NULL);
  gtk_image_set_from_icon_name (self->answer_icon, person->answer_icon);
  gtk_widget_set_visible (GTK_WIDGET (self->answer_icon), person->answer_icon != NULL);
  gtk_label_set_label (self->reason_label, quoted != NULL ? quoted : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason_label), quoted != NULL);
  tog_widget_set_name (GTK_WIDGET (self), sentence);

  gtk_widget_set_visible (self->email_button, can_email);
  if (can_email)
    {
      g_autofree char *email = g_strdup_printf (_ ("Email %s"), member->name);

      tog_widget_set_action (self->email_button, "win.email-member", group_id, member->id);
      gtk_widget_set_tooltip_text (self->email_button, email);
      tog_widget_set_name (self->email_button, email);
    }
}
