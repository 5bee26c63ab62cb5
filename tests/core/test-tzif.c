#include "config.h"

#include "tog-error.h"
#include "tog-tzif.h"

#include <glib/gstdio.h>
#include <string.h>

static void
append_be32 (GByteArray *data, guint32 value)
{
  value = GUINT32_TO_BE (value);
  g_byte_array_append (data, (const guint8 *) &value, sizeof value);
}

static void
append_be64 (GByteArray *data, guint64 value)
{
  value = GUINT64_TO_BE (value);
  g_byte_array_append (data, (const guint8 *) &value, sizeof value);
}

static void
append_header (GByteArray *data, char version, guint32 n_leaps, guint32 n_times, guint32 n_types)
{
  g_byte_array_append (data, (const guint8 *) "TZif", 4);
  g_byte_array_append (data, (const guint8 *) &version, 1);
  g_byte_array_set_size (data, data->len + 15);
  memset (data->data + data->len - 15, 0, 15);
  append_be32 (data, 0);
  append_be32 (data, 0);
  append_be32 (data, n_leaps);
  append_be32 (data, n_times);
  append_be32 (data, n_types);
  append_be32 (data, 4);
}

static void
append_type (GByteArray *data, gint32 offset)
{
  append_be32 (data, (guint32) offset);
  g_byte_array_append (data, (const guint8 *) "\0\0", 2);
}

static void
append_text (GByteArray *data, const char *text)
{
  g_byte_array_append (data, (const guint8 *) text, strlen (text));
}

/* What a file has that changes from @first to @second at @at, and then follows @footer. */
static GByteArray *
make_data (gint32 first, gint32 second, TogInstant at, const char *footer)
{
  GByteArray *data = g_byte_array_new ();

  append_header (data, '2', 0, 0, 1);
  append_type (data, 0);
  g_byte_array_append (data, (const guint8 *) "UTC", 4);

  append_header (data, '2', 0, 1, 2);
  append_be64 (data, (guint64) at);
  g_byte_array_append (data, (const guint8 *) "\1", 1);
  append_type (data, first);
  append_type (data, second);
  g_byte_array_append (data, (const guint8 *) "UTC", 4);
  append_text (data, "\n");
  append_text (data, footer);
  append_text (data, "\n");

  return data;
}

static void
assert_damaged (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  gint32 first_offset;

  g_assert_null (tog_tzif_read (data, size, &first_offset, &error));
  g_assert_error (error, TOG_ERROR, TOG_ERROR_MALFORMED);
}

