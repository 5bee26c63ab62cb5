#include "config.h"

#include "tog-store-history.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * Fills a store with the history of many years, as the first sync does, and looks
 * things up in it as somebody who types does. Prints milliseconds.
 */

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
make_page (GRand *rand, guint first, guint n_sessions)
{
  g_autoptr (GString) json = g_string_new ("{\"items\":[");
  g_autoptr (GError) error = NULL;
  guint end = MIN (first + PAGE, n_sessions);
  TogHistoryPage *page;

  for (guint i = first; i < end; i++)
    {
      if (i > first)
        g_string_append_c (json, ',');
      append_item (json, rand, n_sessions - i);
    }
  g_string_append (json, "],\"next\":");
  if (end < n_sessions)
    g_string_append_printf (json, "\"%u\"", end);
  else
    g_string_append (json, "null");
  g_string_append_printf (json, ",\"total\":%u}", n_sessions);
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
fill (TogStore *store, guint n_sessions)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GAsyncResult) begun = NULL;
  g_autoptr (TogHistoryMark) mark = NULL;
  g_autoptr (GError) error = NULL;
  gint64 spent = 0;

  tog_store_begin_history_async (store, "token", NULL, done_cb, &begun);
  wait_for (&begun);
  mark = tog_store_begin_history_finish (store, begun, &error);
  g_assert_no_error (error);
  for (guint first = 0; first < n_sessions; first += PAGE)
    {
      g_autofree char *cursor = first > 0 ? g_strdup_printf ("%u", first) : NULL;
      TogHistoryPage *page = make_page (rand, first, n_sessions);
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (TogHistoryMerge) merge = NULL;
      gint64 begin = g_get_monotonic_time ();

      tog_store_merge_async (
          store, mark->generation, NULL, cursor, page, "me0", NULL, done_cb, &result);
      wait_for (&result);
      spent += g_get_monotonic_time () - begin;
      merge = tog_store_merge_finish (store, result, &error);
      g_assert_no_error (error);
      g_assert_true (merge->taken);
    }
  printf ("fill %u sessions: %.0f ms\n", n_sessions, spent / 1000.0);
}

/* What a list needs before it can show what was typed. */
static gint64
look_up (TogStore *store, const char *text, guint *n_found)
{
  TogHistoryQuery query = { .filter = TOG_SESSION_FILTER_INIT };
  g_autoptr (GAsyncResult) found = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = NULL;
  g_autoptr (GPtrArray) hits = NULL;
  gint64 begin = g_get_monotonic_time ();

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
  *n_found = rows->len;
  return g_get_monotonic_time () - begin;
}

int
main (int argc, char *argv[])
{
  static const char *const texts[] = {
    "", "k", "ka", "kat", "kato", "katoi", "katoing", "kato mi", "p", "person number17", "zz",
  };
  guint n_sessions = argc > 2 ? atoi (argv[2]) : 10000;
  g_autoptr (TogStore) store = NULL;

  if (argc < 2)
    {
      fprintf (stderr, "Usage: bench-history DIRECTORY [SESSIONS]\n");
      return 2;
    }
  store = tog_store_new (argv[1]);
  fill (store, n_sessions);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      gint64 best = G_MAXINT64;
      guint n_found = 0;

      for (guint k = 0; k < 5; k++)
        best = MIN (best, look_up (store, texts[i], &n_found));
      printf ("\"%s\": %.1f ms, %u found\n", texts[i], best / 1000.0, n_found);
    }
  return 0;
}
