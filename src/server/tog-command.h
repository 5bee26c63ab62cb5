#pragma once

#include "tog-writer.h"

G_BEGIN_DECLS

/**
 * TOG_COMMAND_MAX_BYTES:
 *
 * The longest command, an organization file and all its calendars included.
 */
#define TOG_COMMAND_MAX_BYTES (256 * 1024 * 1024)

gboolean tog_command_run  (TogWriter         *writer,
                           const char *const *words,
                           GString           *out,
                           GError           **error);
gboolean tog_command_send (const char        *database,
                           const char *const *words,
                           GString           *out,
                           GError           **error);

/**
 * TogControl:
 *
 * Lets commands of the same user in, by a socket beside the database, while a
 * server has it: what they write is written by the server's writer.
 */
typedef struct _TogControl TogControl;

/**
 * TogControlFunc:
 * @data: what was given with the function
 *
 * Is told, in the control's thread, that a command was run.
 */
typedef void (*TogControlFunc) (gpointer data);

TogControl *tog_control_new  (const char    *database,
                              TogWriter     *writer,
                              TogControlFunc ran,
                              gpointer       data,
                              GError       **error);
void        tog_control_free (TogControl *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogControl, tog_control_free)

G_END_DECLS
