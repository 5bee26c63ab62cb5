#include "config.h"

#include "test-support.h"

#include "tog-request.h"

#include <poll.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define POST "POST /v1/matches/first/sessions HTTP/1.1\r\nHost: a\r\n"

static guint
get_status (const char *answer)
{
  return g_str_has_prefix (answer, "HTTP/1.1 ") ? g_ascii_strtoull (answer + 9, NULL, 10) : 0;
}

static guint
count (const char *text, const char *what)
{
  guint n = 0;

  for (const char *at = strstr (text, what); at != NULL; at = strstr (at + 1, what))
    n++;
  return n;
}

/* Each is followed by a request that would be answered if it were taken for the
 * next one: it must not be, and the connection must end. */
static void
test_framing (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  static const char *const REQUESTS[] = {
    "GET /v1/about HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "GET /v1/about HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n",
    "GET /v1/about HTTP/1.1\r\n\r\n",
    POST "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    POST "Content-Length: 2\r\nContent-Length: 30\r\n\r\n{}",
    POST "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    POST "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    POST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    POST "Content-Length: +2\r\n\r\n{}",
    POST "Content-Length: 2, 2\r\n\r\n{}",
    POST "Content-Length: -1\r\n\r\n",
    POST "Content-Length: 0x2\r\n\r\n{}",
    POST "Content-Length: 99999999999999999999999\r\n\r\n",
    POST "Content-Length: 0\r\nTransfer-Encoding : chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    POST "Transfer-Encoding: gzip\r\n\r\n",
    POST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    POST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "POST /v1/matches/first/sessions HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (REQUESTS); i++)
    {
      g_autofree char *data =
          g_strconcat (REQUESTS[i], "GET /v1/about HTTP/1.1\r\nHost: a\r\n\r\n", NULL);
      g_autofree char *answer = test_exchange (server->port, data, -1);

      g_test_message ("%u: %.40s", i, answer);
      /* A number that is too large is too large, whatever else it is. */
      g_assert_true (get_status (answer) == 400 || get_status (answer) == 413 ||
                     get_status (answer) == 501);
      g_assert_cmpuint (count (answer, "HTTP/1.1 2"), ==, 0);
    }
}

static void
test_malformed (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (TestReply) reply = NULL;
  g_autofree char *long_path = g_strnfill (60000, 'a');
  g_autofree char *get = g_strdup_printf ("GET /%s HTTP/1.1\r\nHost: a\r\n\r\n", long_path);
  g_autofree char *header =
      g_strdup_printf ("GET /v1/about HTTP/1.1\r\nHost: a\r\nX: %s\r\n\r\n", long_path);
  g_autofree char *get_answer = test_exchange (server->port, get, -1);
  g_autofree char *header_answer = test_exchange (server->port, header, -1);

  g_assert_cmpuint (get_status (get_answer), >=, 400);
  g_assert_cmpuint (get_status (header_answer), >=, 400);

  for (guint i = 0; i < 300; i++)
    {
      char noise[200];
      int fd;

      for (guint k = 0; k < sizeof noise; k++)
        noise[k] = g_rand_int_range (rand, 0, i % 2 == 0 ? 256 : 128);
      memcpy (noise + sizeof noise - 4, "\r\n\r\n", 4);
      if (i % 3 == 0)
        memcpy (noise, "GET /v1/about HTTP/1.1\r\nHost: a\r\n", 34);
      fd = test_connect (server->port);
      g_assert_cmpint (send (fd, noise, sizeof noise, MSG_NOSIGNAL), ==, sizeof noise);
      close (fd);
    }
  reply = test_get (server, NULL, "/v1/about");
  g_assert_cmpuint (reply->status, ==, 200);
}

static void
test_large_body (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *announced =
      g_strdup_printf (POST "Authorization: Bearer %s\r\nContent-Length: 314572800\r\n\r\n", ana);
  g_autofree char *answer = test_exchange (server->port, announced, -1);
  g_autofree char *exact = g_strnfill (TOG_MAX_BODY_BYTES, ' ');
  g_autofree char *one_more = g_strnfill (TOG_MAX_BODY_BYTES + 1, ' ');
  g_autoptr (TestReply) fits = NULL;
  g_autoptr (TestReply) does_not = NULL;

  g_assert_cmpuint (get_status (answer), ==, 413);
  fits = test_book (server, ana, "first", NULL, exact);
  g_assert_cmpuint (fits->status, ==, 400);
  does_not = test_book (server, ana, "first", NULL, one_more);
  g_assert_cmpuint (does_not->status, ==, 413);
}

/* 300 MB in chunks, as no length gives them away. */
static void
test_endless_body (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *head =
      g_strdup_printf (POST "Authorization: Bearer %s\r\nTransfer-Encoding: chunked\r\n\r\n", ana);
  g_autofree char *filler = g_strnfill (65536, 'x');
  g_autofree char *chunk = g_strconcat ("10000\r\n", filler, "\r\n", NULL);
  gsize length = strlen (chunk);
  gint64 before = test_resident_kilobytes ();
  int fd = test_connect (server->port);
  guint n_sent = 0;

  g_assert_cmpint (send (fd, head, strlen (head), MSG_NOSIGNAL), ==, strlen (head));
  while (n_sent < 4800 && send (fd, chunk, length, MSG_NOSIGNAL) == (ssize_t) length)
    n_sent++;
  close (fd);
  g_assert_cmpuint (n_sent, <, 200);
  g_assert_cmpint (test_resident_kilobytes () - before, <, 8 * 1024);
}

/* A body in chunks that is a little too large is read to its end and refused. */
static void
test_chunked_body (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *filler = g_strnfill (65536, 'x');
  g_autofree char *data = g_strdup_printf (POST "Authorization: Bearer %s\r\n"
                                                "Transfer-Encoding: chunked\r\n\r\n"
                                                "10000\r\n%s\r\n10000\r\n%s\r\n0\r\n\r\n",
                                           ana,
                                           filler,
                                           filler);
  g_autofree char *answer = test_exchange (server->port, data, -1);

  g_assert_cmpuint (get_status (answer), ==, 413);
}

/* Half of a request on each of a thousand connections: they are closed, others
 * are answered meanwhile, and memory stays flat. */
static void
test_half_open (void)
{
  g_autoptr (TestServer) server = test_server_new_stopped ();
  g_autoptr (GArray) fds = g_array_new (FALSE, FALSE, sizeof (int));
  static const char half[] = "POST /v1/me HTTP/1.1\r\nHost: a\r\nContent-Le";
  struct rlimit limit;
  guint n_closed = 0;
  gint64 before;

  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);

  server->options.timeout = 2;
  server->options.max_connections = 1200;
  server->options.max_connections_each = 1100;
  test_server_start (server);
  before = test_resident_kilobytes ();
  for (guint i = 0; i < 1000; i++)
    {
      int fd = test_connect (server->port);

      g_assert_cmpint (send (fd, half, sizeof half - 1, MSG_NOSIGNAL), >, 0);
      g_array_append_val (fds, fd);
    }
  {
    g_autoptr (TestReply) reply = test_get (server, NULL, "/v1/about");

    g_assert_cmpuint (reply->status, ==, 200);
  }
  g_assert_cmpint (test_resident_kilobytes () - before, <, 64 * 1024);

  for (guint i = 0; i < fds->len; i++)
    {
      int fd = g_array_index (fds, int, i);
      char buffer[1024];
      ssize_t n;

      while ((n = recv (fd, buffer, sizeof buffer, 0)) > 0)
        ;
      n_closed += n == 0;
      close (fd);
    }
  g_assert_cmpuint (n_closed, ==, 1000);
}

