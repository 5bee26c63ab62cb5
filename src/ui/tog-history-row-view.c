#include "config.h"

#include "tog-history-row-view.h"

#include "tog-format.h"
#include "tog-highlight.h"
#include "tog-history-text.h"
#include "tog-outbox-text.h"
#include "tog-widget.h"

#include <float.h>
#include <glib/gi18n.h>

/* Characters that a month of another year has: "Nov 2024". */
#define DATE_CHARS 8
#define MIN_TEXT_WIDTH 120
#define GAP 12
#define LINE_GAP 2
#define CAPTION_SCALE .82
#define DAY_SCALE 1.2
/* What stands back still reads well: more than what the style dims to. */
#define DIM_ALPHA .7

struct _TogHistoryRowView
{
  GtkWidget parent_instance;

  TogSessionHit *hit; /* (owned) (nullable) */
  TogHome *home;      /* (owned) (nullable) */
  TogZone *zone;      /* (owned) (nullable) */
  TogInstant now;
  TogOutbox *outbox; /* (owned) (nullable): NULL only while disposed */
  char *mark;        /* (owned) (nullable): what waits to be sent */
};

G_DEFINE_FINAL_TYPE (TogHistoryRowView, tog_history_row_view, GTK_TYPE_WIDGET)

/* Heights of lines, and the width of the date's column. */
typedef struct
{
  int title;
  int caption;
  int day;
  int date_width;
} Sizes;

/* Where the next line is drawn. */
typedef struct
{
  GtkSnapshot *snapshot;
  GdkRGBA colour;
  gboolean rtl;
  float width;    /* of the whole row */
  float column_x; /* from the side where the row begins */
  float column_width;
  gboolean centred;
  float y;
} Pen;

static void
add_attribute (PangoAttrList *attributes, PangoAttribute *attribute)
{
  pango_attr_list_insert (attributes, attribute);
}

static PangoAttrList *
style_new (double scale, PangoWeight weight)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  add_attribute (attributes, pango_attr_scale_new (scale));
  add_attribute (attributes, pango_attr_weight_new (weight));
  add_attribute (attributes, pango_attr_font_features_new ("tnum=1"));
  return attributes;
}

/* A line at the start of its column, or in its middle. */
static void
draw_line (TogHistoryRowView *self, Pen *pen, const char *text, PangoAttrList *style, gboolean dim)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  GdkRGBA colour = pen->colour;
  PangoRectangle extents;
  float x;

  pango_layout_set_attributes (layout, style);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, (int) (pen->column_width * PANGO_SCALE));
  pango_layout_get_pixel_extents (layout, NULL, &extents);

  if (pen->centred)
    x = (pen->column_width - (float) extents.width) / 2;
  else
    x = pen->rtl ? pen->column_width - (float) extents.width : 0;
  x += pen->rtl ? pen->width - pen->column_x - pen->column_width : pen->column_x;

  if (dim)
    colour.alpha *= DIM_ALPHA;
  gtk_snapshot_save (pen->snapshot);
  /* In a layout that is wider than its text, the text is where its direction begins. */
  gtk_snapshot_translate (pen->snapshot, &GRAPHENE_POINT_INIT (x - (float) extents.x, pen->y));
  gtk_snapshot_append_layout (pen->snapshot, layout, &colour);
  gtk_snapshot_restore (pen->snapshot);
  pen->y += (float) (extents.height + LINE_GAP);
}

static void
draw_date (TogHistoryRowView *self, Pen *pen)
{
  g_autoptr (PangoAttrList) day_style = style_new (DAY_SCALE, PANGO_WEIGHT_BOLD);
  g_autoptr (PangoAttrList) month_style = style_new (CAPTION_SCALE, PANGO_WEIGHT_NORMAL);
  TogDay day = tog_zone_to_wall (self->zone, self->hit->slot.start).day;
  TogDay today = tog_zone_to_wall (self->zone, self->now).day;
  g_autofree char *month_day = tog_format_month_day (day);
  g_autofree char *month = tog_format_short_month_within (day, today);

  draw_line (self, pen, month_day, day_style, FALSE);
  draw_line (self, pen, month, month_style, TRUE);
}

/* It takes place neither among those to come nor among those that were. */
static gboolean
is_cancelled (TogHistoryRowView *self)
{
  return self->hit->state == TOG_SESSION_CANCELLED;
}

static void
draw_title (TogHistoryRowView *self, Pen *pen)
{
  const TogSnippet *found = tog_session_hit_get_snippet (self->hit, TOG_FIELD_TITLE);
  g_autoptr (PangoAttrList) style = style_new (1, PANGO_WEIGHT_BOLD);

  if (found != NULL)
    tog_highlight_append (style, found->ranges, 0, GTK_WIDGET (self));
  if (is_cancelled (self))
    add_attribute (style, pango_attr_strikethrough_new (TRUE));
  draw_line (self, pen, self->hit->title, style, is_cancelled (self));
}

