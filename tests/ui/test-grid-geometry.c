#include "tog-grid-geometry.h"

static TogGridGeometry
make (int width, const char *small)
{
  TogGridGeometry geometry = {
    .width = width, .axes = 132, .quarter = 12, .top = 10, .n_rows = 96, .small_width = 46
  };

  for (guint i = 0; i < TOG_WEEK_DAYS; i++)
    geometry.small[i] = small[i] == 's';
  tog_grid_geometry_layout (&geometry);
  return geometry;
}

static void
test_columns (void)
{
  static const char *const smalls[] = { "-------", "-----ss", "s------", "ssssss-", "sssssss" };

  for (int width = 132; width < 1200; width += 7)
    for (gsize i = 0; i < G_N_ELEMENTS (smalls); i++)
      {
        TogGridGeometry geometry = make (width, smalls[i]);
        int narrowest = G_MAXINT, widest = 0;
        gboolean all = g_str_equal (smalls[i], "sssssss");

        g_assert_cmpint (geometry.x[0], ==, 132);
        for (guint column = 0; column < TOG_WEEK_DAYS; column++)
          {
            int column_width = geometry.x[column + 1] - geometry.x[column];

            if (smalls[i][column] == 's' && !all)
              {
                g_assert_cmpint (column_width, ==, 46);
                continue;
              }
            narrowest = MIN (narrowest, column_width);
            widest = MAX (widest, column_width);
          }
        g_assert_cmpint (widest - narrowest, <=, 1);
        if (width >= 132 + 6 * 46)
          g_assert_cmpint (geometry.x[TOG_WEEK_DAYS], ==, width);
      }
}

static void
test_find (void)
{
  TogGridGeometry geometry = make (832, "-----ss");
  guint column, row;

  for (guint c = 0; c < TOG_WEEK_DAYS; c++)
    for (guint r = 0; r < geometry.n_rows; r++)
      {
        g_assert_true (tog_grid_geometry_find (
            &geometry, geometry.x[c], tog_grid_geometry_row (&geometry, r), &column, &row));
        g_assert_cmpuint (column, ==, c);
        g_assert_cmpuint (row, ==, r);
        g_assert_true (tog_grid_geometry_find (&geometry,
                                               geometry.x[c + 1] - 0.01,
                                               tog_grid_geometry_row (&geometry, r + 1) - 0.01,
                                               &column,
                                               &row));
        g_assert_cmpuint (column, ==, c);
        g_assert_cmpuint (row, ==, r);
      }
  g_assert_false (tog_grid_geometry_find (&geometry, 131.9, 100, &column, &row));
  g_assert_false (tog_grid_geometry_find (&geometry, 832, 100, &column, &row));
  g_assert_false (tog_grid_geometry_find (&geometry, 200, 9.9, &column, &row));
  g_assert_false (tog_grid_geometry_find (&geometry, 200, 10 + 96 * 12, &column, &row));
}

static void
test_centre (void)
{
  static const struct
  {
    guint row;
    int height;
    int y;
  } rows[] = {
    { 1, 12, 22 }, { 1, 20, 18 }, { 1, 4, 26 }, { 0, 20, 6 }, { 0, 40, 0 }, { 95, 40, 1132 },
  };
  TogGridGeometry geometry = make (832, "-----ss");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (
        tog_grid_geometry_centre (&geometry, rows[i].row, rows[i].height), ==, rows[i].y);
}

static void
test_mirror (void)
{
  TogGridGeometry geometry = make (832, "-----ss");

  for (guint c = 0; c < TOG_WEEK_DAYS; c++)
    {
      int width = geometry.x[c + 1] - geometry.x[c];
      int x = tog_grid_geometry_mirror (&geometry, geometry.x[c], width);

      g_assert_cmpint (x + geometry.x[c + 1], ==, 832);
      g_assert_cmpint (tog_grid_geometry_mirror (&geometry, x, width), ==, geometry.x[c]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grid-geometry/columns-fill-the-width", test_columns);
  g_test_add_func ("/grid-geometry/find-is-the-inverse-of-layout", test_find);
  g_test_add_func ("/grid-geometry/centres-on-a-row", test_centre);
  g_test_add_func ("/grid-geometry/P36/mirrors", test_mirror);
  return g_test_run ();
}