/* The first changes that a footer's rule makes in the year 2027, at the times it should. */
static void
check_footers (void)
{
  static const struct
  {
    const char *footer;
    const char *to_summer;
    gint32 summer_offset;
    const char *to_standard;
    gint32 standard_offset;
  } cases[] = {
    { "GMT0BST,M3.5.0/1,M10.5.0", "2027-03-28T01:00:00Z", 3600, "2027-10-31T01:00:00Z", 0 },
    { "EST5EDT,M3.2.0,M11.1.0", "2027-03-14T07:00:00Z", -14400, "2027-11-07T06:00:00Z", -18000 },
    { "AEST-10AEDT,M10.1.0,M4.1.0/3",
      "2027-10-02T16:00:00Z",
      39600,
      "2027-04-03T16:00:00Z",
      36000 },
    { "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
      "2027-10-02T15:30:00Z",
      39600,
      "2027-04-03T15:00:00Z",
      37800 },
    { "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
      "2027-03-28T01:00:00Z",
      -3600,
      "2027-10-31T01:00:00Z",
      -7200 },
    { "EET-2EEST,M3.4.4/50,M10.4.4/50",
      "2027-03-27T00:00:00Z",
      10800,
      "2027-10-29T23:00:00Z",
      7200 },
    { "IST-1GMT0,M10.5.0,M3.5.0/1", "2027-10-31T01:00:00Z", 0, "2027-03-28T01:00:00Z", 3600 },
    { "<+00>0<+02>-2,M3.5.0/1,M10.5.0/3", "2027-03-28T01:00:00Z", 7200, "2027-10-31T01:00:00Z", 0 },
    { "AAA0BBB,M2.5.1,M10.5.0", "2027-02-22T02:00:00Z", 3600, "2027-10-31T01:00:00Z", 0 },
    { "AAA0BBB,J60,J300", "2027-03-01T02:00:00Z", 3600, "2027-10-27T01:00:00Z", 0 },
    { "AAA0BBB,59,299", "2027-03-01T02:00:00Z", 3600, "2027-10-27T01:00:00Z", 0 },
    { "AAA-0:30:15BBB,J1/0,J365/23:59:59",
      "2026-12-31T23:29:45Z",
      5415,
      "2027-12-31T22:29:44Z",
      1815 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TogInstant at = tog_day_from_civil (2027, 1, 1) * (gint64) TOG_DAY_SECONDS - TOG_HOUR;
      g_autoptr (GByteArray) data = make_data (7, 8, at, cases[i].footer);
      g_autoptr (GArray) transitions = NULL;
      g_autoptr (GError) error = NULL;
      TogTransition expected[2];
      gint32 first_offset;

      g_test_message ("%s", cases[i].footer);
      g_assert_true (tog_instant_parse (cases[i].to_summer, &expected[0].at, NULL));
      g_assert_true (tog_instant_parse (cases[i].to_standard, &expected[1].at, NULL));
      expected[0].offset = cases[i].summer_offset;
      expected[1].offset = cases[i].standard_offset;

      transitions = tog_tzif_read (data->data, data->len, &first_offset, &error);
      g_assert_no_error (error);
      g_assert_cmpint (first_offset, ==, 7);

      /* Two for each year from 2027 to 2100, after the one that is there by itself. */
      g_assert_cmpuint (transitions->len, ==, 1 + 2 * 74);
      g_assert_cmpint (g_array_index (transitions, TogTransition, 0).offset, ==, 8);
      for (guint j = 0; j < 2; j++)
        {
          guint place = 1 + (expected[j].at > expected[1 - j].at ? 1 : 0);
          TogTransition found = g_array_index (transitions, TogTransition, place);

          g_assert_cmpint (found.at, ==, expected[j].at);
          g_assert_cmpint (found.offset, ==, expected[j].offset);
        }
      for (guint j = 1; j < transitions->len; j++)
        g_assert_cmpint (g_array_index (transitions, TogTransition, j - 1).at,
                         <,
                         g_array_index (transitions, TogTransition, j).at);
    }
}

/* 29 February is no day to J60, and day 59 of a leap year to the form without J. */
static void
check_leap_years (void)
{
  static const struct
  {
    const char *footer;
    const char *at;
  } cases[] = {
    { "AAA0BBB,J59,J300", "2028-02-28T02:00:00Z" },
    { "AAA0BBB,J60,J300", "2028-03-01T02:00:00Z" },
    { "AAA0BBB,59,299", "2028-02-29T02:00:00Z" },
    { "AAA0BBB,60,299", "2028-03-01T02:00:00Z" },
    { "AAA0BBB,M2.5.2,M10.5.0", "2028-02-29T02:00:00Z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TogInstant at = tog_day_from_civil (2028, 1, 1) * (gint64) TOG_DAY_SECONDS;
      g_autoptr (GByteArray) data = make_data (0, 0, at, cases[i].footer);
      g_autoptr (GArray) transitions = NULL;
      TogInstant expected;
      gint32 first_offset;

      g_test_message ("%s", cases[i].footer);
      g_assert_true (tog_instant_parse (cases[i].at, &expected, NULL));
      transitions = tog_tzif_read (data->data, data->len, &first_offset, NULL);
      g_assert_nonnull (transitions);
      g_assert_cmpint (g_array_index (transitions, TogTransition, 1).at, ==, expected);
    }
}

/* Summer that lasts all year: where one year's ends the next one's begins. */
static void
check_summer_all_year (void)
{
  TogInstant at = tog_day_from_civil (2027, 6, 1) * (gint64) TOG_DAY_SECONDS;
  g_autoptr (GByteArray) data = make_data (0, -14400, at, "XXX3EDT4,0/0,J365/23");
  g_autoptr (GArray) transitions = NULL;
  g_autoptr (TogZone) zone = NULL;
  gint32 first_offset;

  transitions = tog_tzif_read (data->data, data->len, &first_offset, NULL);
  g_assert_nonnull (transitions);
  zone = tog_zone_new_from_transitions (
      NULL, first_offset, (const TogTransition *) (gpointer) transitions->data, transitions->len);

  for (int year = 2028; year < 2100; year++)
    {
      TogInstant new_year = tog_day_from_civil (year, 1, 1) * (gint64) TOG_DAY_SECONDS;

      for (TogInstant hour = new_year - TOG_DAY_SECONDS; hour < new_year + TOG_DAY_SECONDS;
           hour += 60)
        g_assert_cmpint (tog_zone_get_offset (zone, hour), ==, -14400);
    }
}

static void
check_malformed_footers (void)
{
  static const char *const cases[] = {
    "G0",
    "GMT",
    "GMT0BST,",
    "GMT0BST",
    "GMT0BST,M3.5.0",
    "GMT0BST,M3.5.0,",
    "GMT0BST,M3.5.0/1,M10.5.0x",
    "GMT0BST,M0.5.0,M10.5.0",
    "GMT0BST,M13.5.0,M10.5.0",
    "GMT0BST,M3.0.0,M10.5.0",
    "GMT0BST,M3.6.0,M10.5.0",
    "GMT0BST,M3.5.7,M10.5.0",
    "GMT0BST,M3.5,M10.5.0",
    "GMT0BST,J0,J300",
    "GMT0BST,J366,J300",
    "GMT0BST,366,300",
    "GMT0BST,-1,300",
    "GMT0BST,M3.5.0/168,M10.5.0",
    "GMT0BST,M3.5.0/1:60,M10.5.0",
    "GMT0BST,M3.5.0/1:5:60,M10.5.0",
    "GMT26",
    "GMT-26",
    "GMT99999999999999999999",
    "GMT+-1",
    "<GM>0",
    "<GMT0",
    "<+00>0<+02-2,M3.5.0/1,M10.5.0/3",
    ":Europe/London",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) data = make_data (0, 3600, 0, cases[i]);

      g_test_message ("%s", cases[i]);
      assert_damaged (data->data, data->len);
    }
}

static void
check_first_version (void)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autoptr (GArray) transitions = NULL;
  gint32 first_offset;

  append_header (data, 0, 0, 2, 2);
  append_be32 (data, (guint32) -1000);
  append_be32 (data, 1000);
  g_byte_array_append (data, (const guint8 *) "\1\0", 2);
  append_type (data, 0);
  append_type (data, -3600);
  g_byte_array_append (data, (const guint8 *) "UTC", 4);

  transitions = tog_tzif_read (data->data, data->len, &first_offset, NULL);
  g_assert_nonnull (transitions);
  g_assert_cmpuint (transitions->len, ==, 2);
  g_assert_cmpint (g_array_index (transitions, TogTransition, 0).at, ==, -1000);
  g_assert_cmpint (g_array_index (transitions, TogTransition, 0).offset, ==, -3600);
  g_assert_cmpint (g_array_index (transitions, TogTransition, 1).at, ==, 1000);
  g_assert_cmpint (g_array_index (transitions, TogTransition, 1).offset, ==, 0);

  /* Bytes that name things which aren't there: an offset, and then an order of time. */
  data->data[44 + 8] = 2;
  assert_damaged (data->data, data->len);
  data->data[44 + 8] = 1;
  data->data[44] = 0x7f;
  assert_damaged (data->data, data->len);
}