/* One address can't take all connections: what is too many is closed at once. */
/* A request of which a byte comes now and then is cut off, too. */
static void
test_trickle (void)
{
  g_autoptr (TestServer) server = test_server_new_stopped ();
  static const char start[] = "GET /v1/about HTTP/1.1\r\nHost: a\r\nX: ";
  struct pollfd poller;
  int fd;

  server->options.request_timeout = 1;
  test_server_start (server);
  fd = test_connect (server->port);
  g_assert_cmpint (send (fd, start, strlen (start), MSG_NOSIGNAL), >, 0);
  poller = (struct pollfd){ fd, POLLIN, 0 };
  while (poll (&poller, 1, 100) == 0 && send (fd, "a", 1, MSG_NOSIGNAL) == 1)
    continue;
  close (fd);
}

/* Says hello with TLS 1.@minor. Returns: the type of the record that comes back, a
 * handshake (22) or an alert (21), or 0 for none */
static guint8
greet (guint16 port, guint8 minor)
{
  guint8 hello[5 + 47] = { 22, 3, 1, 0, 47, 1, 0, 0, 43, 3, minor + 1 };
  guint8 answer[5] = { 0 };
  int fd = test_connect (port);

  /* After 32 random bytes: no session, two ciphers (ECDHE with ECDSA, AES and
   * SHA-1), no compression. */
  memcpy (hello + 43, (const guint8[]){ 0, 0, 4, 0xc0, 0x09, 0xc0, 0x0a, 1, 0 }, 9);
  g_assert_cmpint (send (fd, hello, sizeof hello, MSG_NOSIGNAL), ==, sizeof hello);
  recv (fd, answer, sizeof answer, MSG_WAITALL);
  close (fd);
  return answer[0];
}

