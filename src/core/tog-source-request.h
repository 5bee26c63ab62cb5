#pragma once

#include "tog-slot-set.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * TOG_MIN_REFRESH_WITHIN:
 *
 * Seconds that a source may promise to be refreshed within, at the least.
 */
#define TOG_MIN_REFRESH_WITHIN 300

/**
 * TOG_MAX_REFRESH_WITHIN:
 *
 * Seconds that a source may promise to be refreshed within, at the most: 14 days.
 */
#define TOG_MAX_REFRESH_WITHIN (14 * TOG_DAY_SECONDS)

/**
 * TOG_MAX_COMPLETE_DAYS:
 *
 * How many days a source may be complete for at the most.
 */
#define TOG_MAX_COMPLETE_DAYS 400

/**
 * TogBusyRequest:
 * @name: (owned): of the calendar or calendars, for the member alone
 * @complete: for which time @busy tells everything
 * @refreshed_at: as of when
 * @refresh_within: seconds after which it is refreshed again at the latest
 * @busy: (owned): when the member is busy, within @complete, padded to the quantum
 *
 * The body of putBusy.
 */
typedef struct
{
  char *name;
  TogSlot complete;
  TogInstant refreshed_at;
  gint64 refresh_within;
  TogSlotSet *busy;
} TogBusyRequest;

gboolean tog_busy_request_read    (TogBusyRequest *self, JsonNode *node, GError **error);
char    *tog_busy_request_to_text (const TogBusyRequest *self);
void     tog_busy_request_clear   (TogBusyRequest *self);

/**
 * TogConfirmRequest:
 * @complete: for which time what was sent before tells everything
 * @refreshed_at: as of when
 * @digest: (owned): of what was sent before, as of tog_busy_digest()
 *
 * The body of confirmBusy: what was sent is still so.
 */
typedef struct
{
  TogSlot complete;
  TogInstant refreshed_at;
  char *digest;
} TogConfirmRequest;

gboolean tog_confirm_request_read    (TogConfirmRequest *self, JsonNode *node, GError **error);
char    *tog_confirm_request_to_text (const TogConfirmRequest *self);
void     tog_confirm_request_clear   (TogConfirmRequest *self);

/**
 * TogAddressRequest:
 * @name: (owned): for the member alone
 * @url: (owned): of a published calendar
 *
 * The body of putAddress.
 */
typedef struct
{
  char *name;
  char *url;
} TogAddressRequest;

gboolean tog_address_request_read    (TogAddressRequest *self, JsonNode *node, GError **error);
char    *tog_address_request_to_text (const TogAddressRequest *self);
void     tog_address_request_clear   (TogAddressRequest *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TogBusyRequest, tog_busy_request_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TogConfirmRequest, tog_confirm_request_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TogAddressRequest, tog_address_request_clear)

G_END_DECLS
