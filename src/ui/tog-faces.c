#include "config.h"

#include "tog-faces.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* How much of each is left uncovered by the next one, of its size. */
#define STEP 0.7

struct _TogFaces
{
  GtkWidget parent_instance;

  int size;
  guint max_faces;
  GPtrArray *avatars; /* (owned) (element-type AdwAvatar): the children but the last */
  GtkWidget *more_label;
};

G_DEFINE_FINAL_TYPE (TogFaces, tog_faces, GTK_TYPE_WIDGET)

static guint
count_visible (TogFaces *self)
{
  return self->avatars->len + (gtk_widget_get_visible (self->more_label) ? 1 : 0);
}

static int
get_step (TogFaces *self)
{
  return (int) (self->size * STEP);
}

static void
tog_faces_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  TogFaces *self = TOG_FACES (widget);
  guint n_visible = count_visible (self);

  *minimum = self->size;
  if (orientation == GTK_ORIENTATION_HORIZONTAL && n_visible > 1)
    *minimum += get_step (self) * (int) (n_visible - 1);
  *natural = *minimum;
}

static void
allocate_face (TogFaces *self, GtkWidget *face, guint place, int width, int height)
{
  int x = get_step (self) * (int) place;

  /* Minimum sizes have to be asked for before anything is allocated. */
  gtk_widget_measure (face, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = width - self->size - x;
  gtk_widget_size_allocate (
      face, &(GtkAllocation){ x, (height - self->size) / 2, self->size, self->size }, -1);
}

static void
tog_faces_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TogFaces *self = TOG_FACES (widget);

  for (guint i = 0; i < self->avatars->len; i++)
    allocate_face (self, g_ptr_array_index (self->avatars, i), i, width, height);
  if (gtk_widget_get_visible (self->more_label))
    allocate_face (self, self->more_label, self->avatars->len, width, height);
}

static void
tog_faces_dispose (GObject *object)
{
  TogFaces *self = TOG_FACES (object);
  GtkWidget *child;

  g_ptr_array_set_size (self->avatars, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (tog_faces_parent_class)->dispose (object);
}

static void
tog_faces_finalize (GObject *object)
{
  g_ptr_array_unref (TOG_FACES (object)->avatars);

  G_OBJECT_CLASS (tog_faces_parent_class)->finalize (object);
}

static void
tog_faces_class_init (TogFacesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_faces_dispose;
  object_class->finalize = tog_faces_finalize;
  widget_class->measure = tog_faces_measure;
  widget_class->size_allocate = tog_faces_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "faces");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tog_faces_init (TogFaces *self)
{
  self->avatars = g_ptr_array_new ();
  self->more_label = g_object_new (
      GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "visible", FALSE, NULL);
  /* Else the sign would come after the number where text runs from right to left. */
  gtk_widget_set_direction (self->more_label, GTK_TEXT_DIR_LTR);
  gtk_widget_add_css_class (self->more_label, "face");
  gtk_widget_add_css_class (self->more_label, "more");
  gtk_widget_add_css_class (self->more_label, "numeric");
  gtk_widget_set_parent (self->more_label, GTK_WIDGET (self));
}

/**
 * tog_faces_new:
 * @size: of each, in logical pixels
 * @max_faces: how many at the most, the one that says how many more there are included
 */
GtkWidget *
tog_faces_new (int size, guint max_faces)
{
  TogFaces *self = g_object_new (TOG_TYPE_FACES, NULL);

  self->size = size;
  self->max_faces = max_faces;

  return GTK_WIDGET (self);
}

static void
set_n_avatars (TogFaces *self, guint n_avatars)
{
  while (self->avatars->len > n_avatars)
    gtk_widget_unparent (g_ptr_array_steal_index (self->avatars, self->avatars->len - 1));

  while (self->avatars->len < n_avatars)
    {
      GtkWidget *avatar = g_object_new (ADW_TYPE_AVATAR,
                                        "size",
                                        self->size,
                                        "show-initials",
                                        TRUE,
                                        "accessible-role",
                                        GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                        NULL);

      gtk_widget_add_css_class (avatar, "face");
      gtk_widget_insert_before (avatar, GTK_WIDGET (self), self->more_label);
      g_ptr_array_add (self->avatars, avatar);
    }
}

/**
 * tog_faces_set_group:
 * @group: with some of its members
 */
void
tog_faces_set_group (TogFaces *self, TogGroup *group)
{
  guint n_members = MAX ((guint) group->n_members, group->members->len);
  guint n_shown = n_members <= self->max_faces ? group->members->len : self->max_faces - 1;
  guint n_more;
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *more = NULL;

  g_return_if_fail (TOG_IS_FACES (self));

  n_shown = MIN (n_shown, group->members->len);
  n_more = n_members - n_shown;
  set_n_avatars (self, n_shown);
  for (guint i = 0; i < n_shown; i++)
    {
      TogGroupMember *member = g_ptr_array_index (group->members, i);

      adw_avatar_set_text (g_ptr_array_index (self->avatars, i), member->member->name);
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", member->member->name);
    }

  more = g_strdup_printf ("+%u", n_more);
  gtk_label_set_label (GTK_LABEL (self->more_label), more);
  gtk_widget_set_visible (self->more_label, n_more > 0);
  if (n_more > 0)
    /* Translators: follows the names of the first members. */
    g_string_append_printf (names, ngettext (", and %u more", ", and %u more", n_more), n_more);

  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, names->str, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