static void
draw_who (TogHistoryRowView *self, Pen *pen)
{
  g_autoptr (PangoAttrList) style = style_new (CAPTION_SCALE, PANGO_WEIGHT_NORMAL);
  g_autofree char *who = tog_session_hit_dup_who (self->hit, self->home);
  g_autofree char *when = tog_session_hit_dup_when (self->hit, self->zone, self->now);
  /* Translators: with whom, then when: "Asha Gurung, 11:15 – 12:00". */
  g_autofree char *text = g_strdup_printf (_ ("%s, %s"), who, when);

  draw_line (self, pen, text, style, TRUE);
}

static void
draw_mark (TogHistoryRowView *self, Pen *pen)
{
  g_autoptr (PangoAttrList) style = style_new (CAPTION_SCALE, PANGO_WEIGHT_BOLD);

  draw_line (self, pen, self->mark, style, FALSE);
}

static void
draw_found (TogHistoryRowView *self, Pen *pen, const TogSnippet *snippet)
{
  g_autoptr (PangoAttrList) style = style_new (CAPTION_SCALE, PANGO_WEIGHT_NORMAL);
  guint offset;
  g_autofree char *line = tog_snippet_dup_line (snippet, &offset);

  tog_highlight_append (style, snippet->ranges, offset, GTK_WIDGET (self));
  draw_line (self, pen, line, style, FALSE);
}

static PangoFontMetrics *
get_font_metrics (PangoContext *context, double scale)
{
  const PangoFontDescription *usual = pango_context_get_font_description (context);
  g_autoptr (PangoFontDescription) font = pango_font_description_copy_static (usual);
  double size = pango_font_description_get_size (usual) * scale;

  if (pango_font_description_get_size_is_absolute (usual))
    pango_font_description_set_absolute_size (font, size);
  else
    pango_font_description_set_size (font, (int) size);
  return pango_context_get_metrics (context, font, NULL);
}

static int
measure_line (PangoContext *context, double scale)
{
  PangoFontMetrics *metrics = get_font_metrics (context, scale);
  int height = PANGO_PIXELS_CEIL (pango_font_metrics_get_height (metrics));

  pango_font_metrics_unref (metrics);
  return height;
}

static int
measure_date (PangoContext *context)
{
  PangoFontMetrics *metrics = get_font_metrics (context, CAPTION_SCALE);
  int width = PANGO_PIXELS_CEIL (DATE_CHARS *
                                 MAX (pango_font_metrics_get_approximate_char_width (metrics),
                                      pango_font_metrics_get_approximate_digit_width (metrics)));

  pango_font_metrics_unref (metrics);
  return width;
}

/* Whether text looks the same in both. */
static gboolean
is_same_font (PangoContext *context, PangoContext *other)
{
  const cairo_font_options_t *options = pango_cairo_context_get_font_options (context);
  const cairo_font_options_t *others = pango_cairo_context_get_font_options (other);

  return pango_font_description_equal (pango_context_get_font_description (context),
                                       pango_context_get_font_description (other)) &&
         pango_context_get_font_map (context) == pango_context_get_font_map (other) &&
         pango_context_get_language (context) == pango_context_get_language (other) &&
         G_APPROX_VALUE (pango_cairo_context_get_resolution (context),
                         pango_cairo_context_get_resolution (other),
                         DBL_EPSILON) &&
         (options == others ||
          (options != NULL && others != NULL && cairo_font_options_equal (options, others)));
}

/* To measure a font takes longer than all else that a row is made of: all rows of one
 * font share what the first found, until a context of another comes or its font map
 * changes. */
static Sizes
get_sizes (TogHistoryRowView *self)
{
  static PangoContext *context = NULL; /* (owned) (nullable): what @sizes were found in */
  static guint context_serial, map_serial;
  static Sizes sizes;
  PangoContext *mine = gtk_widget_get_pango_context (GTK_WIDGET (self));

  if (context == NULL || pango_context_get_serial (context) != context_serial ||
      pango_font_map_get_serial (pango_context_get_font_map (mine)) != map_serial ||
      !is_same_font (context, mine))
    {
      g_set_object (&context, mine);
      context_serial = pango_context_get_serial (mine);
      map_serial = pango_font_map_get_serial (pango_context_get_font_map (mine));
      sizes.title = measure_line (mine, 1);
      sizes.caption = measure_line (mine, CAPTION_SCALE);
      sizes.day = measure_line (mine, DAY_SCALE);
      sizes.date_width = measure_date (mine);
    }
  return sizes;
}

/* Lines below the title. */
static int
count_captions (TogHistoryRowView *self)
{
  if (self->hit == NULL)
    return 1;
  return 1 + (self->mark != NULL) + (tog_session_hit_get_line (self->hit) != NULL);
}

