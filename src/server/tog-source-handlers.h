#pragma once

#include "tog-request.h"

G_BEGIN_DECLS

/*
 * The calendars that say when a member is busy: the operations listSources, putBusy,
 * confirmBusy, putAddress and deleteSource.
 */

/**
 * TOG_MAX_BUSY_BYTES:
 *
 * The largest body of a request that uploads busy intervals.
 */
#define TOG_MAX_BUSY_BYTES (512 * 1024)

TogReply *tog_source_handle_list   (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_source_busy_parse    (TogRequest *request);
TogReply *tog_source_busy_write    (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_source_confirm_parse (TogRequest *request);
TogReply *tog_source_confirm_write (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_source_address_parse (TogRequest *request);
TogReply *tog_source_address_write (TogRequest *request, TogScope *scope, GError **error);
TogReply *tog_source_delete_parse  (TogRequest *request);
TogReply *tog_source_delete_write  (TogRequest *request, TogScope *scope, GError **error);

G_END_DECLS
