#include "config.h"

#include "tog-was-row.h"

#include "tog-format.h"

#include <glib/gi18n.h>

/**
 * tog_was_row_new:
 * @zone: the zone in which I look at times
 * @slot: when it is that a session is moved away from
 * @now: the present
 *
 * Returns: (transfer floating): a row that says so
 */
GtkWidget *
tog_was_row_new (TogZone *zone, TogSlot slot, TogInstant now)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *was = tog_format_session_time (zone, slot, now);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), was);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("Until now"));
  gtk_widget_add_css_class (row, "numeric");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             g_object_new (GTK_TYPE_IMAGE,
                                           "accessible-role",
                                           GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                           "icon-name",
                                           "document-open-recent-symbolic",
                                           NULL));
  return row;
}