static void
test_old_tls (void)
{
  g_autoptr (TestServer) server = test_server_new_stopped ();
  g_autofree char *certificate =
      g_build_filename (g_getenv ("TOG_TEST_SRCDIR"), "data", "self-signed.pem", NULL);

  server->options.certificate = certificate;
  server->options.key = certificate;
  test_server_start (server);
  g_assert_cmpuint (greet (server->port, 2), ==, 22);
  g_assert_cmpuint (greet (server->port, 1), !=, 22);
  g_assert_cmpuint (greet (server->port, 0), !=, 22);
  test_server_stop (server);
}

static void
test_connections_each (void)
{
  g_autoptr (TestServer) server = test_server_new_stopped ();
  int fds[20];
  guint n_closed = 0;

  server->options.max_connections_each = 8;
  test_server_start (server);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    fds[i] = test_connect (server->port);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    {
      struct pollfd poll_fd = { .fd = fds[i], .events = POLLIN };

      n_closed += poll (&poll_fd, 1, 200) == 1;
      close (fds[i]);
    }
  g_assert_cmpuint (n_closed, ==, 12);
}

static void
test_keep_alive (void)
{
  g_autoptr (TestServer) server = test_server_new ();
  static const char data[] = "GET /v1/about HTTP/1.1\r\nHost: a\r\n\r\n"
                             "GET /v1/me HTTP/1.1\r\nHost: a\r\n\r\n"
                             "GET /v1/nothing HTTP/1.1\r\nHost: a\r\n\r\n"
                             "GET /v1/about HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  g_autofree char *answer = test_exchange (server->port, data, -1);

  g_assert_cmpuint (count (answer, "HTTP/1.1 "), ==, 4);
  g_assert_cmpuint (count (answer, "HTTP/1.1 200"), ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/http/P30/framing", test_framing);
  g_test_add_func ("/http/P30/malformed", test_malformed);
  g_test_add_func ("/http/P30/large-body", test_large_body);
  g_test_add_func ("/http/P30/endless-body", test_endless_body);
  g_test_add_func ("/http/P30/chunked-body", test_chunked_body);
  g_test_add_func ("/http/P30/half-open", test_half_open);
  g_test_add_func ("/http/P30/trickle", test_trickle);
  g_test_add_func ("/http/P22/old-tls", test_old_tls);
  g_test_add_func ("/http/P30/connections-each", test_connections_each);
  g_test_add_func ("/http/keep-alive", test_keep_alive);

  return g_test_run ();
}
