/* Whether the shades of the heat map can be told apart, by number: as they are
 * drawn, in grey and as people see them who don't see all colours, and whether
 * words on them can be read. */

#include "tog-grid-part.h"
#include "tog-heat-grid.h"
#include "tog-resources.h"

#include <adwaita.h>
#include <math.h>

#define MIN_STEP_LIGHT 8.0
#define MIN_STEP_DARK 4.5
#define MIN_CONTRAST 4.5

typedef struct
{
  double red;
  double green;
  double blue;
} Colour; /* of light, linear, 0 to 1 */

/* What is seen by whom, for linear light: G. M. Machado, M. M. Oliveira,
 * L. A. F. Fernandes: A Physiologically-based Model for Simulation of Color Vision
 * Deficiency, 2009, severity 1.0. */
static const struct
{
  const char *name;
  double matrix[3][3];
} eyes[] = {
  { "grey", { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } } },
  { "protanopia",
    { { 0.152286, 1.052583, -0.204868 },
      { 0.114503, 0.786281, 0.099216 },
      { -0.003882, -0.048116, 1.051998 } } },
  { "deuteranopia",
    { { 0.367322, 0.860646, -0.227968 },
      { 0.280085, 0.672501, 0.047413 },
      { -0.011820, 0.042940, 0.968881 } } },
  { "tritanopia",
    { { 1.255528, -0.076749, -0.178779 },
      { -0.078411, 0.930809, 0.147602 },
      { 0.004733, 0.691367, 0.303900 } } },
};

/* IEC 61966-2-1. */
static double
to_linear (double value)
{
  return value <= 0.04045 ? value / 12.92 : pow ((value + 0.055) / 1.055, 2.4);
}

static Colour
from_rgba (const GdkRGBA *rgba)
{
  return (Colour){ to_linear (rgba->red), to_linear (rgba->green), to_linear (rgba->blue) };
}

static Colour
look (guint eye, Colour colour)
{
  const double (*m)[3] = eyes[eye].matrix;
  Colour seen = {
    m[0][0] * colour.red + m[0][1] * colour.green + m[0][2] * colour.blue,
    m[1][0] * colour.red + m[1][1] * colour.green + m[1][2] * colour.blue,
    m[2][0] * colour.red + m[2][1] * colour.green + m[2][2] * colour.blue,
  };

  return (Colour){ CLAMP (seen.red, 0, 1), CLAMP (seen.green, 0, 1), CLAMP (seen.blue, 0, 1) };
}

static double
get_luminance (Colour colour)
{
  return 0.2126 * colour.red + 0.7152 * colour.green + 0.0722 * colour.blue;
}

/* CIE 1976 L*. */
static double
get_lightness (Colour colour)
{
  double y = get_luminance (colour);

  return y > 216.0 / 24389 ? 116 * cbrt (y) - 16 : y * 24389 / 27;
}

/* WCAG 2.1, "contrast ratio". */
static double
get_contrast (Colour a, Colour b)
{
  double first = get_luminance (a), second = get_luminance (b);

  return (MAX (first, second) + 0.05) / (MIN (first, second) + 0.05);
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* What the grid draws with that has a style class. */
static TogGridPart *
find_part (GtkWidget *grid, const char *css_name, const char *css_class)
{
  for (GtkWidget *child = gtk_widget_get_first_child (grid); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (TOG_IS_GRID_PART (child) && g_strcmp0 (gtk_widget_get_css_name (child), css_name) == 0 &&
        (css_class == NULL || gtk_widget_has_css_class (child, css_class)))
      return TOG_GRID_PART (child);
  g_error ("There is no %s.%s", css_name, css_class);
}

/* The colour of a pixel that the part paints on the grid's background. */
static GdkRGBA
paint (GtkWidget *grid, TogGridPart *part)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, 20, 20);
  GdkRGBA background;
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  guint32 pixels[20 * 20];
  guint32 pixel;

  g_assert_true (gtk_style_context_lookup_color (
      gtk_widget_get_style_context (grid), "view_bg_color", &background));
  gtk_snapshot_append_color (snapshot, &background, &area);
  tog_grid_part_draw (part, snapshot, 0, 0, 20, 20);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (
      gtk_native_get_renderer (gtk_widget_get_native (grid)), node, &area);
  gdk_texture_download (texture, (guchar *) pixels, 20 * sizeof *pixels);
  pixel = pixels[10 * 20 + 10];
  return (GdkRGBA){
    ((pixel >> 16) & 255) / 255.0f, ((pixel >> 8) & 255) / 255.0f, (pixel & 255) / 255.0f, 1
  };
}

