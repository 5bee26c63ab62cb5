#include "config.h"

#include "bare-inserts.h"
#include "test-support.h"

#include "tog-database.h"
#include "tog-import.h"
#include "tog-log.h"
#include "tog-slot-set.h"
#include "tog-token.h"

#include <microhttpd.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/*
 * What the server does against the least that does the same kind of thing, in
 * one run: libmicrohttpd that answers the same bytes at once, and SQLite that
 * stores one row a transaction. The same clients, on the same machine, ask both.
 */

#define N_MATCHES 1000
#define N_STEPS 4
#define N_BOOKING_ROUNDS 5
#define N_BOOKED_ALONE 200
#define N_BOOKED_TOGETHER 600
#define N_THREADS 2
#define N_CLIENTS 32
#define N_BUSY 500

/* Groups of the first members. */
static const guint GROUP_SIZES[] = { 5, 50, 500 };
#define MEASURE_USEC (2 * G_USEC_PER_SEC)
#define N_ROUNDS 3

/* One connection that asks again and again. */
typedef struct
{
  int fd;
  const char *request; /* (not owned) (nullable): what is being asked */
  GString *answer;     /* (owned) */
} Client;

/* Gives the next request, or NULL when there are no more. */
typedef const char *(*NextFunc) (gpointer data);

typedef struct
{
  Client clients[N_CLIENTS];
  guint n_clients;
  NextFunc next;
  gpointer data;
  guint expected;
  guint n_answers;
} Load;

static void
begin_request (Load *load, Client *client)
{
  gsize length;
  ssize_t n;

  client->request = load->next (load->data);
  if (client->request == NULL)
    return;
  length = strlen (client->request);
  n = send (client->fd, client->request, length, MSG_NOSIGNAL);
  g_assert_cmpint (n, ==, length);
}

/* Returns: whether an answer is there in full */
static gboolean
has_answer (Client *client)
{
  const char *end = strstr (client->answer->str, "\r\n\r\n");
  const char *length;

  if (end == NULL)
    return FALSE;
  length = strstr (client->answer->str, "Content-Length: ");
  g_assert_true (length != NULL && length < end);
  return client->answer->len >=
         (gsize) (end + 4 - client->answer->str) + g_ascii_strtoull (length + 16, NULL, 10);
}

static void
read_answer (Load *load, Client *client)
{
  static char buffer[262144];
  ssize_t n = recv (client->fd, buffer, sizeof buffer, 0);

  g_assert_cmpint (n, >, 0);
  g_string_append_len (client->answer, buffer, n);
  if (!has_answer (client))
    return;
  if (g_ascii_strtoull (client->answer->str + 9, NULL, 10) != load->expected)
    g_error ("Not expected: %s", client->answer->str);
  g_string_truncate (client->answer, 0);
  load->n_answers++;
  begin_request (load, client);
}

/* Returns: answers a second */
static double
run_load (guint16 port, guint n_clients, NextFunc next, gpointer data, guint expected, gint64 usec)
{
  Load load = { .n_clients = n_clients, .next = next, .data = data, .expected = expected };
  int poll_fd = epoll_create1 (EPOLL_CLOEXEC);
  gint64 began;
  gint64 now;
  gboolean more = TRUE;

  for (guint i = 0; i < n_clients; i++)
    {
      struct epoll_event event = { .events = EPOLLIN, .data.u32 = i };

      load.clients[i].fd = test_connect (port);
      g_assert_cmpint (load.clients[i].fd, >=, 0);
      load.clients[i].answer = g_string_sized_new (65536);
      epoll_ctl (poll_fd, EPOLL_CTL_ADD, load.clients[i].fd, &event);
    }

  began = now = g_get_monotonic_time ();
  for (guint i = 0; i < n_clients; i++)
    begin_request (&load, &load.clients[i]);
  while (more && now - began < usec)
    {
      struct epoll_event events[N_CLIENTS];
      int n = epoll_wait (poll_fd, events, N_CLIENTS, 1000);

      for (int i = 0; i < n; i++)
        read_answer (&load, &load.clients[events[i].data.u32]);
      more = FALSE;
      for (guint i = 0; i < n_clients; i++)
        more = more || load.clients[i].request != NULL;
      now = g_get_monotonic_time ();
    }

  for (guint i = 0; i < n_clients; i++)
    {
      close (load.clients[i].fd);
      g_string_free (load.clients[i].answer, TRUE);
    }
  close (poll_fd);
  return load.n_answers * (double) G_USEC_PER_SEC / (now - began);
}

