#pragma once

#include "tog-request.h"

G_BEGIN_DECLS

/*
 * What a member says of when they can meet: the operations getAvailabilitySettings and
 * putAvailabilitySettings.
 */

TogReply *tog_availability_handle_get (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_availability_put_parse  (TogRequest *request);
TogReply *tog_availability_put_write  (TogRequest *request, TogScope *scope, GError **error);

G_END_DECLS
