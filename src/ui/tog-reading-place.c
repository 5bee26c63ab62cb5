#include "config.h"

#include "tog-reading-place.h"

#include <math.h>

/* What less than a line is seen of is not what is read. */
#define LINE_HEIGHT 24

typedef struct
{
  GtkWidget *widget; /* (nullable): NULL of what is held */
  char *key;         /* (owned) */
  double y;          /* below the upper edge of what is seen: of what is held, as it was seen */
} Part;

struct _TogReadingPlace
{
  GObject parent_instance;

  GtkScrolledWindow *scrolled_window; /* which owns this */
  GdkFrameClock *clock;               /* (owned) (nullable): while mapped */

  GArray *parts; /* (owned) (element-type Part): from the top down */
  GArray *held;  /* (owned) (element-type Part): what was seen first, and what is below it */
  double value;  /* how far it was scrolled then */
  int room;      /* added below all, so that what is read near its end can stay */

  char *focused; /* (owned) (nullable): the key of what has the focus while all is made anew */
  int selection_start;
  int selection_end;
};

G_DEFINE_FINAL_TYPE (TogReadingPlace, tog_reading_place, G_TYPE_OBJECT)

static void
clear_part (gpointer data)
{
  Part *part = data;

  g_free (part->key);
}

static Part *
find_part (TogReadingPlace *self, const char *key)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = &g_array_index (self->parts, Part, i);

      if (g_str_equal (part->key, key))
        return part;
    }
  return NULL;
}

static gboolean
get_bounds (TogReadingPlace *self, Part *part, graphene_rect_t *bounds)
{
  return gtk_widget_get_mapped (part->widget) &&
         gtk_widget_compute_bounds (part->widget, GTK_WIDGET (self->scrolled_window), bounds);
}

static void
append_held (TogReadingPlace *self, const Part *part, const graphene_rect_t *bounds)
{
  Part held = { NULL, g_strdup (part->key), (double) bounds->origin.y };

  g_array_append_val (self->held, held);
}

static gboolean
is_seen (TogReadingPlace *self, const graphene_rect_t *bounds)
{
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self->scrolled_window));

  return bounds->origin.y + bounds->size.height >= LINE_HEIGHT && bounds->origin.y < height;
}

static Part *
find_focused (TogReadingPlace *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->scrolled_window));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  for (guint i = 0; focus != NULL && i < self->parts->len; i++)
    {
      Part *part = &g_array_index (self->parts, Part, i);

      if (focus == part->widget || gtk_widget_is_ancestor (focus, part->widget))
        return part;
    }
  return NULL;
}

/* What one is in, where that is in sight, then all from what is seen first on: where
 * something is gone, what is next is held on to. */
static void
hold (TogReadingPlace *self, double value)
{
  Part *focused = find_focused (self);
  graphene_rect_t bounds;
  gboolean seen = FALSE;

  g_array_set_size (self->held, 0);
  self->value = value;
  if (focused != NULL && get_bounds (self, focused, &bounds) && is_seen (self, &bounds))
    append_held (self, focused, &bounds);
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = &g_array_index (self->parts, Part, i);

      if (!get_bounds (self, part, &bounds))
        continue;
      seen |= is_seen (self, &bounds);
      if (seen)
        append_held (self, part, &bounds);
    }
}

/* By how much what is read has moved. */
static double
measure_shift (TogReadingPlace *self)
{
  for (guint i = 0; i < self->held->len; i++)
    {
      Part *held = &g_array_index (self->held, Part, i);
      Part *part = find_part (self, held->key);
      graphene_rect_t bounds;

      if (part != NULL && get_bounds (self, part, &bounds))
        return (double) bounds.origin.y - held->y;
    }
  return 0;
}

/* Whether it is scrolled less far because there is less: whoever scrolls to the end
 * scrolls further. */
static gboolean
is_cut_short (TogReadingPlace *self, double value)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled_window);
  double end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  return value < self->value && value >= end;
}

static void
set_room (TogReadingPlace *self, int room)
{
  GtkWidget *viewport = gtk_scrolled_window_get_child (self->scrolled_window);
  GtkWidget *content = gtk_viewport_get_child (GTK_VIEWPORT (viewport));

  gtk_widget_set_margin_bottom (content,
                                gtk_widget_get_margin_bottom (content) + room - self->room);
  self->room = room;
}

/* All has its new place, and nothing of it was drawn yet: what is scrolled now is laid
 * out once more in the same frame. */
static void
layout_cb (TogReadingPlace *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled_window);
  double value = gtk_adjustment_get_value (adjustment);
  double shift = value == self->value || is_cut_short (self, value) ? measure_shift (self) : 0;
  double missing;

  if (ABS (shift) < 1)
    {
      hold (self, value);
      return;
    }
  gtk_adjustment_set_value (adjustment, value + shift);
  self->value = gtk_adjustment_get_value (adjustment);
  missing = value + shift - self->value;
  if (missing >= 1)
    set_room (self, self->room + (int) ceil (missing));
  else if (missing <= -1)
    g_array_set_size (self->held, 0);
}

