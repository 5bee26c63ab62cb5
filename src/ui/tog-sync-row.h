#pragma once

#include "tog-account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogSyncRow:
 *
 * How much of an account's history is on this computer, with a button to hold fetching
 * it, to go on, or to try again what failed. It shows as long as not all of it is.
 */
#define TOG_TYPE_SYNC_ROW (tog_sync_row_get_type ())
G_DECLARE_FINAL_TYPE (TogSyncRow, tog_sync_row, TOG, SYNC_ROW, GtkWidget)

void tog_sync_row_set_account (TogSyncRow *self, TogAccount *account);

G_END_DECLS
