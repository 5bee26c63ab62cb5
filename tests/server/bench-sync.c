#include "config.h"

#include "test-long-history.h"
#include "test-stream.h"

#include "tog-streams.h"

#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/*
 * What it takes to keep clients up to date: a stream that is open, an event from what
 * caused it until it is there, and a page of a long history.
 */

#define N_STREAMS 1000
#define N_MEMBERS (N_STREAMS / TOG_MAX_STREAMS_EACH + 1)
#define N_EVENTS 51

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  double difference = *(const double *) a - *(const double *) b;

  return difference < 0 ? -1 : difference > 0;
}

static double
find_median (GArray *numbers)
{
  g_array_sort (numbers, compare_numbers);
  return g_array_index (numbers, double, numbers->len / 2);
}

/* name, value, floor, ratio, target, as tests/bench.sh tells them */
static void
print_bound (const char *name, double value, double target)
{
  g_print ("%s\t%.2f\t-\t-\t<= %g\n", name, value, target);
}

static void
bench_streams (TestServer *server)
{
  g_autoptr (GPtrArray) streams =
      g_ptr_array_new_with_free_func ((GDestroyNotify) test_stream_free);
  g_autoptr (GPtrArray) tokens = g_ptr_array_new_with_free_func (g_free);
  gint64 before;

  for (guint i = 0; i < N_MEMBERS; i++)
    {
      g_autofree char *email = g_strdup_printf ("m%u@bench.example", i);

      g_ptr_array_add (tokens, test_server_token (server, email));
    }
  before = test_resident_kilobytes ();
  for (guint i = 0; i < N_STREAMS; i++)
    {
      TestStream *stream =
          test_stream_open (server->port, g_ptr_array_index (tokens, i % N_MEMBERS), NULL);

      g_ptr_array_add (streams, stream);
      test_stream_wait (stream, "event: changes", 1);
    }
  /* Of the client's ends, too, which are in this process. */
  print_bound ("resident memory of a stream of 1000 idle ones, KiB",
               (test_resident_kilobytes () - before) / (double) N_STREAMS,
               64);
}

/* What Ben says to Ana's invite, until Ana's stream tells. */
static void
bench_events (TestServer *server)
{
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *ben = test_server_token (server, "ben@north.example");
  g_autofree char *body = test_booking ("p1", test_instant (3, 10, 0), 45);
  g_autoptr (TestReply) booked = test_book (server, ana, "first", NULL, body);
  g_autoptr (TestStream) stream = test_stream_open (server->port, ana, NULL);
  g_autofree char *path =
      g_strdup_printf ("/v1/sessions/%s/answer", test_reply_string (booked, "id"));
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  test_stream_wait (stream, "event: changes", 1);
  for (guint i = 0; i < N_EVENTS; i++)
    {
      g_autofree char *headers =
          g_strdup_printf ("Content-Type: application/json\r\n"
                           "If-Match: *\r\nIdempotency-Key: 0123456789-answer-%u\r\n",
                           i);
      g_autoptr (GTimer) timer = g_timer_new ();
      g_autoptr (TestReply) reply =
          test_send (server->port,
                     ben,
                     "POST",
                     path,
                     headers,
                     i % 2 == 0 ? "{\"answer\":\"tentative\"}" : "{\"answer\":\"accepted\"}");
      double milliseconds;

      if (reply->status != 200)
        g_error ("%s", reply->body);
      test_stream_wait (stream, "event: changes", i + 2);
      milliseconds = g_timer_elapsed (timer, NULL) * 1000;
      g_array_append_val (times, milliseconds);
    }
  print_bound ("answer until it is told on a stream, ms", find_median (times), 100);
}

/* Returns: (transfer full) (nullable): what the answer says comes next */
static char *
find_next (const char *answer)
{
  const char *next = g_strrstr (answer, "\"next\":\"");

  if (next == NULL)
    return NULL;
  next += strlen ("\"next\":\"");
  return g_strndup (next, strcspn (next, "\""));
}

static void
bench_history (TestServer *server)
{
  g_autofree char *ana = test_server_token (server, "ana@north.example");
  g_autofree char *cursor = NULL;
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));

  test_server_add_long_history (server);
  do
    {
      g_autofree char *request =
          g_strdup_printf ("GET /v1/history?limit=200%s%s HTTP/1.1\r\nHost: a\r\n"
                           "Connection: close\r\nAuthorization: Bearer %s\r\n\r\n",
                           cursor != NULL ? "&cursor=" : "",
                           cursor != NULL ? cursor : "",
                           ana);
      g_autoptr (GTimer) timer = g_timer_new ();
      g_autofree char *answer = test_exchange (server->port, request, -1);
      double milliseconds = g_timer_elapsed (timer, NULL) * 1000;

      g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200"));
      g_array_append_val (times, milliseconds);
      g_free (cursor);
      cursor = find_next (answer);
    }
  while (cursor != NULL);
  g_assert_cmpuint (times->len, >=, TEST_LONG_HISTORY / 200);
  print_bound ("page of 200 of 10,000 sessions with notes, ms", find_median (times), 20);
}

static void
import_crowd (TestServer *server)
{
  g_autoptr (GString) json = g_string_new (
      "{\"format\":1,\"organization\":{\"id\":\"bench\",\"name\":\"Bench\"},\"members\":[");

  for (guint i = 0; i < N_MEMBERS; i++)
    g_string_append_printf (json,
                            "%s{\"id\":\"m%u\",\"name\":\"Member %u\",\"email\":"
                            "\"m%u@bench.example\",\"zone\":\"UTC\"}",
                            i == 0 ? "" : ",",
                            i,
                            i,
                            i);
  g_string_append (json, "],\"programs\":[],\"matches\":[]}");
  test_server_import (server, json->str);
}

int
main (void)
{
  g_autoptr (TestServer) server = test_server_new_stopped ();
  struct rlimit limit;

  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  test_server_start (server);
  import_crowd (server);

  bench_streams (server);
  bench_events (server);
  bench_history (server);
  return 0;
}
