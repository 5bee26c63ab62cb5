#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The subcommands of together-server. Each takes the arguments from its own
 * name on, and returns the status to exit with.
 */

int tog_cli_serve  (int argc, char *argv[]);
int tog_cli_import (int argc, char *argv[]);
int tog_cli_token  (int argc, char *argv[]);
int tog_cli_tokens (int argc, char *argv[]);
int tog_cli_revoke (int argc, char *argv[]);
int tog_cli_outbox (int argc, char *argv[]);
int tog_cli_receive (int argc, char *argv[]);

char    *tog_cli_find_database (char           *path);
gboolean tog_cli_parse         (GOptionContext *context,
                                const char     *command,
                                int            *argc,
                                char         ***argv);
int      tog_cli_fail          (const GError *error);

G_END_DECLS
