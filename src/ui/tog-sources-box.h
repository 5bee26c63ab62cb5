#pragma once

#include "tog-account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogSourcesBox:
 *
 * The calendars of a member that aren't this desktop's: published ones, which the
 * server reads, those of other computers, and those that the organization brought in.
 */
#define TOG_TYPE_SOURCES_BOX (tog_sources_box_get_type ())
G_DECLARE_FINAL_TYPE (TogSourcesBox, tog_sources_box, TOG, SOURCES_BOX, GtkWidget)

GtkWidget *tog_sources_box_new (TogAccount *account);

G_END_DECLS