static void
update_name (TogHistoryRowView *self)
{
  g_autofree char *session =
      tog_session_hit_dup_name (self->hit, self->home, self->zone, self->now);
  g_autofree char *name =
      self->mark != NULL ? g_strdup_printf ("%s, %s", session, self->mark) : NULL;

  tog_widget_set_name (gtk_widget_get_parent (GTK_WIDGET (self)), name != NULL ? name : session);
}

static void
update_mark (TogHistoryRowView *self)
{
  g_clear_pointer (&self->mark, g_free);
  self->mark = tog_outbox_dup_session_mark (self->outbox, self->hit->id, TRUE);
}

static void
outbox_changed_cb (TogHistoryRowView *self)
{
  g_autofree char *before = NULL;

  if (self->hit == NULL || gtk_widget_get_parent (GTK_WIDGET (self)) == NULL)
    return;
  before = g_strdup (self->mark);
  update_mark (self);
  if (g_strcmp0 (self->mark, before) == 0)
    return;
  update_name (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
tog_history_row_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TogHistoryRowView *self = TOG_HISTORY_ROW_VIEW (widget);
  const TogSnippet *line;
  Pen pen = { .snapshot = snapshot };

  if (self->hit == NULL)
    return;

  line = tog_session_hit_get_line (self->hit);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &pen.colour);
  pen.rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  pen.width = (float) gtk_widget_get_width (widget);
  pen.column_width = (float) get_sizes (self).date_width;
  pen.centred = TRUE;
  draw_date (self, &pen);

  pen.column_x = pen.column_width + GAP;
  pen.column_width = MAX (pen.width - pen.column_x, 1);
  pen.centred = FALSE;
  pen.y = 0;
  draw_title (self, &pen);
  draw_who (self, &pen);
  if (self->mark != NULL)
    draw_mark (self, &pen);
  if (line != NULL)
    draw_found (self, &pen, line);
}

static void
tog_history_row_view_measure (GtkWidget *widget,
                              GtkOrientation orientation,
                              int for_size,
                              int *minimum,
                              int *natural,
                              int *minimum_baseline,
                              int *natural_baseline)
{
  TogHistoryRowView *self = TOG_HISTORY_ROW_VIEW (widget);
  Sizes sizes = get_sizes (self);
  int text_height = sizes.title + count_captions (self) * (sizes.caption + LINE_GAP);
  int date_height = sizes.day + LINE_GAP + sizes.caption;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = sizes.date_width + GAP + MIN_TEXT_WIDTH;
  else
    *minimum = *natural = MAX (text_height, date_height);
}

static void
tog_history_row_view_dispose (GObject *object)
{
  TogHistoryRowView *self = TOG_HISTORY_ROW_VIEW (object);

  g_clear_object (&self->hit);
  g_clear_object (&self->home);
  g_clear_object (&self->outbox);
  g_clear_pointer (&self->zone, tog_zone_unref);
  g_clear_pointer (&self->mark, g_free);

  G_OBJECT_CLASS (tog_history_row_view_parent_class)->dispose (object);
}

static void
tog_history_row_view_class_init (TogHistoryRowViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tog_history_row_view_dispose;
  widget_class->snapshot = tog_history_row_view_snapshot;
  widget_class->measure = tog_history_row_view_measure;
  gtk_widget_class_set_css_name (widget_class, "history-row");
  /* The list's item around it has its name. */
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
tog_history_row_view_init (TogHistoryRowView *self)
{
}

/**
 * tog_history_row_view_new:
 * @outbox: what waits to be sent is in there
 */
GtkWidget *
tog_history_row_view_new (TogOutbox *outbox)
{
  TogHistoryRowView *self = g_object_new (TOG_TYPE_HISTORY_ROW_VIEW, NULL);

  self->outbox = g_object_ref (outbox);
  g_signal_connect_object (
      outbox, "changed", G_CALLBACK (outbox_changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/**
 * tog_history_row_view_set_hit:
 * @home: (nullable): where groups have their names
 * @zone: whose clock it tells
 */
void
tog_history_row_view_set_hit (TogHistoryRowView *self,
                              TogSessionHit *hit,
                              TogHome *home,
                              TogZone *zone,
                              TogInstant now)
{
  int n_before;

  g_return_if_fail (TOG_IS_HISTORY_ROW_VIEW (self));

  n_before = count_captions (self);
  g_set_object (&self->hit, hit);
  g_set_object (&self->home, home);
  if (self->zone != zone)
    {
      g_clear_pointer (&self->zone, tog_zone_unref);
      self->zone = tog_zone_ref (zone);
    }
  self->now = now;
  update_mark (self);
  update_name (self);

  if (count_captions (self) != n_before)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
