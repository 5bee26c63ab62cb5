#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * TOG_ERROR:
 *
 * Errors about values that came from outside: a message, a file, a text field.
 * The message says what is wrong in words fit to show; the code says what a
 * caller can do about it.
 */
#define TOG_ERROR (tog_error_quark ())

GQuark tog_error_quark (void);

/**
 * TogError:
 * @TOG_ERROR_MALFORMED: the text is not of the form it has to be; correct it
 * @TOG_ERROR_MISSING: something required is not there; add it
 * @TOG_ERROR_LIMIT: larger, longer, deeper or more than is accepted; use less
 * @TOG_ERROR_UNKNOWN_ZONE: this system's time zone database has no such zone
 * @TOG_ERROR_REFERENCE: refers to something that is not there
 */
typedef enum
{
  TOG_ERROR_MALFORMED,
  TOG_ERROR_MISSING,
  TOG_ERROR_LIMIT,
  TOG_ERROR_UNKNOWN_ZONE,
  TOG_ERROR_REFERENCE,
} TogError;

G_END_DECLS