static void
check_hostile_headers (void)
{
  g_autoptr (GByteArray) leaps = g_byte_array_new ();
  g_autoptr (GByteArray) offsets = make_data (0, 100000, 0, "");
  g_autoptr (GByteArray) text = g_byte_array_new ();

  append_header (leaps, 0, 1, 0, 1);
  append_type (leaps, 0);
  append_text (leaps, "UTC");
  g_byte_array_set_size (leaps, leaps->len + 100);
  assert_damaged (leaps->data, leaps->len);
  assert_damaged (offsets->data, offsets->len);

  append_text (text, "# tzdb timezone descriptions");
  assert_damaged (text->data, text->len);
  assert_damaged (NULL, 0);

  /* Counts so large that their sum is more than any size. */
  for (int field = 0; field < 6; field++)
    {
      g_autoptr (GByteArray) data = make_data (0, 3600, 0, "UTC0");

      memset (data->data + 20 + 4 * field, 0xff, 4);
      assert_damaged (data->data, data->len);
    }
}

static gboolean
read_london (char **data, gsize *size)
{
  if (g_file_get_contents ("/usr/share/zoneinfo/Europe/London", data, size, NULL))
    return TRUE;

  g_test_skip ("This system has no tz database where it usually is");

  return FALSE;
}

/* However much of a file is missing, it is noticed. */
static void
check_truncated (void)
{
  g_autofree char *data = NULL;
  gsize size;

  if (!read_london (&data, &size))
    return;

  for (gsize length = 0; length < size; length++)
    {
      g_autofree guint8 *part = g_memdup2 (data, length);

      assert_damaged (part, length);
    }
}

