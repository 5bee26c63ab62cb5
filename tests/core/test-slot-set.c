#include "config.h"

#include "tog-error.h"
#include "tog-slot-set.h"

#include <string.h>

/*
 * The model: one flag for each second of a short world. It is as slow and as
 * plain as can be, so that what it says is beyond doubt.
 */
#define WORLD 6000
#define FIRST (-2 * TOG_QUANTUM)

typedef struct
{
  gboolean seconds[WORLD];
} Model;

static gboolean
model_has (const Model *model, TogInstant instant)
{
  return instant >= FIRST && instant < FIRST + WORLD && model->seconds[instant - FIRST];
}

static void
model_add (Model *model, TogSlot slot)
{
  for (TogInstant i = MAX (slot.start, FIRST); i < MIN (slot.end, FIRST + WORLD); i++)
    model->seconds[i - FIRST] = TRUE;
}

static TogSlotSet *
make_random (Model *model, int most)
{
  TogSlot slots[24];
  int n_slots = g_test_rand_int_range (0, most + 1);

  memset (model, 0, sizeof *model);
  for (int i = 0; i < n_slots; i++)
    {
      /* Some are empty or turned round, many touch or overlap. */
      slots[i].start = FIRST + g_test_rand_int_range (WORLD / 4, WORLD * 3 / 4) / 50 * 50;
      slots[i].end = slots[i].start + g_test_rand_int_range (-2, 14) * 50;
      model_add (model, slots[i]);
    }

  return tog_slot_set_new (slots, n_slots);
}

/* That the same instants are in both, and that the set is in the form it promises. */
static void
assert_equals_model (const TogSlotSet *set, const Model *model)
{
  g_autofree Model *copy = g_new0 (Model, 1);
  gsize n_slots;
  const TogSlot *slots = tog_slot_set_get_slots (set, &n_slots);

  for (gsize i = 0; i < n_slots; i++)
    {
      g_assert_cmpint (slots[i].start, <, slots[i].end);
      if (i > 0)
        g_assert_cmpint (slots[i - 1].end, <, slots[i].start);
      model_add (copy, slots[i]);
    }

  g_assert_cmpmem (copy, sizeof *copy, model, sizeof *model);
}

static void
check_random_sets (void)
{
  g_autofree Model *a_model = g_new0 (Model, 1);
  g_autofree Model *b_model = g_new0 (Model, 1);
  g_autofree Model *model = g_new0 (Model, 1);

  for (int round = 0; round < 400; round++)
    {
      g_autoptr (TogSlotSet) a = make_random (a_model, 24);
      g_autoptr (TogSlotSet) b = make_random (b_model, 24);
      g_autoptr (TogSlotSet) either = tog_slot_set_union (a, b);
      g_autoptr (TogSlotSet) both = tog_slot_set_intersect (a, b);
      g_autoptr (TogSlotSet) rest = tog_slot_set_subtract (a, b);
      g_autoptr (TogSlotSet) again = tog_slot_set_union (both, rest);

      assert_equals_model (a, a_model);
      assert_equals_model (b, b_model);

      for (int i = 0; i < WORLD; i++)
        model->seconds[i] = a_model->seconds[i] || b_model->seconds[i];
      assert_equals_model (either, model);

      for (int i = 0; i < WORLD; i++)
        model->seconds[i] = a_model->seconds[i] && b_model->seconds[i];
      assert_equals_model (both, model);

      for (int i = 0; i < WORLD; i++)
        model->seconds[i] = a_model->seconds[i] && !b_model->seconds[i];
      assert_equals_model (rest, model);

      g_assert_true (tog_slot_set_equal (again, a));
      g_assert_cmpint (
          tog_slot_set_equal (a, b), ==, memcmp (a_model, b_model, sizeof *a_model) == 0);
    }
}

static TogSlot
make_random_slot (void)
{
  TogSlot slot;

  slot.start = FIRST + g_test_rand_int_range (0, WORLD) / 25 * 25;
  slot.end = slot.start + g_test_rand_int_range (-2, 30) * 25;

  return slot;
}

