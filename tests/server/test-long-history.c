#include "config.h"

#include "test-long-history.h"

#define N_TEXTS 1000

static const char *const syllables[] = {
  "ka",  "to", "mi",  "re", "sol", "ne",  "ba",  "du",  "fi",  "gor",
  "hal", "ju", "len", "mo", "pra", "qui", "ros", "sta", "tur", "ve",
};

/* Some words are in nearly every text, and many in few, as in any language. */
static void
append_text (GString *sql, GRand *rand, guint n_words)
{
  guint n = G_N_ELEMENTS (syllables);

  for (guint i = 0; i < n_words; i++)
    {
      double rank = g_rand_double (rand);
      guint word = rank * rank * rank * n * n * n;

      g_string_append_printf (sql,
                              "%s%s%s%s",
                              i > 0 ? " " : "",
                              syllables[word / n / n],
                              syllables[word / n % n],
                              syllables[word % n]);
    }
}

static void
add_words (TestServer *server)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GString) sql = g_string_new (
      "CREATE TABLE bench_words (number INTEGER PRIMARY KEY, mine TEXT, shared TEXT);");

  for (guint i = 0; i < N_TEXTS; i++)
    {
      g_string_append_printf (sql, "INSERT INTO bench_words VALUES (%u, '", i);
      append_text (sql, rand, 60);
      g_string_append (sql, "', '");
      append_text (sql, rand, 15);
      g_string_append (sql, "');");
    }
  test_server_run (server, sql->str);
}

/**
 * test_server_add_long_history:
 *
 * Gives Ana and Cyn ten thousand cancelled sessions, on which each has noted something.
 */
void
test_server_add_long_history (TestServer *server)
{
  add_words (server);
  test_server_run (
      server,
      "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n "
      "WHERE i < " G_STRINGIFY (
          TEST_LONG_HISTORY) ") "
                             "INSERT INTO session (organization_id, key, planned_session_id, "
                             "match_id, "
                             "booked_by, state, starts_at, ends_at, uid, conference, message, "
                             "booked_at) "
                             "SELECT match.organization_id, 's' || i, planned_session.id, "
                             "match.id, "
                             "mentor_id, 'cancelled', 1700000000 + i * 7919 % 10007 * 900, "
                             "1700002700 + i * 7919 % 10007 * 900, 'u' || i || '@bench.example', "
                             "'{\"kind\":\"place\",\"place\":\"Room 3\"}', 'I have read the "
                             "chapter.', "
                             "1600000000 FROM n, match JOIN planned_session USING (program_id) "
                             "WHERE match.key = 'second' AND planned_session.key = 'p1';"
                             "INSERT INTO participant (session_id, member_id, role, answer) "
                             "SELECT session.id, mentor_id, 'mentor', 'accepted' FROM session "
                             "JOIN match ON match.id = match_id WHERE match.key = 'second';"
                             "INSERT INTO participant (session_id, member_id, role, answer) "
                             "SELECT session.id, mentee_id, 'mentee', 'accepted' FROM session "
                             "JOIN match ON match.id = match_id WHERE match.key = 'second';"
                             "INSERT INTO invite_event (session_id, member_id, at, kind, reason, "
                             "found_booked_at, found_start, found_end) SELECT id, booked_by, "
                             "1650000000, "
                             "'cancelled', 'Rain', 1600000000, starts_at, ends_at FROM session "
                             "WHERE state = 'cancelled';"
                             "INSERT INTO note (session_id, member_id, text, shared, version, "
                             "updated_at) "
                             "SELECT session_id, member_id, mine, shared, 1, 0 FROM participant "
                             "JOIN bench_words ON number = session_id % " G_STRINGIFY (
                                 N_TEXTS) " "
                                          "JOIN session ON session.id = session_id WHERE state = "
                                          "'cancelled';"
                                          "DROP TABLE bench_words;");
}