static void
keep_best (double *best, double value)
{
  *best = MAX (*best, value);
}

static void
print_figure (const char *name, double value, double floor, double target)
{
  g_print ("%s\t%.0f\t%.0f\t%.2f\t>= %g\n", name, value, floor, value / floor, target);
}

static char *
make_organization (void)
{
  g_autoptr (GString) json = g_string_new (
      "{\"format\":1,\"organization\":{\"id\":\"bench\",\"name\":\"Bench\",\"providers\":["
      "{\"id\":\"jitsi\",\"name\":\"Jitsi Meet\",\"link\":\"https://meet.example/{id}\"}]},"
      "\"programs\":[{\"id\":\"program\",\"name\":\"Program\",\"kind\":\"1-on-1\","
      "\"planned_sessions\":[");

  for (guint i = 0; i < N_STEPS; i++)
    g_string_append_printf (json,
                            "%s{\"id\":\"p%u\",\"title\":\"Step %u\",\"duration\":45,"
                            "\"agenda\":[{\"title\":\"What went well\",\"minutes\":10},"
                            "{\"title\":\"What to try next\",\"minutes\":20}]}",
                            i == 0 ? "" : ",",
                            i,
                            i);
  g_string_append (json,
                   "]},{\"id\":\"circles\",\"name\":\"Circles\",\"kind\":\"group\","
                   "\"planned_sessions\":[]}],\"members\":[");
  for (guint i = 0; i < 2 * N_MATCHES; i++)
    g_string_append_printf (json,
                            "%s{\"id\":\"m%u\",\"name\":\"Member %u\",\"email\":\"m%u@b.example\","
                            "\"zone\":\"Europe/London\",\"working_hours\":["
                            "{\"weekdays\":[1,2,3,4,5],\"from\":\"06:00\",\"to\":\"20:00\"}]}",
                            i == 0 ? "" : ",",
                            i,
                            i,
                            i);
  g_string_append (json, "],\"matches\":[");
  for (guint i = 0; i < N_MATCHES; i++)
    g_string_append_printf (
        json,
        "%s{\"id\":\"x%u\",\"program\":\"program\",\"mentor\":\"m%u\",\"mentee\":\"m%u\"}",
        i == 0 ? "" : ",",
        i,
        2 * i,
        2 * i + 1);
  g_string_append (json, "],\"groups\":[");
  for (guint i = 0; i < G_N_ELEMENTS (GROUP_SIZES); i++)
    {
      g_string_append_printf (json,
                              "%s{\"id\":\"g%u\",\"program\":\"circles\",\"name\":\"Circle\","
                              "\"facilitators\":[\"m0\"],\"members\":[\"m1\"",
                              i == 0 ? "" : ",",
                              GROUP_SIZES[i]);
      for (guint j = 2; j < GROUP_SIZES[i]; j++)
        g_string_append_printf (json, ",\"m%u\"", j);
      g_string_append (json, "]}");
    }
  g_string_append (json, "]}");
  return g_string_free (g_steal_pointer (&json), FALSE);
}

/* Everybody has a calendar: full on weekends and at night, so that it is read
 * with each booking but stands in no way. */
