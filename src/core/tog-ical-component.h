#pragma once

#include "tog-calendar.h"
#include "tog-ical-reader.h"

G_BEGIN_DECLS

/**
 * TogIcalComponent:
 * @name: such as VEVENT, as it was written
 * @number: on which line it begins
 * @lines: (element-type TogIcalLine): its properties that say when something is
 * @children: (element-type TogIcalComponent): the components within it
 *
 * A component of a calendar, without what is nobody's business: titles, places
 * and notes are not kept.
 */
typedef struct
{
  const char *name;
  guint number;
  GArray *lines;
  GPtrArray *children;
} TogIcalComponent;

/**
 * TogIcalTree:
 * @reader: (owned): holds the text
 * @root: (owned): holds the VCALENDARs
 *
 * What was read from a text.
 */
typedef struct
{
  TogIcalReader reader;
  TogIcalComponent *root;
} TogIcalTree;

gboolean           tog_ical_tree_init  (TogIcalTree             *tree,
                                        const char              *text,
                                        gsize                    length,
                                        const TogCalendarLimits *limits,
                                        GError                 **error);
void               tog_ical_tree_clear (TogIcalTree *tree);
gboolean           tog_ical_component_is   (const TogIcalComponent *component, const char *name);
const TogIcalLine *tog_ical_component_find (const TogIcalComponent *component, const char *name);
const char        *tog_ical_component_get  (const TogIcalComponent *component, const char *name);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TogIcalTree, tog_ical_tree_clear)

G_END_DECLS
