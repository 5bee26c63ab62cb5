#include "config.h"

#include "tog-group-header.h"

#include "tog-faces.h"
#include "tog-team-text.h"
#include "tog-widget.h"

#include <adwaita.h>

#define FACE_SIZE 64
#define MAX_FACES 5

struct _TogGroupHeader
{
  GtkWidget parent_instance;

  AdwBin *picture;
  TogFaces *faces;
  GtkLabel *name_label;
  GtkLabel *size_label;
  GtkLabel *role_label;
};

G_DEFINE_FINAL_TYPE (TogGroupHeader, tog_group_header, GTK_TYPE_WIDGET)

static void
tog_group_header_dispose (GObject *object)
{
  tog_widget_dispose_template (GTK_WIDGET (object), TOG_TYPE_GROUP_HEADER);

  G_OBJECT_CLASS (tog_group_header_parent_class)->dispose (object);
}

static void
tog_group_header_class_init (TogGroupHeaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tog_group_header_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/together/Scheduler/tog-group-header.ui");
  gtk_widget_class_bind_template_child (widget_class, TogGroupHeader, picture);
  gtk_widget_class_bind_template_child (widget_class, TogGroupHeader, name_label);
  gtk_widget_class_bind_template_child (widget_class, TogGroupHeader, size_label);
  gtk_widget_class_bind_template_child (widget_class, TogGroupHeader, role_label);
}

static void
tog_group_header_init (TogGroupHeader *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->faces = TOG_FACES (tog_faces_new (FACE_SIZE, MAX_FACES));
  adw_bin_set_child (self->picture, GTK_WIDGET (self->faces));
}

/**
 * tog_group_header_new:
 */
GtkWidget *
tog_group_header_new (void)
{
  return g_object_new (TOG_TYPE_GROUP_HEADER, NULL);
}

/**
 * tog_group_header_set_group:
 */
void
tog_group_header_set_group (TogGroupHeader *self, TogGroup *group)
{
  g_autofree char *size = tog_group_dup_size (group);

  g_return_if_fail (TOG_IS_GROUP_HEADER (self));

  tog_faces_set_group (self->faces, group);
  gtk_label_set_label (self->name_label, group->name);
  gtk_label_set_label (self->size_label, size);
  gtk_label_set_label (self->role_label, tog_group_get_my_role (group));
}
