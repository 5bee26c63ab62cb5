#pragma once

#include "tog-test-files.h"

G_BEGIN_DECLS

/**
 * TogTestServer:
 *
 * The real server with the demo organization, as a process that can be killed
 * and come back at the same address with the same database.
 */
typedef struct _TogTestServer TogTestServer;

TogTestServer *tog_test_server_new         (void);
void           tog_test_server_free        (TogTestServer *self);
const char    *tog_test_server_get_address (TogTestServer *self);
char          *tog_test_server_make_token  (TogTestServer *self, const char *email);
void           tog_test_server_import      (TogTestServer *self,
                                            const char    *before,
                                            const char    *after);
void           tog_test_server_start       (TogTestServer *self);
void           tog_test_server_kill        (TogTestServer *self);
void           tog_test_server_pause       (TogTestServer *self, gboolean pause);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogTestServer, tog_test_server_free)

G_END_DECLS
