#pragma once

#include "tog-account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogSeriesEditor:
 *
 * Books one session, or those that follow it in the program, too: how they repeat,
 * how many, and each with its verdict and other times to choose from. It loads what
 * has to be known for that. It is hidden where nothing follows.
 *
 * Signal "changed": what it would book is another now.
 */
#define TOG_TYPE_SERIES_EDITOR (tog_series_editor_get_type ())
G_DECLARE_FINAL_TYPE (TogSeriesEditor, tog_series_editor, TOG, SERIES_EDITOR, GtkWidget)

void       tog_series_editor_begin         (TogSeriesEditor   *self,
                                            TogAccount        *account,
                                            TogTeam           *team,
                                            TogPlannedSession *first,
                                            TogSlot            slot,
                                            TogZone           *zone);
void       tog_series_editor_book_one      (TogSeriesEditor *self);
void       tog_series_editor_set_slot      (TogSeriesEditor *self, TogSlot slot);
guint      tog_series_editor_get_n         (TogSeriesEditor *self);
char      *tog_series_editor_dup_title     (TogSeriesEditor *self);
char      *tog_series_editor_dup_rhythm    (TogSeriesEditor *self);
gboolean   tog_series_editor_can_send      (TogSeriesEditor *self);
GPtrArray *tog_series_editor_make_bookings (TogSeriesEditor *self,
                                            TogConference   *conference,
                                            const char      *message);
void       tog_series_editor_show_refusals (TogSeriesEditor *self, GPtrArray *refusals);

G_END_DECLS
