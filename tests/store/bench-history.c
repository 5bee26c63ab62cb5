#include "config.h"

#include "tog-db.h"
#include "tog-store-history.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/*
 * Fills a store with the history of many years, as the first sync does, and looks
 * things up in it as somebody who types does. Prints a line for tests/bench.sh. The
 * floor is the bare full-text query for the same, without anything being ordered, loaded
 * or marked. Both are processor time, of all threads: what else the machine does meanwhile
 * is not of interest.
 *
 * With a folder as its argument it fills the store there, and does no more.
 */

#define N_SESSIONS 10000
#define PAGE 200
#define SHOWN 50

static const char *const syllables[] = {
  "ka",  "to", "mi",  "re",  "sol", "ne",  "ba",  "du",  "fi",  "gor",
  "hal", "ju", "len", "mo",  "pra", "qui", "ros", "sta", "tur", "ve",
  "wil", "xa", "yo",  "zen", "cor", "dan", "el",  "fur", "gi",  "har",
};
static const char *const endings[] = { "", "s", "ing", "ed", "er", "ly", "ment", "ful" };

/* Some words are in nearly every text, and many in few, as in any language. */
static void
append_words (GString *json, GRand *rand, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint n_syllables = G_N_ELEMENTS (syllables);
      double rank = g_rand_double (rand);
      guint root = rank * rank * rank * n_syllables * n_syllables;

      g_string_append_printf (json,
                              "%s%s%s%s",
                              i > 0 ? " " : "",
                              syllables[root / n_syllables],
                              syllables[root % n_syllables],
                              endings[g_rand_int_range (rand, 0, G_N_ELEMENTS (endings))]);
    }
}

static void
append_item (GString *json, GRand *rand, guint number)
{
  g_autoptr (GDateTime) start = g_date_time_new_from_unix_utc (1000000000 + number * 36000LL);
  g_autoptr (GDateTime) end = g_date_time_add_minutes (start, 45);
  g_autofree char *start_text = g_date_time_format_iso8601 (start);
  g_autofree char *end_text = g_date_time_format_iso8601 (end);

  g_string_append_printf (
      json,
      "{\"session\":{\"id\":\"s%u\",\"etag\":\"\\\"1\\\"\",\"uid\":\"s%u@example.org\","
      "\"sequence\":1,\"state\":\"completed\",\"title\":\"Session %u\",\"ordinal\":1,"
      "\"n_planned\":6,\"program_name\":\"Program %u\",\"match_id\":\"m1\",\"group_id\":null,"
      "\"start\":\"%s\",\"end\":\"%s\",\"conference\":{\"kind\":\"none\",\"provider\":null,"
      "\"name\":null,\"url\":null,\"place\":null},\"message\":null,\"cancel_reason\":null,"
      "\"my_rating\":0,\"delivery\":\"sent\",\"booked_by\":\"me\",\"participants\":[",
      number,
      number,
      number,
      number % 20,
      start_text,
      end_text);
  for (guint i = 0; i < 2; i++)
    g_string_append_printf (
        json,
        "%s{\"member\":{\"id\":\"%s%u\",\"name\":\"Person Number%u\",\"email\":null,\"zone\":"
        "\"Europe/London\"},\"role\":\"mentor\",\"answer\":\"accepted\",\"reason\":null,"
        "\"held\":\"yes\",\"late\":0}",
        i > 0 ? "," : "",
        i > 0 ? "p" : "me",
        i > 0 ? number % 300 : 0,
        i > 0 ? number % 300 : 0);
  g_string_append (json, "],\"agenda\":[{\"id\":\"a\",\"title\":\"");
  append_words (json, rand, 8);
  g_string_append (json,
                   "\",\"minutes\":0,\"done\":false,\"added_by\":null}],\"resources\":[]},"
                   "\"note\":{\"etag\":\"\\\"1\\\"\",\"text\":\"");
  append_words (json, rand, 60);
  g_string_append (json, "\",\"shared\":\"");
  append_words (json, rand, 60);
  g_string_append (json, "\",\"others\":[]},\"invites\":[]}");
}

static TogHistoryPage *
make_page (GRand *rand, guint first)
{
  g_autoptr (GString) json = g_string_new ("{\"items\":[");
  g_autoptr (GError) error = NULL;
  guint end = MIN (first + PAGE, N_SESSIONS);
  TogHistoryPage *page;

  for (guint i = first; i < end; i++)
    {
      if (i > first)
        g_string_append_c (json, ',');
      append_item (json, rand, N_SESSIONS - i);
    }
  g_string_append (json, "],\"next\":");
  if (end < N_SESSIONS)
    g_string_append_printf (json, "\"%u\"", end);
  else
    g_string_append (json, "null");
  g_string_append_printf (json, ",\"total\":%u}", N_SESSIONS);
  page = tog_history_page_from_text (json->str, json->len, &error);
  g_assert_no_error (error);
  return page;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object ((GAsyncResult **) user_data, result);
}

