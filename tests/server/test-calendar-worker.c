#include "config.h"

#include "tog-calendar-worker.h"

#include "tog-error.h"
#include "tog-test-files.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//\r\n"
#define EVENT(lines) "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n" lines "END:VEVENT\r\n"
#define TAIL "END:VCALENDAR\r\n"
#define GOOD                                                                                       \
  HEAD EVENT ("DTSTART:20261123T100000Z\r\nDTEND:20261123T110000Z\r\n"                             \
              "RRULE:FREQ=DAILY;COUNT=3\r\nSUMMARY:Secret meeting\r\n") TAIL

/* From Monday 23 November 2026 on, four weeks. */
#define FROM G_GINT64_CONSTANT (1795392000)

static const char *own_program;
static const char *const *own_uids;

static TogSlotSet *
read_text (const char *text, gsize length, GError **error)
{
  g_autoptr (TogZone) zone = tog_zone_lookup ("Europe/Lisbon", NULL);

  return tog_calendar_read_in_child (text,
                                     length,
                                     "ines@meridian.example",
                                     own_uids,
                                     zone,
                                     (TogSlot){ FROM, FROM + 28 * TOG_DAY_SECONDS },
                                     error);
}

static void
test_good (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSlotSet) busy = read_text (GOOD, strlen (GOOD), &error);
  const TogSlot *slots;
  gsize n_slots;

  g_assert_no_error (error);
  slots = tog_slot_set_get_slots (busy, &n_slots);
  g_assert_cmpuint (n_slots, ==, 3);
  g_assert_cmpint (slots[0].start, ==, FROM + 10 * TOG_HOUR);
  g_assert_cmpint (slots[2].end, ==, FROM + 2 * TOG_DAY_SECONDS + 11 * TOG_HOUR);
}

/* P04: a copy of an invite does not stand in its session's way; what its owner made of it
 * on other days does. */
static void
test_own (void)
{
  static const char *const some[] = { "another", "1", NULL };
  static const char once[] =
      HEAD EVENT ("DTSTART:20261123T100000Z\r\nDTEND:20261123T110000Z\r\n") TAIL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSlotSet) busy = NULL;
  g_autoptr (TogSlotSet) again = NULL;
  const TogSlot *slots;
  gsize n_slots;

  own_uids = some;
  busy = read_text (once, strlen (once), &error);
  g_assert_no_error (error);
  again = read_text (GOOD, strlen (GOOD), &error);
  own_uids = NULL;
  g_assert_no_error (error);
  tog_slot_set_get_slots (busy, &n_slots);
  g_assert_cmpuint (n_slots, ==, 0);
  slots = tog_slot_set_get_slots (again, &n_slots);
  g_assert_cmpuint (n_slots, ==, 2);
  g_assert_cmpint (slots[0].start, ==, FROM + TOG_DAY_SECONDS + 10 * TOG_HOUR);
}

static const struct
{
  const char *name;
  const char *text;
} HOSTILE[] = {
  { "empty", "" },
  { "html", "<html><body>Sign in</body></html>" },
  { "truncated", HEAD "BEGIN:VEVENT\r\nDTSTART:2026" },
  { "endless-rule",
    HEAD EVENT ("DTSTART:20260101T000000Z\r\nDURATION:PT1S\r\n"
                "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\r\n") TAIL },
  { "endless-zone",
    HEAD "BEGIN:VTIMEZONE\r\nTZID:Mine\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
         "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n"
         "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n" EVENT (
             "DTSTART;TZID=Mine:20261123T100000\r\nDURATION:PT1H\r\n") TAIL },
  { "every-second",
    HEAD EVENT ("DTSTART:19700101T000000Z\r\nDURATION:PT1S\r\nRRULE:FREQ=SECONDLY\r\n") TAIL },
};

/* Each ends, within the time that a child has; good or refused, but said. What
 * matters is that it comes back, and that a good calendar is read after it. */
static void
test_hostile (gconstpointer data)
{
  const char *text = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) good_error = NULL;
  g_autoptr (TogSlotSet) busy = read_text (text, strlen (text), &error);
  g_autoptr (TogSlotSet) good = NULL;

  if (busy == NULL)
    {
      g_test_message ("%s", error->message);
      g_assert_true (error->domain == TOG_ERROR);
      g_assert_cmpuint (strlen (error->message), >, 0);
    }
  good = read_text (GOOD, strlen (GOOD), &good_error);
  g_assert_no_error (good_error);
}

static void
test_refused (void)
{
  static const char *const texts[] = { "", "<html></html>", HEAD "BEGIN:VEVENT\r\nDTSTART:2026" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_text (texts[i], strlen (texts[i]), &error));
      g_assert_true (error->domain == TOG_ERROR);
    }
}

static void
test_huge (void)
{
  gsize length = 100 * 1024 * 1024;
  g_autofree char *text = g_malloc (length);
  g_autoptr (GError) error = NULL;

  memset (text, 'x', length);
  memcpy (text, HEAD, strlen (HEAD));
  g_assert_null (read_text (text, length, &error));
  g_assert_error (error, TOG_ERROR, TOG_ERROR_LIMIT);
}

