#pragma once

#include "tog-account.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogAccountRow:
 *
 * An account in a list of them: whose it is, at which organization, whether it is the
 * one that is shown, and what of it waits to be sent.
 */
#define TOG_TYPE_ACCOUNT_ROW (tog_account_row_get_type ())
G_DECLARE_FINAL_TYPE (TogAccountRow, tog_account_row, TOG, ACCOUNT_ROW, GtkListBoxRow)

GtkWidget  *tog_account_row_new         (TogAccount *account, gboolean is_shown);
TogAccount *tog_account_row_get_account (TogAccountRow *self);

G_END_DECLS