static gboolean
add_calendars (TogDb *db, GError **error)
{
  TogInstant monday = test_instant (0, 0, 0) - 14 * TOG_DAY_SECONDS;
  TogSlot slots[N_BUSY];
  g_autoptr (TogSlotSet) set = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (TogStatement) insert = tog_db_prepare (
      db,
      "INSERT INTO calendar (organization_id, member_id, key, name, text, busy, known_from, "
      "known_to, checked_at) SELECT organization_id, id, 'work', 'Work', x'20', :busy, :from, "
      ":to, :now FROM member WHERE email LIKE 'm%@b.example'",
      error);
  gconstpointer data;
  gsize size;

  for (guint i = 0; i < N_BUSY; i++)
    {
      slots[i].start = monday + i / 9 * TOG_DAY_SECONDS + i % 9 * 1800;
      slots[i].end = slots[i].start + 900;
    }
  set = tog_slot_set_new (slots, N_BUSY);
  bytes = tog_slot_set_to_bytes (set);
  data = g_bytes_get_data (bytes, &size);
  tog_statement_bind_blob (insert, ":busy", data, size);
  tog_statement_bind_int (insert, ":from", monday);
  tog_statement_bind_int (insert, ":to", tog_clock_now () + 300 * TOG_DAY_SECONDS);
  tog_statement_bind_int (insert, ":now", tog_clock_now ());
  return tog_statement_run (insert, error);
}

static char *tokens[N_MATCHES];

