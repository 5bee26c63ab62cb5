#pragma once

#include "tog-problem.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TOG_API_ERROR:
 *
 * What can come of a request, by what a caller can do about it. Messages are in
 * English and name the host; callers who show them find their own words by the
 * code. A cancelled request fails with %G_IO_ERROR_CANCELLED, as everywhere in GIO.
 */
#define TOG_API_ERROR (tog_api_error_quark ())

GQuark tog_api_error_quark (void);

/**
 * TogApiError:
 * @TOG_API_ERROR_ADDRESS: the address can't be used for this API; correct it
 * @TOG_API_ERROR_UNREACHABLE: nothing answers there, or the connection was lost; try later
 * @TOG_API_ERROR_TIMED_OUT: no answer came in time; try later
 * @TOG_API_ERROR_CERTIFICATE: whoever answers can't prove to be that host; do not go on
 * @TOG_API_ERROR_FOREIGN: what answers does not speak this API: a web page, a redirect,
 *   something too long, something that is not text; look at the address
 * @TOG_API_ERROR_UNAUTHORIZED: the token is unknown, expired or revoked; sign in again
 * @TOG_API_ERROR_REFUSED: the request can't be done; tog_api_error_get_problem() says why
 * @TOG_API_ERROR_FAILED: the server could not do it now, nothing was changed; try later
 * @TOG_API_ERROR_GONE: what was asked for is not there, or not any more
 * @TOG_API_ERROR_PRECONDITION: somebody else changed it meanwhile; read it again
 */
typedef enum
{
  TOG_API_ERROR_ADDRESS,
  TOG_API_ERROR_UNREACHABLE,
  TOG_API_ERROR_TIMED_OUT,
  TOG_API_ERROR_CERTIFICATE,
  TOG_API_ERROR_FOREIGN,
  TOG_API_ERROR_UNAUTHORIZED,
  TOG_API_ERROR_REFUSED,
  TOG_API_ERROR_FAILED,
  TOG_API_ERROR_GONE,
  TOG_API_ERROR_PRECONDITION,
} TogApiError;

const TogProblem *tog_api_error_get_problem     (const GError *error);
guint             tog_api_error_get_retry_after (const GError *error);
GError           *tog_api_error_new_answered    (TogApiError       code,
                                                 const TogProblem *problem,
                                                 guint             retry_after,
                                                 const char       *message);

G_END_DECLS
