#include "config.h"

#include "tog-grid-part.h"

/* More than a week has on it; a part that saw more forgets all and begins anew. */
#define MAX_LAYOUTS 512

struct _TogGridPart
{
  GtkWidget parent_instance;

  GHashTable *layouts; /* (owned) (element-type utf8 PangoLayout): key is width, lines, text */
};

G_DEFINE_FINAL_TYPE (TogGridPart, tog_grid_part, GTK_TYPE_WIDGET)

static PangoLayout *
find_layout (TogGridPart *self, const char *text, int width, int lines)
{
  g_autofree char *key = g_strdup_printf ("%d %d %s", width, lines, text);
  PangoLayout *layout = g_hash_table_lookup (self->layouts, key);

  if (layout != NULL)
    return layout;
  if (g_hash_table_size (self->layouts) >= MAX_LAYOUTS)
    g_hash_table_remove_all (self->layouts);

  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  if (width >= 0)
    {
      pango_layout_set_width (layout, width * PANGO_SCALE);
      pango_layout_set_height (layout, -lines);
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD);
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      /* The side is that of the interface, not that of the text's own script. */
      pango_layout_set_auto_dir (layout, FALSE);
    }
  g_hash_table_insert (self->layouts, g_steal_pointer (&key), layout);
  return layout;
}

static void
forget_layouts (TogGridPart *self)
{
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));

  g_hash_table_remove_all (self->layouts);
  if (parent != NULL)
    gtk_widget_queue_resize (parent);
}

static void
tog_grid_part_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (tog_grid_part_parent_class)->css_changed (widget, change);
  forget_layouts (TOG_GRID_PART (widget));
}

static void
tog_grid_part_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (tog_grid_part_parent_class)->system_setting_changed (widget, setting);
  forget_layouts (TOG_GRID_PART (widget));
}

static void
tog_grid_part_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (tog_grid_part_parent_class)->direction_changed (widget, previous);
  forget_layouts (TOG_GRID_PART (widget));
}

static void
tog_grid_part_finalize (GObject *object)
{
  TogGridPart *self = TOG_GRID_PART (object);

  g_hash_table_unref (self->layouts);
  G_OBJECT_CLASS (tog_grid_part_parent_class)->finalize (object);
}

static void
tog_grid_part_class_init (TogGridPartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tog_grid_part_finalize;
  widget_class->css_changed = tog_grid_part_css_changed;
  widget_class->system_setting_changed = tog_grid_part_system_setting_changed;
  widget_class->direction_changed = tog_grid_part_direction_changed;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
tog_grid_part_init (TogGridPart *self)
{
  self->layouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  gtk_widget_set_child_visible (GTK_WIDGET (self), FALSE);
}

/**
 * tog_grid_part_new:
 * @css_name: name of its CSS node
 * @css_class: (nullable): its style class
 */
TogGridPart *
tog_grid_part_new (const char *css_name, const char *css_class)
{
  TogGridPart *self = g_object_new (TOG_TYPE_GRID_PART, "css-name", css_name, NULL);

  if (css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), css_class);
  return self;
}

/**
 * tog_grid_part_draw:
 *
 * Draws background and border.
 */
void
tog_grid_part_draw (TogGridPart *self,
                    GtkSnapshot *snapshot,
                    double x,
                    double y,
                    double width,
                    double height)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));

  gtk_snapshot_render_background (snapshot, context, x, y, width, height);
  gtk_snapshot_render_frame (snapshot, context, x, y, width, height);
}

/**
 * tog_grid_part_measure:
 * @width: (out) (optional): in pixels
 * @height: (out) (optional): in pixels
 *
 * How much room @text takes in one line.
 */
void
tog_grid_part_measure (TogGridPart *self, const char *text, int *width, int *height)
{
  pango_layout_get_pixel_size (find_layout (self, text, -1, 1), width, height);
}

/**
 * tog_grid_part_draw_text:
 * @x: where it may begin
 * @y: upper edge
 * @width: how much room there is; what doesn't fit is cut short
 * @lines: how many lines at the most
 * @align: where in that room it stands, from 0 (left) to 1 (right)
 *
 * Writes @text in the part's font and colour.
 */
void
tog_grid_part_draw_text (TogGridPart *self,
                         GtkSnapshot *snapshot,
                         const char *text,
                         double x,
                         double y,
                         int width,
                         int lines,
                         double align)
{
  PangoLayout *layout = find_layout (self, text, -1, 1);
  PangoRectangle ink;

  if (width <= 0)
    return;
  pango_layout_get_pixel_extents (layout, NULL, &ink);
  if (ink.width > width)
    {
      layout = find_layout (self, text, width, lines);
      pango_layout_get_pixel_extents (layout, NULL, &ink);
    }
  gtk_snapshot_render_layout (snapshot,
                              gtk_widget_get_style_context (GTK_WIDGET (self)),
                              x + (width - ink.width) * align - ink.x,
                              y,
                              layout);
}

/**
 * tog_grid_part_new_key:
 *
 * Returns: a legend's key: something drawn, a node "key", and what it means
 */
GtkWidget *
tog_grid_part_new_key (const char *css_class, const char *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 7);
  GtkWidget *key = GTK_WIDGET (tog_grid_part_new ("key", css_class));
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_child_visible (key, TRUE);
  gtk_widget_set_valign (key, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), key);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}