/* The colour of words on @ground. */
static Colour
get_text (TogGridPart *part, const GdkRGBA *ground)
{
  GdkRGBA text;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (part)), &text);
  text.red = text.red * text.alpha + ground->red * (1 - text.alpha);
  text.green = text.green * text.alpha + ground->green * (1 - text.alpha);
  text.blue = text.blue * text.alpha + ground->blue * (1 - text.alpha);
  return from_rgba (&text);
}

static void
check (gboolean dark, gboolean high_contrast)
{
  GtkWidget *window, *grid;
  double wanted = dark ? MIN_STEP_DARK : MIN_STEP_LIGHT;
  Colour steps[TOG_HEAT_N_STEPS];
  TogGridPart *number;
  GdkRGBA ground;

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                           : ADW_COLOR_SCHEME_FORCE_LIGHT);
  window = gtk_window_new ();
  grid = tog_heat_grid_new ();
  gtk_window_set_child (GTK_WINDOW (window), grid);
  gtk_window_present (GTK_WINDOW (window));
  settle ();
  g_assert_cmpint (gtk_widget_has_css_class (grid, "dark"), ==, dark);
  if (high_contrast)
    gtk_widget_add_css_class (grid, "high-contrast");

  for (guint i = 0; i < TOG_HEAT_N_STEPS; i++)
    {
      g_autofree char *css_class = g_strdup_printf ("heat-%u", i);
      TogGridPart *part = find_part (grid, "run", css_class);
      double contrast;

      ground = paint (grid, part);
      steps[i] = from_rgba (&ground);
      contrast = get_contrast (get_text (part, &ground), steps[i]);
      g_test_message ("step %u: L* %.1f, text %.1f:1", i, get_lightness (steps[i]), contrast);
      g_assert_cmpfloat (contrast, >=, MIN_CONTRAST);
    }
  for (guint eye = 0; eye < G_N_ELEMENTS (eyes); eye++)
    for (guint i = 0; i + 1 < TOG_HEAT_N_STEPS; i++)
      {
        double difference =
            get_lightness (look (eye, steps[i])) - get_lightness (look (eye, steps[i + 1]));

        g_test_message ("%s, steps %u and %u: %.1f", eyes[eye].name, i, i + 1, difference);
        /* From blank on it goes one way: away from the background. */
        g_assert_cmpfloat (dark ? -difference : difference, >=, wanted);
      }

  number = find_part (grid, "number", NULL);
  ground = paint (grid, number);
  g_assert_cmpfloat (
      get_contrast (get_text (number, &ground), from_rgba (&ground)), >=, MIN_CONTRAST);
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
}

static void
test_light (void)
{
  check (FALSE, FALSE);
  check (FALSE, TRUE);
}

static void
test_dark (void)
{
  check (TRUE, FALSE);
  check (TRUE, TRUE);
}

int
main (int argc, char **argv)
{
  g_autoptr (GtkCssProvider) style = NULL;

  g_test_init (&argc, &argv, NULL);
  adw_init ();
  tog_register_resource ();
  style = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (style, "/org/together/Scheduler/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_test_add_func ("/heat-colours/P36/light", test_light);
  g_test_add_func ("/heat-colours/P36/dark", test_dark);
  return g_test_run ();
}