static gboolean
fill_cb (TogDb *db, gpointer data, GError **error)
{
  g_autofree char *text = make_organization ();
  g_autoptr (GString) report = g_string_new (NULL);

  if (!tog_import_text (db, text, strlen (text), NULL, tog_clock_now (), report, error) ||
      !add_calendars (db, error))
    return FALSE;
  for (guint i = 0; i < N_MATCHES; i++)
    {
      g_autofree char *email = g_strdup_printf ("m%u@b.example", 2 * i + 1);

      tokens[i] = tog_token_add (db, email, NULL, 30, tog_clock_now (), error);
      if (tokens[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

static const char *
next_same (gpointer data)
{
  return data;
}

static enum MHD_Result
answer_cb (void *data,
           struct MHD_Connection *connection,
           const char *url,
           const char *method,
           const char *version,
           const char *upload_data,
           size_t *upload_data_size,
           void **request)
{
  const char *body = data;
  struct MHD_Response *response;
  enum MHD_Result result;

  if (*request == NULL)
    {
      *request = &answer_cb;
      return MHD_YES;
    }
  response = MHD_create_response_from_buffer (strlen (body), data, MHD_RESPMEM_PERSISTENT);
  MHD_add_response_header (response, "Content-Type", "application/json");
  result = MHD_queue_response (connection, 200, response);
  MHD_destroy_response (response);
  return result;
}

static double
measure_bare_http (const char *request, const char *body)
{
  struct MHD_Daemon *daemon = MHD_start_daemon (MHD_USE_EPOLL_INTERNAL_THREAD,
                                                0,
                                                NULL,
                                                NULL,
                                                answer_cb,
                                                (gpointer) body,
                                                MHD_OPTION_THREAD_POOL_SIZE,
                                                N_THREADS,
                                                MHD_OPTION_END);
  guint16 port = MHD_get_daemon_info (daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
  double value = run_load (port, N_CLIENTS, next_same, (gpointer) request, 200, MEASURE_USEC);

  MHD_stop_daemon (daemon);
  return value;
}

/* Asks for a week; @floor is what the same bytes take that need no thought. */
static double
measure_availability (TestServer *server, const char *team, double *floor)
{
  g_autofree char *from = tog_instant_format (test_instant (0, 0, 0));
  g_autofree char *to = tog_instant_format (test_instant (7, 0, 0));
  g_autofree char *path = g_strdup_printf ("/v1/%s/availability?from=%s&to=%s", team, from, to);
  g_autofree char *request = g_strdup_printf (
      "GET %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n\r\n", path, tokens[0]);
  g_autoptr (TestReply) reply = test_get (server, tokens[0], path);
  double value = 0;

  g_assert_cmpuint (reply->status, ==, 200);
  *floor = 0;
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      keep_best (floor, measure_bare_http (request, reply->body));
      keep_best (&value, run_load (server->port, N_CLIENTS, next_same, request, 200, MEASURE_USEC));
    }
  return value;
}

static void
bench_availability (TestServer *server)
{
  double floor;
  double value = measure_availability (server, "matches/x0", &floor);

  print_figure ("availability read over HTTP, per second", value, floor, 0.15);
}

/* Of 50 against the least, and how it grows: twice the members may take twice
 * the time of the smallest group, and no more. */
static void
bench_groups (TestServer *server)
{
  double smallest = 0;

  for (guint i = 0; i < G_N_ELEMENTS (GROUP_SIZES); i++)
    {
      g_autofree char *team = g_strdup_printf ("groups/g%u", GROUP_SIZES[i]);
      g_autofree char *name =
          g_strdup_printf ("the same of %u against linear growth, per second", GROUP_SIZES[i]);
      double floor;
      double value = measure_availability (server, team, &floor);

      if (i == 0)
        smallest = value;
      if (GROUP_SIZES[i] == 50)
        print_figure ("availability of a group of 50 over HTTP, per second", value, floor, 0.05);
      print_figure (name, value, smallest * GROUP_SIZES[0] / GROUP_SIZES[i], 1.0);
    }
}

typedef struct
{
  char **requests; /* (owned) */
  guint at;
  guint end;
} Bookings;

static const char *
next_booking (gpointer data)
{
  Bookings *bookings = data;

  return bookings->at < bookings->end ? bookings->requests[bookings->at++] : NULL;
}

static char *
make_booking (guint n)
{
  guint match = n % N_MATCHES;
  guint step = n / N_MATCHES;
  g_autofree char *start = tog_instant_format (test_instant (step, 10, 0));
  g_autofree char *body = g_strdup_printf (
      "{\"planned_session_id\":\"p%u\",\"start\":\"%s\",\"duration\":45,"
      "\"zone\":\"Europe/London\",\"conference\":{\"kind\":\"provider\",\"provider\":\"jitsi\"},"
      "\"message\":\"I have read the chapter.\"}",
      step,
      start);

  return g_strdup_printf ("POST /v1/matches/x%u/sessions HTTP/1.1\r\nHost: a\r\n"
                          "Authorization: Bearer %s\r\nContent-Type: application/json\r\n"
                          "Idempotency-Key: 0123456789-%u-abcdef\r\nContent-Length: %zu\r\n\r\n%s",
                          match,
                          tokens[match],
                          n,
                          strlen (body),
                          body);
}

/* Returns: bookings a second */
static double
book (TestServer *server, Bookings *bookings, guint n_clients, guint n)
{
  bookings->end = bookings->at + n;
  return run_load (server->port, n_clients, next_booking, bookings, 201, G_MAXINT64);
}

/* By turns with the floor: a disk is faster now and slower then. */
static void
bench_bookings (TestServer *server)
{
  g_autofree char *bare = g_build_filename (server->folder, "bare.db", NULL);
  g_auto (GStrv) requests = g_new0 (char *, N_MATCHES *N_STEPS + 1);
  Bookings bookings = { .requests = requests };
  double floor = 0;
  double alone = 0;
  double together = 0;

  for (guint i = 0; i < N_MATCHES * N_STEPS; i++)
    requests[i] = make_booking (i);

  for (guint i = 0; i < N_BOOKING_ROUNDS; i++)
    {
      keep_best (&floor, measure_bare_inserts (bare, MEASURE_USEC));
      keep_best (&alone, book (server, &bookings, 1, N_BOOKED_ALONE));
      keep_best (&together, book (server, &bookings, N_CLIENTS, N_BOOKED_TOGETHER));
    }
  print_figure ("bookings over HTTP, one client, per second", alone, floor, 0.4);
  print_figure ("bookings over HTTP, 32 clients, per second", together, floor, 1.0);
}

int
main (void)
{
  g_autoptr (TestServer) server = test_server_new_stopped ();
  g_autoptr (TogWriter) writer = tog_writer_new (server->database, NULL);
  g_autoptr (GError) error = NULL;

  tog_log_install (TRUE); /* as its unit runs the server */
  tog_writer_run (writer, fill_cb, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&writer, tog_writer_free);

  server->options.n_threads = N_THREADS;
  server->options.reserve_log = TRUE;
  test_server_start (server);
  bench_availability (server);
  bench_groups (server);
  bench_bookings (server);

  for (guint i = 0; i < N_MATCHES; i++)
    g_free (tokens[i]);
  return 0;
}
