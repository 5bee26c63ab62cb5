#pragma once

#include "tog-storage.h"

G_BEGIN_DECLS

gboolean tog_member_note_change (TogScope *scope, GError **error);

G_END_DECLS
