#include "config.h"

#include "tog-session-rows.h"

#include "tog-format.h"
#include "tog-life-text.h"
#include "tog-link.h"
#include "tog-people-list.h"
#include "tog-session-text.h"
#include "tog-widget.h"
#include "tog-zone-list.h"

#include <glib/gi18n.h>

/**
 * tog_detail_row_set_name:
 * @second: (nullable): what comes after it, likewise @third
 *
 * Names a row for screen readers: what it says in several labels, in one breath.
 */
void
tog_detail_row_set_name (GtkWidget *row, const char *first, const char *second, const char *third)
{
  const char *parts[] = { first, NULL, NULL, NULL };
  g_autofree char *name = NULL;
  gsize n_parts = 1;

  if (second != NULL && *second != '\0')
    parts[n_parts++] = second;
  if (third != NULL && *third != '\0')
    parts[n_parts++] = third;
  name = g_strjoinv (", ", (char **) parts);

  tog_widget_set_name (row, name);
}

/**
 * tog_detail_row_new:
 * @icon_name: (nullable): before it
 * @title: shown as it is
 * @subtitle: (nullable): below it, shown as it is
 */
GtkWidget *
tog_detail_row_new (const char *icon_name, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  /* Titles come from people: they are no markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  tog_detail_row_set_name (row, title, subtitle, NULL);

  if (icon_name != NULL)
    {
      GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE,
                                      "icon-name",
                                      icon_name,
                                      "accessible-role",
                                      GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                      NULL);

      gtk_widget_add_css_class (icon, "dim-label");
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
    }

  return row;
}

/**
 * tog_detail_row_make_link:
 * @address: http or https
 *
 * Makes the row open @address.
 */
void
tog_detail_row_make_link (GtkWidget *row, const char *address)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", address);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-link");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             g_object_new (GTK_TYPE_IMAGE,
                                           "icon-name",
                                           "adw-external-link-symbolic",
                                           "accessible-role",
                                           GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                           NULL));
}

/**
 * tog_session_row_new_when:
 *
 * When a session is on the clock here.
 */
GtkWidget *
tog_session_row_new_when (TogSession *session)
{
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  g_autofree char *mine = tog_format_session_time (zone, session->slot, tog_format_get_now ());
  g_autofree char *my_city = tog_zone_name_to_city (tog_zone_get_name (zone));
  g_autofree char *my_place = g_strdup_printf (_ ("You, %s"), my_city);
  GtkWidget *row = tog_detail_row_new ("x-office-calendar-symbolic", mine, my_place);

  gtk_widget_add_css_class (row, "numeric");
  return row;
}

/**
 * tog_session_row_new_when_for:
 *
 * When a session is on the clock of @person.
 *
 * Returns: (nullable): %NULL where that shows the same as the clock here
 */
GtkWidget *
tog_session_row_new_when_for (TogSession *session, TogMember *person)
{
  g_autoptr (TogZone) zone = tog_format_get_local_zone ();
  g_autoptr (TogZone) their_zone = tog_zone_lookup (person->zone, NULL);
  g_autofree char *theirs = NULL;
  g_autofree char *given_name = NULL;
  g_autofree char *their_city = NULL;
  g_autofree char *their_place = NULL;
  GtkWidget *row;

  if (their_zone == NULL || tog_zone_get_offset (their_zone, session->slot.start) ==
                                tog_zone_get_offset (zone, session->slot.start))
    return NULL;

  given_name = tog_member_dup_given_name (person);
  their_city = tog_zone_name_to_city (person->zone);
  their_place = g_strdup_printf (_ ("%s, %s"), given_name, their_city);
  theirs = tog_format_session_time_there (their_zone, zone, session->slot);
  row = tog_detail_row_new ("preferences-system-time-symbolic", theirs, their_place);
  gtk_widget_add_css_class (row, "numeric");
  return row;
}

/**
 * tog_session_row_new_where:
 */
