#include "config.h"

#include "tog-member-list.h"

#include "tog-member-row.h"

#include <glib/gi18n.h>

/* So many are shown before somebody asks for all of them. */
#define FIRST_MEMBERS 50

struct _TogMemberList
{
  GtkWidget parent_instance;

  TogGroupSearch *search; /* (owned) */
  char *my_id;            /* (owned) */
  GPtrArray *rows;        /* (owned) (element-type TogMemberRow): not owned each */
  TogWeek *week;          /* (owned) (nullable): looked at */
  TogInstant now;
  gboolean all; /* whether all are shown */

  GtkListBox *list;
  AdwActionRow *counted_row;
  AdwActionRow *all_row;
};

G_DEFINE_FINAL_TYPE (TogMemberList, tog_member_list, GTK_TYPE_WIDGET)

/* Facilitators first, the others as they come. */
static GPtrArray *
sort_people (TogTimes *times)
{
  GPtrArray *people = g_ptr_array_new ();

  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < times->people->len; i++)
      {
        TogPersonTimes *person = g_ptr_array_index (times->people, i);

        if ((person->role == TOG_ROLE_FACILITATOR) == (pass == 0))
          g_ptr_array_add (people, person);
      }
  return people;
}

static gboolean
has_rows_of (TogMemberList *self, GPtrArray *people, guint n_people)
{
  if (self->rows->len != n_people)
    return FALSE;
  for (guint i = 0; i < n_people; i++)
    {
      TogPersonTimes *person = g_ptr_array_index (people, i);

      if (!g_str_equal (tog_member_row_get_id (g_ptr_array_index (self->rows, i)),
                        person->member->id))
        return FALSE;
    }
  return TRUE;
}

static void
make_rows (TogMemberList *self, GPtrArray *people, guint n_people)
{
  for (guint i = 0; i < self->rows->len; i++)
    gtk_list_box_remove (self->list, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < n_people; i++)
    {
      TogPersonTimes *person = g_ptr_array_index (people, i);
      GtkWidget *row = tog_member_row_new (
          self->search, person, g_strcmp0 (person->member->id, self->my_id) == 0);

      gtk_list_box_insert (self->list, row, (int) i);
      g_ptr_array_add (self->rows, row);
    }
}

static void
update (TogMemberList *self)
{
  TogTimes *times = tog_group_search_get_times (self->search);
  g_autoptr (GPtrArray) people = sort_people (times);
  guint n_people = self->all ? people->len : MIN (people->len, FIRST_MEMBERS);
  guint n_counted = times->counted != NULL ? tog_counted_times_get_n_people (times->counted) : 0;
  g_autofree char *counted = g_strdup_printf (
      ngettext ("%u more, counted only", "%u more, counted only", n_counted), n_counted);
  g_autofree char *all = g_strdup_printf (_ ("Show All %u"), people->len);

  if (!has_rows_of (self, people, n_people))
    make_rows (self, people, n_people);
  for (guint i = 0; i < n_people; i++)
    tog_member_row_update (
        g_ptr_array_index (self->rows, i), g_ptr_array_index (people, i), self->week, self->now);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->counted_row), counted);
  gtk_widget_set_visible (GTK_WIDGET (self->counted_row), n_counted > 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->all_row), all);
  gtk_widget_set_visible (GTK_WIDGET (self->all_row), n_people < people->len);
}

static void
row_activated_cb (TogMemberList *self, GtkListBoxRow *row)
{
  if (GTK_WIDGET (row) != GTK_WIDGET (self->all_row))
    return;
  self->all = TRUE;
  update (self);
  gtk_widget_child_focus (g_ptr_array_index (self->rows, FIRST_MEMBERS), GTK_DIR_TAB_FORWARD);
}

static void
tog_member_list_dispose (GObject *object)
{
  TogMemberList *self = TOG_MEMBER_LIST (object);

  g_clear_pointer ((GtkWidget **) &self->list, gtk_widget_unparent);
  g_clear_object (&self->search);
  G_OBJECT_CLASS (tog_member_list_parent_class)->dispose (object);
}

static void
tog_member_list_finalize (GObject *object)
{
  TogMemberList *self = TOG_MEMBER_LIST (object);

  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->week, tog_week_unref);
  g_free (self->my_id);
  G_OBJECT_CLASS (tog_member_list_parent_class)->finalize (object);
}

static void
tog_member_list_class_init (TogMemberListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tog_member_list_dispose;
  object_class->finalize = tog_member_list_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static AdwActionRow *
add_row (TogMemberList *self)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  gtk_widget_set_visible (row, FALSE);
  gtk_list_box_append (self->list, row);
  return ADW_ACTION_ROW (row);
}

static void
tog_member_list_init (TogMemberList *self)
{
  self->rows = g_ptr_array_new ();
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Members"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_widget_set_parent (GTK_WIDGET (self->list), GTK_WIDGET (self));
  self->all_row = add_row (self);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->all_row), TRUE);
  self->counted_row = add_row (self);
}

/**
 * tog_member_list_new:
 * @my_id: of who looks
 */
GtkWidget *
tog_member_list_new (TogGroupSearch *search, const char *my_id)
{
  TogMemberList *self = g_object_new (TOG_TYPE_MEMBER_LIST, NULL);

  self->search = g_object_ref (search);
  self->my_id = g_strdup (my_id);
  return GTK_WIDGET (self);
}

/**
 * tog_member_list_update:
 * @week: the week that is looked at
 * @now: the present, by the server's clock
 *
 * Shows the people whose times the search looked at. Rows are changed in place as
 * long as they are the same people, so that the focus stays where it is.
 */
void
tog_member_list_update (TogMemberList *self, TogWeek *week, TogInstant now)
{
  g_return_if_fail (TOG_IS_MEMBER_LIST (self));

  tog_week_ref (week);
  g_clear_pointer (&self->week, tog_week_unref);
  self->week = week;
  self->now = now;
  if (tog_group_search_get_times (self->search) != NULL)
    update (self);
}