static void
check_random_questions (void)
{
  g_autofree Model *model = g_new0 (Model, 1);
  g_autofree Model *clipped_model = g_new0 (Model, 1);

  for (int round = 0; round < 300; round++)
    {
      g_autoptr (TogSlotSet) set = make_random (model, 12);

      for (int i = 0; i < 20; i++)
        {
          TogSlot slot = make_random_slot ();
          g_autoptr (TogSlotSet) clipped = tog_slot_set_clip (set, slot);
          gboolean overlaps = FALSE;
          gboolean contains = TRUE;
          gsize n_slots;
          const TogSlot *slots = tog_slot_set_get_slots (set, &n_slots);
          gsize found = 0;

          memset (clipped_model, 0, sizeof *clipped_model);
          for (TogInstant instant = slot.start; instant < slot.end; instant++)
            {
              overlaps |= model_has (model, instant);
              contains &= model_has (model, instant);
              if (model_has (model, instant))
                model_add (clipped_model, (TogSlot){ instant, instant + 1 });
            }

          while (found < n_slots && slots[found].end <= slot.start)
            found++;

          g_assert_cmpint (tog_slot_set_overlaps (set, slot), ==, overlaps);
          g_assert_cmpint (tog_slot_set_contains (set, slot), ==, contains);
          g_assert_cmpuint (tog_slot_set_find (set, slot.start), ==, found);
          assert_equals_model (clipped, clipped_model);
        }
    }
}

static void
check_random_padding (void)
{
  g_autofree Model *model = g_new0 (Model, 1);
  g_autofree Model *padded_model = g_new0 (Model, 1);
  g_autofree Model *quantized_model = g_new0 (Model, 1);

  for (int round = 0; round < 300; round++)
    {
      int before = g_test_rand_int_range (0, 200);
      int after = g_test_rand_int_range (0, 200);
      g_autoptr (TogSlotSet) set = make_random (model, 8);
      g_autoptr (TogSlotSet) padded = tog_slot_set_pad (set, before, after);
      g_autoptr (TogSlotSet) quantized = tog_slot_set_quantize (set);

      memset (padded_model, 0, sizeof *padded_model);
      memset (quantized_model, 0, sizeof *quantized_model);
      for (TogInstant instant = FIRST; instant < FIRST + WORLD; instant++)
        {
          if (!model_has (model, instant))
            continue;

          model_add (padded_model, (TogSlot){ instant - before, instant + after + 1 });

          /* The quarter of an hour that the instant is in; FIRST begins one. */
          TogInstant quarter = instant - (instant - FIRST) % TOG_QUANTUM;

          model_add (quantized_model, (TogSlot){ quarter, quarter + TOG_QUANTUM });
        }

      assert_equals_model (padded, padded_model);
      assert_equals_model (quantized, quantized_model);
    }
}

static void
check_random_bytes (void)
{
  g_autofree Model *model = g_new0 (Model, 1);

  for (int round = 0; round < 300; round++)
    {
      g_autoptr (TogSlotSet) set = make_random (model, 24);
      g_autoptr (GBytes) bytes = tog_slot_set_to_bytes (set);
      g_autoptr (TogSlotSet) again = NULL;
      g_autofree guint8 *odd = NULL;
      gsize size;
      const guint8 *data = g_bytes_get_data (bytes, &size);

      /* A database hands out bytes that are aligned in any way. */
      odd = g_malloc (size + 1);
      if (size > 0)
        memcpy (odd + 1, data, size);
      again = tog_slot_set_from_bytes (odd + 1, size, NULL);
      g_assert_true (tog_slot_set_equal (set, again));

      if (size > 0)
        {
          g_autoptr (GError) error = NULL;

          g_assert_null (tog_slot_set_from_bytes (data, size - 1, &error));
          g_assert_error (error, TOG_ERROR, TOG_ERROR_MALFORMED);
        }
    }
}

static void
assert_written_again (const TogSlotSet *set)
{
  g_autoptr (GBytes) bytes = tog_slot_set_to_bytes (set);
  g_autoptr (TogSlotSet) again =
      tog_slot_set_from_bytes (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL);
  g_autoptr (TogSlotSet) quantized = tog_slot_set_quantize (set);
  g_autoptr (TogSlotSet) padded = tog_slot_set_pad (set, G_MAXINT64, G_MAXINT64);
  g_autoptr (TogSlotSet) shrunk = tog_slot_set_pad (set, G_MININT64, G_MININT64);

  g_assert_true (tog_slot_set_equal (set, again));
}

/* Words at random, as earlier versions wrote them, are refused, or are a set. */
static void
check_hostile_words (void)
{
  guint n_accepted = 0;

  for (int round = 0; round < 20000; round++)
    {
      gint64 words[6];
      gsize size = g_test_rand_int_range (0, 4) * 16;
      g_autoptr (TogSlotSet) set = NULL;

      for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
        words[i] = g_test_rand_bit () ? g_test_rand_int_range (-9, 9)
                                      : (gint64) (((guint64) (guint32) g_test_rand_int () << 32) |
                                                  (guint32) g_test_rand_int ());

      set = tog_slot_set_from_bytes (words, size, NULL);
      if (set != NULL)
        {
          assert_written_again (set);
          n_accepted++;
        }
    }

  g_assert_cmpuint (n_accepted, >, 100);
}

