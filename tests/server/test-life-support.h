#pragma once

#include "test-support.h"

G_BEGIN_DECLS

/**
 * TestLife:
 * @server: (owned): a server whose mails go to a folder
 * @mail: how they do
 * @ana: (owned): token of who booked
 * @ben: (owned): token of the other one
 * @start: when the session is
 * @id: (owned): of the session
 * @path: (owned): of the session
 *
 * A session of Ana's and Ben's, with all the time until it is.
 */
typedef struct
{
  TestServer *server;
  TogMailOptions mail;
  char *ana;
  char *ben;
  TogInstant start;
  char *id;
  char *path;
} TestLife;

TestLife  *test_life_new    (void);
void       test_life_free   (TestLife *self);
void       test_life_go_to  (TestLife *self, TogInstant now);
TestReply *test_life_get    (TestLife *self, const char *token, const char *below);
TestReply *test_life_send   (TestLife   *self,
                             const char *token,
                             const char *method,
                             const char *below,
                             const char *if_match,
                             const char *body);
void       test_life_wait   (TestLife *self, const char *sql, gint64 expected);
GPtrArray *test_life_mails  (TestLife *self, const char *part);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestLife, test_life_free)

G_END_DECLS
