#pragma once

#include "tog-accounts.h"
#include "tog-window.h"

G_BEGIN_DECLS

void tog_sign_out_ask (TogWindow *window, TogAccounts *accounts, TogAccount *account);

G_END_DECLS