static void
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
fill (TogStore *store)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GAsyncResult) begun = NULL;
  g_autoptr (TogHistoryMark) mark = NULL;
  g_autoptr (GError) error = NULL;

  tog_store_begin_history_async (store, "token", NULL, done_cb, &begun);
  wait_for (&begun);
  mark = tog_store_begin_history_finish (store, begun, &error);
  g_assert_no_error (error);
  for (guint first = 0; first < N_SESSIONS; first += PAGE)
    {
      g_autofree char *cursor = first > 0 ? g_strdup_printf ("%u", first) : NULL;
      TogHistoryPage *page = make_page (rand, first);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (TogHistoryMerge) merge = NULL;

      tog_store_merge_async (
          store, mark->generation, NULL, cursor, page, "me0", NULL, done_cb, &result);
      wait_for (&result);
      merge = tog_store_merge_finish (store, result, &error);
      g_assert_no_error (error);
      g_assert_true (merge->taken);
    }
}

static gint64
get_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * (gint64) 1000000000 + now.tv_nsec;
}

/* What a list needs before it can show what was typed. */
static void
look_up (gpointer data, const char *text)
{
  TogStore *store = data;
  TogHistoryQuery query = { .filter = TOG_SESSION_FILTER_INIT };
  g_autoptr (GAsyncResult) found = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = NULL;
  g_autoptr (GPtrArray) hits = NULL;

  query.filter.text = (char *) text;
  tog_store_find_async (store, &query, NULL, done_cb, &found);
  wait_for (&found);
  rows = tog_store_find_finish (store, found, &error);
  g_assert_no_error (error);
  tog_store_load_hits_async (store,
                             (const TogHistoryRow *) rows->data,
                             MIN (rows->len, SHOWN),
                             text,
                             NULL,
                             done_cb,
                             &loaded);
  wait_for (&loaded);
  hits = tog_store_load_hits_finish (store, loaded, &error);
  g_assert_no_error (error);
}

static void
look_up_barely (gpointer data, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogStatement) statement = tog_db_prepare (
      data, "SELECT rowid FROM session_text WHERE session_text MATCH :match", &error);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autofree char *joined = g_strjoinv ("* ", words);
  g_autofree char *match = g_strconcat (joined, "*", NULL);

  g_assert_no_error (error);
  tog_statement_bind_text (statement, ":match", match);
  while (tog_statement_step (statement, &error) == TOG_STEP_ROW)
    continue;
  g_assert_no_error (error);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* The longest that a text typed a letter at a time takes, each in the middle of several. */
static double
measure_typing (void (*function) (gpointer data, const char *text), gpointer data)
{
  static const char *const texts[] = {
    "k", "ka", "kat", "kato", "katoi", "katoing", "kato mi", "p", "person number17", "zz",
  };
  gint64 longest = 0;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gint64 times[9];

      for (guint k = 0; k < G_N_ELEMENTS (times); k++)
        {
          gint64 begin = get_ns ();

          function (data, texts[i]);
          times[k] = get_ns () - begin;
        }
      qsort (times, G_N_ELEMENTS (times), sizeof *times, compare);
      longest = MAX (longest, times[G_N_ELEMENTS (times) / 2]);
    }
  return longest / 1e6;
}

static void
bench_typing (TogStore *store, const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "cache.sqlite", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogDb) db = tog_db_open (path, TOG_DB_READER, &error);
  double value, floor;

  g_assert_no_error (error);
  floor = measure_typing (look_up_barely, db);
  value = measure_typing (look_up, store);
  printf ("hits of one more letter in 10,000 sessions with notes, ms\t%.3f\t%.3f\t%.2f\t<= 10\n",
          value,
          floor,
          value / floor);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GAsyncResult) erased = NULL;
  g_autoptr (TogStore) store = NULL;

  if (argc > 1)
    {
      store = tog_store_new (argv[1]);
      fill (store);
      return 0;
    }

  directory = g_dir_make_tmp ("tog-bench-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (directory, "one", NULL);
  store = tog_store_new (path);
  fill (store);
  bench_typing (store, path);
  tog_store_erase_async (store, NULL, done_cb, &erased);
  wait_for (&erased);
  g_assert_true (tog_store_erase_finish (store, erased, &error));
  g_rmdir (directory);
  return 0;
}
