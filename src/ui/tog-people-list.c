#include "config.h"

#include "tog-people-list.h"

#include <glib/gi18n.h>

struct _TogPeopleList
{
  GtkWidget parent_instance;

  GArray *people; /* (owned) (element-type TogPerson): holds a reference to each member,
                     and a copy of each reason */
  char *my_id;    /* (owned) (nullable) */
  char *group_id; /* (owned) (nullable) */
  TogInstant at;
  gboolean shows_all;
  guint n_rows;
  guint grow_id;

  GtkWidget *list;
  GtkWidget *more_button;
};

G_DEFINE_FINAL_TYPE (TogPeopleList, tog_people_list, GTK_TYPE_WIDGET)

static void
clear_person (gpointer data)
{
  TogPerson *person = data;

  g_clear_object (&person->member);
  g_free ((char *) person->reason);
}

static guint
count_wanted (TogPeopleList *self)
{
  return self->shows_all ? self->people->len : MIN (self->people->len, TOG_PEOPLE_FIRST);
}

static void
update_row (TogPeopleList *self, guint i)
{
  const TogPerson *person = &g_array_index (self->people, TogPerson, i);
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) i);

  tog_person_row_set_person (TOG_PERSON_ROW (row),
                             person,
                             g_strcmp0 (person->member->id, self->my_id) == 0,
                             self->at,
                             self->group_id);
}

/* Makes no more rows at once than fit into a frame or two. */
static void
add_rows (TogPeopleList *self)
{
  guint n_rows = MIN (count_wanted (self), self->n_rows + TOG_PEOPLE_FIRST);

  while (self->n_rows < n_rows)
    {
      gtk_list_box_append (GTK_LIST_BOX (self->list), tog_person_row_new ());
      update_row (self, self->n_rows++);
    }
}

static void
remove_rows (TogPeopleList *self, guint n_kept)
{
  while (self->n_rows > n_kept)
    {
      GtkListBoxRow *row =
          gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) --self->n_rows);

      gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
    }
}

static gboolean
grow_cb (gpointer user_data)
{
  TogPeopleList *self = user_data;

  add_rows (self);
  if (self->n_rows < count_wanted (self))
    return G_SOURCE_CONTINUE;

  self->grow_id = 0;
  return G_SOURCE_REMOVE;
}

static void
grow (TogPeopleList *self)
{
  add_rows (self);
  if (self->n_rows < count_wanted (self) && self->grow_id == 0)
    self->grow_id = g_idle_add (grow_cb, self);
}

static void
update_more (TogPeopleList *self)
{
  g_autofree char *label = g_strdup_printf (_ ("Show All %u"), self->people->len);

  gtk_button_set_label (GTK_BUTTON (self->more_button), label);
  gtk_widget_set_visible (self->more_button, count_wanted (self) < self->people->len);
}

static void
more_cb (TogPeopleList *self)
{
  gboolean had_focus = gtk_widget_has_focus (self->more_button);
  guint n_before = self->n_rows;

  self->shows_all = TRUE;
  grow (self);

  /* The button goes; who pressed it wants to read on. */
  if (had_focus)
    gtk_widget_grab_focus (
        GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), (int) n_before)));
  update_more (self);
}

static void
tog_people_list_dispose (GObject *object)
{
  TogPeopleList *self = TOG_PEOPLE_LIST (object);

  g_clear_handle_id (&self->grow_id, g_source_remove);
  g_clear_pointer (&self->list, gtk_widget_unparent);
  g_clear_pointer (&self->more_button, gtk_widget_unparent);

  G_OBJECT_CLASS (tog_people_list_parent_class)->dispose (object);
}

static void
tog_people_list_finalize (GObject *object)
{
  TogPeopleList *self = TOG_PEOPLE_LIST (object);

  g_array_unref (self->people);
  g_free (self->my_id);
  g_free (self->group_id);

  G_OBJECT_CLASS (tog_people_list_parent_class)->finalize (object);
}

static void
tog_people_list_class_init (TogPeopleListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_people_list_dispose;
  object_class->finalize = tog_people_list_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
tog_people_list_init (TogPeopleList *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  self->people = g_array_new (FALSE, FALSE, sizeof (TogPerson));
  g_array_set_clear_func (self->people, clear_person);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 12);
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
  self->more_button = gtk_button_new ();
  gtk_widget_set_halign (self->more_button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->more_button, FALSE);
  g_signal_connect_swapped (self->more_button, "clicked", G_CALLBACK (more_cb), self);
  gtk_widget_set_parent (self->more_button, GTK_WIDGET (self));
}

/**
 * tog_people_list_set_label:
 * @label: what assistive technology calls the list
 */
void
tog_people_list_set_label (TogPeopleList *self, const char *label)
{
  g_return_if_fail (TOG_IS_PEOPLE_LIST (self));

  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/**
 * tog_people_list_set_people:
 * @people: (element-type TogPerson): in the order to show them
 * @my_id: (nullable): who of them is the user
 * @at: when to tell the time on each one's clock, 0 to leave that out
 * @group_id: (nullable): the group in which they can be written to
 *
 * Rows are changed in place, so that focus and place stay where they are.
 */
void
tog_people_list_set_people (TogPeopleList *self,
                            GArray *people,
                            const char *my_id,
                            TogInstant at,
                            const char *group_id)
{
  g_return_if_fail (TOG_IS_PEOPLE_LIST (self));

  for (guint i = 0; i < people->len; i++)
    g_object_ref (g_array_index (people, TogPerson, i).member);
  g_array_set_size (self->people, 0);
  for (guint i = 0; i < people->len; i++)
    {
      TogPerson person = g_array_index (people, TogPerson, i);

      person.reason = g_strdup (person.reason);
      g_array_append_val (self->people, person);
    }
  g_free (self->my_id);
  self->my_id = g_strdup (my_id);
  g_free (self->group_id);
  self->group_id = g_strdup (group_id);
  self->at = at;

  remove_rows (self, people->len);
  for (guint i = 0; i < self->n_rows; i++)
    update_row (self, i);

  grow (self);
  update_more (self);
}

/**
 * tog_people_list_show_first:
 *
 * Shows no more than the first ones again, for others to come.
 */
void
tog_people_list_show_first (TogPeopleList *self)
{
  g_return_if_fail (TOG_IS_PEOPLE_LIST (self));

  self->shows_all = FALSE;
  remove_rows (self, TOG_PEOPLE_FIRST);
  update_more (self);
}