static void
map_cb (TogReadingPlace *self)
{
  self->clock = g_object_ref (gtk_widget_get_frame_clock (GTK_WIDGET (self->scrolled_window)));
  /* After the window's own handler, which does the layout. */
  g_signal_connect_object (
      self->clock, "layout", G_CALLBACK (layout_cb), self, G_CONNECT_AFTER | G_CONNECT_SWAPPED);
}

static void
unmap_cb (TogReadingPlace *self)
{
  g_signal_handlers_disconnect_by_data (self->clock, self);
  g_clear_object (&self->clock);
}

static void
tog_reading_place_finalize (GObject *object)
{
  TogReadingPlace *self = TOG_READING_PLACE (object);

  g_clear_object (&self->clock);
  g_array_unref (self->parts);
  g_array_unref (self->held);
  g_free (self->focused);
  G_OBJECT_CLASS (tog_reading_place_parent_class)->finalize (object);
}

static void
tog_reading_place_class_init (TogReadingPlaceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tog_reading_place_finalize;
}

static void
tog_reading_place_init (TogReadingPlace *self)
{
  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  self->held = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (self->parts, clear_part);
  g_array_set_clear_func (self->held, clear_part);
}

/**
 * tog_reading_place_new:
 * @scrolled_window: which outlives it, and is not shown yet
 */
TogReadingPlace *
tog_reading_place_new (GtkScrolledWindow *scrolled_window)
{
  TogReadingPlace *self = g_object_new (TOG_TYPE_READING_PLACE, NULL);

  self->scrolled_window = scrolled_window;
  g_signal_connect_object (scrolled_window, "map", G_CALLBACK (map_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      scrolled_window, "unmap", G_CALLBACK (unmap_cb), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * tog_reading_place_begin:
 *
 * To be called before what there is to read is made anew, of which all is then to be
 * added again.
 */
void
tog_reading_place_begin (TogReadingPlace *self)
{
  Part *focused;

  g_return_if_fail (TOG_IS_READING_PLACE (self));

  focused = find_focused (self);
  g_clear_pointer (&self->focused, g_free);
  if (focused != NULL)
    {
      GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (focused->widget));

      self->focused = g_strdup (focused->key);
      self->selection_start = self->selection_end = 0;
      if (GTK_IS_LABEL (focus))
        gtk_label_get_selection_bounds (
            GTK_LABEL (focus), &self->selection_start, &self->selection_end);
    }
  g_array_set_size (self->parts, 0);
}

/**
 * tog_reading_place_add:
 * @widget: is below what was added before
 * @key: by which it is known again
 */
void
tog_reading_place_add (TogReadingPlace *self, GtkWidget *widget, const char *key)
{
  Part part = { widget, g_strdup (key), 0 };

  g_return_if_fail (TOG_IS_READING_PLACE (self));

  g_array_append_val (self->parts, part);
}

/* What had the focus is gone: to what is next in sight, before some other place is found
 * for it and scrolled to. */
static void
focus_next (TogReadingPlace *self)
{
  for (guint i = 0; i < self->held->len; i++)
    {
      Part *part = find_part (self, g_array_index (self->held, Part, i).key);

      if (part != NULL && gtk_widget_grab_focus (part->widget))
        return;
    }
}

/**
 * tog_reading_place_restore_focus:
 *
 * To be called when all was made anew: gives the focus back to what had it, with what of
 * it was selected, or to what is next where that is gone.
 */
void
tog_reading_place_restore_focus (TogReadingPlace *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled_window);
  double value = gtk_adjustment_get_value (adjustment);
  gboolean had_focus = self->focused != NULL;
  Part *part = had_focus ? find_part (self, self->focused) : NULL;
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self->scrolled_window)));

  g_return_if_fail (TOG_IS_READING_PLACE (self));

  g_clear_pointer (&self->focused, g_free);
  if (!had_focus || root == NULL)
    return;
  if (part == NULL)
    focus_next (self);
  else
    gtk_widget_grab_focus (part->widget);
  if (part != NULL && GTK_IS_LABEL (part->widget) && self->selection_start != self->selection_end)
    gtk_label_select_region (GTK_LABEL (part->widget), self->selection_start, self->selection_end);
  /* What has the focus is scrolled to where it was not laid out yet. */
  gtk_adjustment_set_value (adjustment, value);
}

/**
 * tog_reading_place_go_to_top:
 *
 * Something else is read.
 */
void
tog_reading_place_go_to_top (TogReadingPlace *self)
{
  g_return_if_fail (TOG_IS_READING_PLACE (self));

  g_array_set_size (self->held, 0);
  set_room (self, 0);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled_window), 0);
}
