#pragma once

#include "tog-accounts.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * TogAccountButton:
 *
 * Whose account is shown, in the header bar, with a list of all accounts behind it
 * from which another is chosen or to which one is added.
 */
#define TOG_TYPE_ACCOUNT_BUTTON (tog_account_button_get_type ())
G_DECLARE_FINAL_TYPE (TogAccountButton, tog_account_button, TOG, ACCOUNT_BUTTON, GtkWidget)

void tog_account_button_set_accounts (TogAccountButton *self, TogAccounts *accounts);

G_END_DECLS
