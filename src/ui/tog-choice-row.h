#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogChoiceText:
 *
 * Returns: (transfer full): a number in words
 */
typedef char *(*TogChoiceText) (gint64 value);

/**
 * TogChoiceRow:
 *
 * One of a few numbers; what was chosen elsewhere is offered, too. Signal "changed": the
 * user chose another one.
 */
#define TOG_TYPE_CHOICE_ROW (tog_choice_row_get_type ())
G_DECLARE_FINAL_TYPE (TogChoiceRow, tog_choice_row, TOG, CHOICE_ROW, AdwComboRow)

GtkWidget *tog_choice_row_new       (const char    *title,
                                     const char    *subtitle,
                                     TogChoiceText  text,
                                     const gint64  *values,
                                     gsize          n_values);
void       tog_choice_row_set_value (TogChoiceRow *self, gint64 value);
gint64     tog_choice_row_get_value (TogChoiceRow *self);

G_END_DECLS
