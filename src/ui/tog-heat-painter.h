#pragma once

#include "tog-grid-part.h"
#include "tog-heat-model.h"

G_BEGIN_DECLS

/**
 * TogHeatPainter:
 *
 * Draws the heat of a stretch of time, wherever it is shown.
 *
 * # CSS nodes
 * Below the widget that it draws for, which has the class "dark" where that
 * matters:
 * |[<!-- language="plain" -->
 * ├── run.heat-0 to .heat-6[.strong]
 * ├── run.past, .missing
 * ├── run.uncounted         not loaded, or too far: blank would mean that everyone can
 * ├── run.unknown           over the shade: somebody's calendar isn't known
 * ├── run.off               over the shade: nobody works
 * ╰── plate                 behind words on hatching, under the shade
 * ]|
 */
typedef struct _TogHeatPainter TogHeatPainter;

TogHeatPainter *tog_heat_painter_new        (GtkWidget *widget);
void            tog_heat_painter_free       (TogHeatPainter *painter);
void            tog_heat_painter_draw       (TogHeatPainter    *painter,
                                             GtkSnapshot       *snapshot,
                                             const TogHeatCell *cell,
                                             GdkRectangle       area);
void            tog_heat_painter_draw_plate (TogHeatPainter    *painter,
                                             GtkSnapshot       *snapshot,
                                             const TogHeatCell *cell,
                                             GdkRectangle       area);
TogGridPart    *tog_heat_painter_get_text   (TogHeatPainter    *painter,
                                             const TogHeatCell *cell,
                                             gboolean           strong);

G_END_DECLS
