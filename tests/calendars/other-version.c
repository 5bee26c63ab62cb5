#include "tog-data-server.h"

#include <gmodule.h>

/* What an app finds that was updated while it runs. */
extern const TogDataServer tog_data_server;

G_MODULE_EXPORT const TogDataServer tog_data_server = { .version = "other" };
