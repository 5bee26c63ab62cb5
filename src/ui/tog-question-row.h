#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogQuestionRow:
 *
 * A card with something to decide, and buttons beside it or, where it is narrow, below.
 */
#define TOG_TYPE_QUESTION_ROW (tog_question_row_get_type ())
G_DECLARE_FINAL_TYPE (TogQuestionRow, tog_question_row, TOG, QUESTION_ROW, GtkWidget)

GtkWidget *tog_question_row_new        (void);
void       tog_question_row_set_text   (TogQuestionRow *self,
                                        const char     *icon_name,
                                        const char     *style_class,
                                        const char     *title,
                                        const char     *detail);
GtkWidget *tog_question_row_add_button (TogQuestionRow *self, const char *label);

G_END_DECLS
