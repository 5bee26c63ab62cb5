#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogGridPart:
 *
 * A stamp to draw with. The grid paints hundreds of rectangles and words, too
 * many to be widgets, yet how they look is the style sheet's business: each
 * kind of them has one part, a child of the grid that is never shown itself and
 * has a CSS node, by whose background, border, colour and font it draws.
 */
#define TOG_TYPE_GRID_PART (tog_grid_part_get_type ())
G_DECLARE_FINAL_TYPE (TogGridPart, tog_grid_part, TOG, GRID_PART, GtkWidget)

TogGridPart *tog_grid_part_new       (const char *css_name, const char *css_class);
void         tog_grid_part_draw      (TogGridPart *self,
                                      GtkSnapshot *snapshot,
                                      double       x,
                                      double       y,
                                      double       width,
                                      double       height);
void         tog_grid_part_measure   (TogGridPart *self, const char *text, int *width, int *height);
void         tog_grid_part_draw_text (TogGridPart *self,
                                      GtkSnapshot *snapshot,
                                      const char  *text,
                                      double       x,
                                      double       y,
                                      int          width,
                                      int          lines,
                                      double       align);
GtkWidget   *tog_grid_part_new_key   (const char *css_class, const char *text);

G_END_DECLS
