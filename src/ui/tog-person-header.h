#pragma once

#include "tog-match.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogPersonHeader:
 *
 * Who a match is with, at the head of its page: what they are to the user, the
 * time on their clock, and a button to write to them.
 */
#define TOG_TYPE_PERSON_HEADER (tog_person_header_get_type ())
G_DECLARE_FINAL_TYPE (TogPersonHeader, tog_person_header, TOG, PERSON_HEADER, GtkWidget)

GtkWidget *tog_person_header_new       (void);
void       tog_person_header_set_match (TogPersonHeader *self, TogMatch *match, TogInstant now);

G_END_DECLS
