#include "config.h"

#include "tog-agenda-row.h"

#include "tog-format.h"

#include <glib/gi18n.h>

static GtkWidget *
item_row_new (TogAgendaItem *item)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), item->title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  if (item->minutes > 0)
    {
      g_autofree char *minutes = tog_format_short_duration (item->minutes * TOG_MINUTE);
      GtkWidget *label = gtk_label_new (minutes);

      gtk_widget_add_css_class (label, "numeric");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  return row;
}

/**
 * tog_agenda_row_new:
 * @planned: what is to be booked, or moved
 *
 * Returns: (transfer floating): a row that opens to what is to be talked about; it
 *   is hidden where there is nothing
 */
GtkWidget *
tog_agenda_row_new (TogPlannedSession *planned)
{
  GPtrArray *agenda = planned->session != NULL ? planned->session->agenda : planned->agenda;
  guint n_items = agenda != NULL ? agenda->len : 0;
  g_autofree char *count =
      planned->session != NULL
          ? g_strdup_printf (ngettext ("%u item", "%u items", n_items), n_items)
          : g_strdup_printf (
                ngettext ("%u item, from the program", "%u items, from the program", n_items),
                n_items);
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE,
                                  "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                  "icon-name",
                                  "view-list-symbolic",
                                  NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Agenda"));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), count);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), icon);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Agenda"), -1);
  gtk_widget_set_visible (row, n_items > 0);
  for (guint i = 0; i < n_items; i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row), item_row_new (g_ptr_array_index (agenda, i)));
  return row;
}
