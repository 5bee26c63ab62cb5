#pragma once

#include "tog-account.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * TogOutboxRow:
 *
 * Something that waits to be sent or could not be, with what can be done about it.
 */
#define TOG_TYPE_OUTBOX_ROW (tog_outbox_row_get_type ())
G_DECLARE_FINAL_TYPE (TogOutboxRow, tog_outbox_row, TOG, OUTBOX_ROW, AdwActionRow)

GtkWidget *tog_outbox_row_new (TogOutboxItem *item, TogAccount *account);

G_END_DECLS