GtkWidget *
tog_session_row_new_where (TogSession *session)
{
  TogConference *conference = session->conference;
  GtkWidget *row;

  switch (conference != NULL ? conference->kind : TOG_CONFERENCE_NONE)
    {
    case TOG_CONFERENCE_PROVIDER:
    case TOG_CONFERENCE_LINK:
      row = tog_detail_row_new ("camera-web-symbolic",
                                conference->name != NULL ? conference->name : _ ("Video link"),
                                conference->url);
      if (conference->url != NULL && tog_link_is_web (conference->url))
        tog_detail_row_make_link (row, conference->url);
      return row;
    case TOG_CONFERENCE_PLACE:
      return tog_detail_row_new ("mark-location-symbolic", conference->place, NULL);
    case TOG_CONFERENCE_NONE:
    default:
      return tog_detail_row_new (
          "camera-web-symbolic", _ ("No link was given"), _ ("Whoever booked sends it separately"));
    }
}

static void
add_caption (GtkWidget *row, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
}

/**
 * tog_session_row_new_agenda:
 * @number: of the item, from 1
 */
GtkWidget *
tog_session_row_new_agenda (TogAgendaItem *item, guint number)
{
  g_autofree char *number_text = g_strdup_printf ("%u", number);
  g_autofree char *duration =
      item->minutes > 0 ? tog_format_short_duration (item->minutes * TOG_MINUTE) : NULL;
  g_autofree char *name = g_strdup_printf ("%u, %s", number, item->title);
  GtkWidget *row = tog_detail_row_new (NULL, item->title, NULL);
  GtkWidget *number_label = gtk_label_new (number_text);

  tog_detail_row_set_name (row, name, duration, item->done ? _ ("Done") : NULL);
  gtk_widget_add_css_class (number_label, "dim-label");
  gtk_widget_add_css_class (number_label, "numeric");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), number_label);

  if (duration != NULL)
    add_caption (row, duration);
  if (item->done)
    {
      gtk_widget_add_css_class (row, "done");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 g_object_new (GTK_TYPE_IMAGE,
                                               "icon-name",
                                               "object-select-symbolic",
                                               "accessible-role",
                                               GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                               NULL));
    }

  return row;
}

/**
 * tog_session_row_new_event:
 * @icon_name: of what happened
 * @text: what happened
 * @reason: (nullable): why
 * @when: when it happened
 */
GtkWidget *
tog_session_row_new_event (const char *icon_name,
                           const char *text,
                           const char *reason,
                           const char *when)
{
  GtkWidget *row = tog_detail_row_new (icon_name, text, reason);

  tog_detail_row_set_name (row, text, reason != NULL ? reason : when, reason != NULL ? when : NULL);
  add_caption (row, when);
  return row;
}

/**
 * tog_session_row_new_resource:
 *
 * A resource, which is a link only where it leads to the web.
 */
GtkWidget *
tog_session_row_new_resource (TogResource *resource)
{
  g_autofree char *host = tog_link_dup_host (resource->url);
  GtkWidget *row = tog_detail_row_new ("text-x-generic-symbolic", resource->title, host);

  if (tog_link_is_web (resource->url))
    tog_detail_row_make_link (row, resource->url);
  return row;
}

/**
 * tog_session_list_people:
 *
 * Those who take part, with what they answered, for a TogPeopleList.
 *
 * Returns: (transfer full) (element-type TogPerson): valid as long as @session
 */
GArray *
tog_session_list_people (TogSession *session)
{
  GArray *people = g_array_new (FALSE, FALSE, sizeof (TogPerson));

  for (guint i = 0; i < session->participants->len; i++)
    {
      TogParticipant *participant = g_ptr_array_index (session->participants, i);
      TogPerson person = { participant->member,
                           participant->role,
                           tog_answer_get_label (participant->answer),
                           tog_answer_get_icon (participant->answer),
                           participant->reason };

      g_array_append_val (people, person);
    }

  return people;
}
