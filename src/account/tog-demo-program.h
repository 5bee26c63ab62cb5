#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * The server's program, as the demo runs it.
 */
#define TOG_DEMO_PROGRAM "together-server"

char        *tog_demo_program_find              (void);
char        *tog_demo_program_find_organization (void);
GSubprocess *tog_demo_program_spawn             (const char        *program,
                                                 const char *const *arguments,
                                                 GError           **error);
GError      *tog_demo_program_make_error        (const char *said);

G_END_DECLS
