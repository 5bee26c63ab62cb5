#pragma once

#include "tog-server.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * TestServer:
 * @folder: (owned): its own folder, removed in the end
 * @database: (owned): path of the database in it
 * @server: (owned) (nullable): the server, while it runs
 * @port: where it listens
 * @options: how it is started
 *
 * A server of its own for a test, with two organizations in it. "north": Ana
 * (UTC, 9 to 17) is matched with Ben (Kathmandu, 6:15 to 16:15 UTC, busy on
 * Tuesday from 10 to 11) and with Cyn (Nairobi, 5 to 17 UTC, address not
 * shared); Dan is matched with nobody. "south": Eve and Fay, with the same ids
 * of members, program and match as Ana and Ben.
 */
typedef struct
{
  char *folder;
  char *database;
  TogServer *server;
  guint16 port;
  TogServerOptions options;
} TestServer;

/**
 * TestReply:
 * @status: of HTTP, 0 where the connection was cut before an answer
 * @head: (owned): status line and headers
 * @body: (owned): the body
 * @node: (owned) (nullable): the body, where it is JSON
 *
 * What a server answered.
 */
typedef struct
{
  guint status;
  char *head;
  char *body;
  JsonNode *node;
} TestReply;

void        test_reply_free       (TestReply *reply);

TestServer *test_server_new       (void);
TestServer *test_server_new_stopped (void);
void        test_server_start     (TestServer *self);
void        test_server_stop      (TestServer *self);
void        test_server_free      (TestServer *self);
void        test_server_import    (TestServer *self, const char *text);
void        test_server_run       (TestServer *self, const char *sql);
void        test_server_forget_sessions (TestServer *self);
gint64      test_server_count     (TestServer *self, const char *sql);
char       *test_server_token     (TestServer *self, const char *email);
gint64      test_resident_kilobytes (void);

TogInstant  test_now              (void);
void        test_clock_shift      (gint64 seconds);
TogInstant  test_instant          (int day, int hour, int minute);

int         test_connect          (guint16 port);
char       *test_exchange         (guint16 port, const char *data, gssize size);
TestReply  *test_send             (guint16     port,
                                   const char *token,
                                   const char *method,
                                   const char *path,
                                   const char *headers,
                                   const char *body);
TestReply  *test_get              (TestServer *self, const char *token, const char *path);
TestReply  *test_post             (TestServer *self,
                                   const char *token,
                                   const char *path,
                                   const char *key,
                                   const char *body);
TestReply  *test_book             (TestServer *self,
                                   const char *token,
                                   const char *match,
                                   const char *key,
                                   const char *body);
char       *test_booking          (const char *planned, TogInstant start, int minutes);
const char *test_reply_string     (TestReply *reply, const char *member);
char       *test_reply_header     (TestReply *reply, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestReply, test_reply_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestServer, test_server_free)

G_END_DECLS