/* Whatever is wrong in a file: an error, or transitions in order. */
static void
check_random_damage (void)
{
  g_autofree char *data = NULL;
  gsize size;

  if (!read_london (&data, &size))
    return;

  for (int round = 0; round < 20000; round++)
    {
      g_autofree guint8 *damaged = g_memdup2 (data, size);
      g_autoptr (GArray) transitions = NULL;
      int n_changes = g_test_rand_int_range (1, 6);
      gint32 first_offset;

      for (int i = 0; i < n_changes; i++)
        {
          gsize place = g_test_rand_int_range (0, (gint32) size);

          /* The headers and the footer are where damage goes deepest. */
          if (g_test_rand_bit ())
            place = g_test_rand_bit () ? place % 44 : size - 1 - place % 30;
          damaged[place] = (guint8) g_test_rand_int_range (0, 256);
        }

      transitions = tog_tzif_read (damaged, size, &first_offset, NULL);
      for (guint i = 1; transitions != NULL && i < transitions->len; i++)
        g_assert_cmpint (g_array_index (transitions, TogTransition, i - 1).at,
                         <,
                         g_array_index (transitions, TogTransition, i).at);
    }
}

/* A zone whose file is damaged is no zone, and says why. */
static void
check_damaged_database (void)
{
  g_autofree char *directory = g_dir_make_tmp ("tog-zone-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "Damaged", NULL);
  g_autofree char *good_path = g_build_filename (directory, "Good", NULL);
  g_autoptr (GByteArray) good = make_data (0, 3600, 0, "CET-1");
  g_autoptr (GError) error = NULL;
  g_autoptr (TogZone) zone = NULL;

  g_assert_true (g_file_set_contents (path, "TZif2", -1, NULL));
  g_assert_true (g_file_set_contents (good_path, (const char *) good->data, good->len, NULL));
  g_setenv ("TZDIR", directory, TRUE);

  g_assert_null (tog_zone_lookup ("Damaged", &error));
  g_assert_error (error, TOG_ERROR, TOG_ERROR_UNKNOWN_ZONE);
  g_assert_nonnull (strstr (error->message, "damaged"));
  g_clear_error (&error);

  zone = tog_zone_lookup ("Good", &error);
  g_assert_no_error (error);
  g_assert_cmpint (tog_zone_get_offset (zone, 1), ==, 3600);

  g_unsetenv ("TZDIR");
  g_remove (path);
  g_remove (good_path);
  g_rmdir (directory);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tzif/footers", check_footers);
  g_test_add_func ("/tzif/footers/leap-years", check_leap_years);
  g_test_add_func ("/tzif/footers/summer-all-year", check_summer_all_year);
  g_test_add_func ("/tzif/footers/malformed", check_malformed_footers);
  g_test_add_func ("/tzif/first-version", check_first_version);
  g_test_add_func ("/tzif/hostile-headers", check_hostile_headers);
  g_test_add_func ("/tzif/truncated", check_truncated);
  g_test_add_func ("/tzif/random-damage", check_random_damage);
  g_test_add_func ("/tzif/damaged-database", check_damaged_database);

  return g_test_run ();
}
