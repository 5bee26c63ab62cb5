#pragma once

#include "tog-zone.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogChoiceList:
 *
 * Times that would do, best first, which can be put in another order and taken out.
 * "changed" tells that one was.
 */
#define TOG_TYPE_CHOICE_LIST (tog_choice_list_get_type ())
G_DECLARE_FINAL_TYPE (TogChoiceList, tog_choice_list, TOG, CHOICE_LIST, AdwBin)

GtkWidget *tog_choice_list_new (GPtrArray *choices, TogZone *zone, TogInstant now);

G_END_DECLS
