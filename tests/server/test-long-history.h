#pragma once

#include "test-support.h"

G_BEGIN_DECLS

#define TEST_LONG_HISTORY 10000

void test_server_add_long_history (TestServer *server);

G_END_DECLS