/* A set of which a byte or two are others is refused, or is a set. */
static void
check_hostile_bytes (void)
{
  g_autofree Model *model = g_new0 (Model, 1);
  guint n_accepted = 0;
  guint n_refused = 0;

  for (int round = 0; round < 20000; round++)
    {
      g_autoptr (TogSlotSet) set = make_random (model, 24);
      g_autoptr (GBytes) bytes = tog_slot_set_to_bytes (set);
      g_autoptr (TogSlotSet) read = NULL;
      gsize size = g_bytes_get_size (bytes);
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), size);

      for (int i = 0; i < 2; i++)
        data[g_test_rand_int_range (0, (gint32) size)] = (guint8) g_test_rand_int ();
      read = tog_slot_set_from_bytes (data, size, NULL);
      if (read != NULL)
        assert_written_again (read);
      n_accepted += read != NULL;
      n_refused += read == NULL;
    }

  g_assert_cmpuint (n_accepted, >, 100);
  g_assert_cmpuint (n_refused, >, 100);
}

static void
check_bytes_format (void)
{
  static const guint8 expected[8] = { 1, 1, 1, 0x81, 0x02 };
  static const guint8 earlier[] = { 1, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0 };
  static const TogSlot bad[][2] = {
    { { 5, 5 }, { 7, 8 } }, { { 6, 5 }, { 7, 8 } }, { { 1, 5 }, { 5, 8 } },
    { { 1, 5 }, { 4, 8 } }, { { 7, 8 }, { 1, 5 } },
  };
  static const guint8 bad_bytes[][24] = {
    { 2, 1, 1, 1 },                   /* of a format nobody knows */
    { 1, 1, 1, 0 },                   /* empty */
    { 1, 2, 1, 1, 0, 1 },             /* touches the one before */
    { 1, 2, 1, 1 },                   /* fewer than there are said to be */
    { 1, 1, 1, 1, 0, 1 },             /* goes on */
    { 1, 0xff, 0xff, 0xff, 0xff, 9 }, /* more than have room */
    { 1, 1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1 }, /* endless */
  };
  g_autoptr (TogSlotSet) set = tog_slot_set_new (&(TogSlot){ 1, 258 }, 1);
  g_autoptr (GBytes) bytes = tog_slot_set_to_bytes (set);
  g_autoptr (TogSlotSet) none = tog_slot_set_from_bytes (NULL, 0, NULL);
  g_autoptr (TogSlotSet) early = tog_slot_set_from_bytes (earlier, sizeof earlier, NULL);

  g_assert_cmpmem (
      expected, sizeof expected, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_true (tog_slot_set_equal (set, early));
  tog_slot_set_get_slots (none, NULL);
  g_assert_false (tog_slot_set_overlaps (none, (TogSlot){ G_MININT64, G_MAXINT64 }));

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (tog_slot_set_from_bytes (bad[i], sizeof bad[i], &error));
      g_assert_error (error, TOG_ERROR, TOG_ERROR_MALFORMED);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad_bytes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (tog_slot_set_from_bytes (bad_bytes[i], sizeof bad_bytes[i], &error));
      g_assert_error (error, TOG_ERROR, TOG_ERROR_MALFORMED);
    }
}

/* Half-open: what touches doesn't overlap, and nothing is in an empty slot. */
static void
check_slots (void)
{
  static const struct
  {
    TogSlot a;
    TogSlot b;
    gboolean overlaps;
    gboolean contains;
  } cases[] = {
    { { 10, 20 }, { 20, 30 }, FALSE, FALSE }, { { 20, 30 }, { 10, 20 }, FALSE, FALSE },
    { { 10, 20 }, { 19, 30 }, TRUE, FALSE },  { { 10, 20 }, { 5, 11 }, TRUE, FALSE },
    { { 10, 20 }, { 10, 20 }, TRUE, TRUE },   { { 10, 20 }, { 12, 15 }, TRUE, TRUE },
    { { 10, 20 }, { 10, 21 }, TRUE, FALSE },  { { 10, 20 }, { 9, 20 }, TRUE, FALSE },
    { { 10, 20 }, { 15, 15 }, FALSE, TRUE },  { { 10, 20 }, { 50, 50 }, FALSE, TRUE },
    { { 10, 10 }, { 10, 10 }, FALSE, TRUE },  { { 10, 10 }, { 5, 15 }, FALSE, FALSE },
    { { 10, 10 }, { 10, 11 }, FALSE, FALSE }, { { 20, 10 }, { 12, 15 }, FALSE, FALSE },
    { { 10, 20 }, { 19, 11 }, FALSE, TRUE },  { { 10, 20 }, { 0, 10 }, FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TogSlotSet) set = tog_slot_set_new (&cases[i].a, 1);

      g_assert_cmpint (tog_slot_overlaps (cases[i].a, cases[i].b), ==, cases[i].overlaps);
      g_assert_cmpint (tog_slot_overlaps (cases[i].b, cases[i].a), ==, cases[i].overlaps);
      g_assert_cmpint (tog_slot_contains (cases[i].a, cases[i].b), ==, cases[i].contains);
      g_assert_cmpint (tog_slot_set_overlaps (set, cases[i].b), ==, cases[i].overlaps);
      g_assert_cmpint (tog_slot_set_contains (set, cases[i].b), ==, cases[i].contains);
    }
}