/* A large calendar that is good has to fit into a child. */
static void
test_large (void)
{
  g_autoptr (GString) text = g_string_new (HEAD);
  g_autoptr (GError) error = NULL;
  g_autoptr (TogSlotSet) busy = NULL;
  gsize n_slots;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text,
                            "BEGIN:VEVENT\r\nUID:%u\r\nDTSTAMP:20260101T000000Z\r\n"
                            "DTSTART:20261123T%02u0000Z\r\nDURATION:PT30M\r\n"
                            "DESCRIPTION:%0200u\r\nEND:VEVENT\r\n",
                            i,
                            i % 24,
                            i);
  g_string_append (text, TAIL);
  busy = read_text (text->str, text->len, &error);
  g_assert_no_error (error);
  tog_slot_set_get_slots (busy, &n_slots);
  g_assert_cmpuint (n_slots, ==, 24);
}

/* Nothing but times comes out of the child. */
static void
test_private (void)
{
  g_autoptr (TogSlotSet) busy = read_text (GOOD, strlen (GOOD), NULL);
  g_autoptr (GBytes) bytes = tog_slot_set_to_bytes (busy);

  g_assert_null (g_strstr_len (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "Secret"));
}

/* The child has given up its rights before it reads anything. */
static void
test_limits (void)
{
  const char *const arguments[] = { own_program, TOG_CALENDAR_WORKER_COMMAND, NULL };
  g_autofree char *limits_path = NULL;
  g_autofree char *status_path = NULL;
  g_autofree char *limits = NULL;
  g_autofree char *status = NULL;
  g_autoptr (GError) error = NULL;
  GPid pid;
  int input;

  g_spawn_async_with_pipes (NULL,
                            (char **) arguments,
                            NULL,
                            G_SPAWN_DO_NOT_REAP_CHILD,
                            NULL,
                            NULL,
                            &pid,
                            &input,
                            NULL,
                            NULL,
                            &error);
  g_assert_no_error (error);
  limits_path = g_strdup_printf ("/proc/%d/limits", pid);
  status_path = g_strdup_printf ("/proc/%d/status", pid);
  do
    {
      g_free (status);
      g_usleep (1000);
      g_assert_true (g_file_get_contents (status_path, &status, NULL, NULL));
    }
  while (strstr (status, "NoNewPrivs:\t1") == NULL);

  g_assert_true (g_file_get_contents (limits_path, &limits, NULL, NULL));
  g_assert_true (g_regex_match_simple ("^Max cpu time +5 +6 ", limits, G_REGEX_MULTILINE, 0));
  g_assert_true (g_regex_match_simple ("^Max core file size +0 +0 ", limits, G_REGEX_MULTILINE, 0));
  g_assert_true (g_regex_match_simple ("^Max file size +0 +0 ", limits, G_REGEX_MULTILINE, 0));
#ifndef __SANITIZE_ADDRESS__
  g_assert_true (
      g_regex_match_simple ("^Max address space +805306368 ", limits, G_REGEX_MULTILINE, 0));
#endif

  /* A parent that goes away takes the child with it. */
  close (input);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
}

static void
test_no_program (void)
{
  g_autoptr (GError) error = NULL;

  tog_calendar_worker_set_program ("/nonexistent/together-server");
  g_assert_null (read_text (GOOD, strlen (GOOD), &error));
  g_assert_error (error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT);
  tog_calendar_worker_set_program (own_program);
}

/* Whatever the child does, the parent gets an error and goes on. */
static void
test_bad_child (void)
{
  static const char *const scripts[] = {
    "exit 0",       "exit 1",          "kill -KILL $$",      "kill -XCPU $$",
    "echo garbage", "printf Bgarbage", "exec cat /dev/zero", "exec 0<&-; echo E; exit 1",
  };
  char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "reader", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (scripts); i++)
    {
      g_autofree char *script = g_strdup_printf ("#!/bin/sh\n%s\n", scripts[i]);
      g_autoptr (GError) error = NULL;

      write_file (folder, "reader", script, -1);
      g_chmod (path, 0700);
      tog_calendar_worker_set_program (path);
      g_assert_null (read_text (GOOD, strlen (GOOD), &error));
      g_test_message ("%s: %s", scripts[i], error->message);
      g_assert_true (error->domain == TOG_ERROR);
    }
  tog_calendar_worker_set_program (own_program);
  remove_folder (folder);
}

int
main (int argc, char *argv[])
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  if (argc > 1 && g_str_equal (argv[1], TOG_CALENDAR_WORKER_COMMAND))
    return tog_calendar_worker_main ();
  own_program = program;
  tog_calendar_worker_set_program (own_program);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/calendar-worker/good", test_good);
  g_test_add_func ("/calendar-worker/P04/own-invites", test_own);
  for (guint i = 0; i < G_N_ELEMENTS (HOSTILE); i++)
    {
      g_autofree char *path = g_strconcat ("/calendar-worker/P29/", HOSTILE[i].name, NULL);

      g_test_add_data_func (path, HOSTILE[i].text, test_hostile);
    }
  g_test_add_func ("/calendar-worker/P29/refused", test_refused);
  g_test_add_func ("/calendar-worker/P29/limits", test_limits);
  g_test_add_func ("/calendar-worker/P29/bad-child", test_bad_child);
  g_test_add_func ("/calendar-worker/P29/huge", test_huge);
  g_test_add_func ("/calendar-worker/P29/large", test_large);
  g_test_add_func ("/calendar-worker/P20/only-times", test_private);
  g_test_add_func ("/calendar-worker/no-program", test_no_program);
  return g_test_run ();
}