static void
check_slot_padding (void)
{
  static const struct
  {
    TogSlot slot;
    TogSlot quantized;
  } cases[] = {
    { { 0, 900 }, { 0, 900 } },
    { { 1, 900 }, { 0, 900 } },
    { { 0, 901 }, { 0, 1800 } },
    { { 899, 901 }, { 0, 1800 } },
    { { -1, 1 }, { -900, 900 } },
    { { -900, -899 }, { -900, 0 } },
    { { -901, -900 }, { -1800, -900 } },
    { { 5, 5 }, { 5, 5 } },
    { { G_MAXINT64 - 1, G_MAXINT64 }, { G_GINT64_CONSTANT (9223372036854775800), G_MAXINT64 } },
    { { G_MININT64, G_MININT64 + 1 }, { G_MININT64, G_GINT64_CONSTANT (-9223372036854775800) } },
  };
  TogSlot empty = tog_slot_pad ((TogSlot){ 50, 50 }, 10, 10);
  TogSlot padded = tog_slot_pad ((TogSlot){ 50, 60 }, 10, 20);
  TogSlot everything = tog_slot_pad ((TogSlot){ -5, 5 }, G_MAXINT64, G_MAXINT64);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TogSlot quantized = tog_slot_quantize (cases[i].slot);

      g_assert_cmpint (quantized.start, ==, cases[i].quantized.start);
      g_assert_cmpint (quantized.end, ==, cases[i].quantized.end);
    }

  g_assert_true (tog_slot_is_empty (empty));
  g_assert_cmpint (padded.start, ==, 40);
  g_assert_cmpint (padded.end, ==, 80);
  g_assert_cmpint (everything.start, ==, G_MININT64);
  g_assert_cmpint (everything.end, ==, G_MAXINT64);
}

static void
check_coalescing (void)
{
  static const TogSlot slots[] = { { 30, 40 }, { 10, 20 }, { 20, 30 }, { 50, 50 }, { 60, 55 },
                                   { 12, 13 }, { 70, 80 }, { 75, 90 }, { 70, 72 } };
  g_autoptr (TogSlotSet) set = tog_slot_set_new (slots, G_N_ELEMENTS (slots));
  g_autoptr (TogSlotSet) none = tog_slot_set_new (NULL, 0);
  g_autoptr (TogSlotSet) same = tog_slot_set_union (set, none);
  gsize n_slots;
  const TogSlot *held = tog_slot_set_get_slots (set, &n_slots);

  g_assert_cmpuint (n_slots, ==, 2);
  g_assert_cmpint (held[0].start, ==, 10);
  g_assert_cmpint (held[0].end, ==, 40);
  g_assert_cmpint (held[1].start, ==, 70);
  g_assert_cmpint (held[1].end, ==, 90);
  g_assert_true (tog_slot_set_equal (set, same));
  g_assert_false (tog_slot_set_equal (set, none));

  tog_slot_set_get_slots (none, &n_slots);
  g_assert_cmpuint (n_slots, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/slot/table", check_slots);
  g_test_add_func ("/slot/padding", check_slot_padding);
  g_test_add_func ("/slot-set/coalescing", check_coalescing);
  g_test_add_func ("/slot-set/random/operations", check_random_sets);
  g_test_add_func ("/slot-set/random/questions", check_random_questions);
  g_test_add_func ("/slot-set/random/padding", check_random_padding);
  g_test_add_func ("/slot-set/bytes/format", check_bytes_format);
  g_test_add_func ("/slot-set/bytes/random", check_random_bytes);
  g_test_add_func ("/slot-set/bytes/hostile", check_hostile_bytes);
  g_test_add_func ("/slot-set/bytes/hostile-words", check_hostile_words);

  return g_test_run ();
}
