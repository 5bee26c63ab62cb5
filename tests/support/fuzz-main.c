#include "config.h"

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

/*
 * Runs a fuzzer without a fuzzing engine, so that every build of the tests does it:
 * the files named on the command line, and a number of mutations of them, the same
 * in each run.
 */

#define MAX_SIZE (256 * 1024)

static void
splice (GByteArray *input, const GByteArray *other, GRand *chance)
{
  guint from = g_rand_int_range (chance, 0, other->len);
  guint wanted = g_rand_int_range (chance, 1, 400);
  guint length = MIN (other->len - from, wanted);
  guint at = g_rand_int_range (chance, 0, input->len + 1);
  guint tail = input->len - at;

  if (input->len + length > MAX_SIZE)
    return;
  g_byte_array_set_size (input, input->len + length);
  memmove (input->data + at + length, input->data + at, tail);
  memcpy (input->data + at, other->data + from, length);
}

static void
mutate (GByteArray *input, const GByteArray *other, GRand *chance)
{
  static const char alphabet[] = "\0\n\r\t \"\\;:,=/{}[]-+.09AZaz\x7f\x80\xc3\xa9\xff";
  guint at = g_rand_int_range (chance, 0, input->len);
  guint length;

  switch (g_rand_int_range (chance, 0, 6))
    {
    case 0:
      input->data[at] ^= 1u << g_rand_int_range (chance, 0, 8);
      break;
    case 1:
      input->data[at] = alphabet[g_rand_int_range (chance, 0, sizeof alphabet - 1)];
      break;
    case 2:
      length = g_rand_int_range (chance, 1, 100);
      length = MIN (input->len - at, length);
      if (length < input->len)
        g_byte_array_remove_range (input, at, length);
      break;
    case 3:
      /* Digits are where limits are. */
      for (guint i = at; i < input->len; i++)
        if (g_ascii_isdigit (input->data[i]))
          {
            input->data[i] = '0' + g_rand_int_range (chance, 0, 10);
            break;
          }
      break;
    case 4:
      g_byte_array_set_size (input, at + 1);
      break;
    default:
      splice (input, other, chance);
      break;
    }
}

static GPtrArray *
load (char **paths)
{
  g_autoptr (GPtrArray) inputs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      char *contents;
      gsize length;

      if (!g_file_get_contents (paths[i], &contents, &length, &error))
        g_error ("%s", error->message);
      g_ptr_array_add (inputs, g_byte_array_new_take ((guint8 *) contents, length));
    }
  return g_steal_pointer (&inputs);
}

int
main (int argc, char **argv)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (20261123);
  g_autoptr (GPtrArray) inputs = NULL;
  guint n_runs;

  if (argc < 3)
    g_error ("Usage: %s RUNS FILE...", argv[0]);
  n_runs = strtoul (argv[1], NULL, 10);
  inputs = load (argv + 2);

  for (guint i = 0; i < inputs->len; i++)
    {
      const GByteArray *input = g_ptr_array_index (inputs, i);

      LLVMFuzzerTestOneInput (input->data, input->len);
    }
  for (guint run = 0; run < n_runs; run++)
    {
      const GByteArray *original =
          g_ptr_array_index (inputs, g_rand_int_range (chance, 0, inputs->len));
      const GByteArray *other =
          g_ptr_array_index (inputs, g_rand_int_range (chance, 0, inputs->len));
      g_autoptr (GByteArray) input = g_byte_array_new ();
      guint n_mutations = g_rand_int_range (chance, 1, 8);

      g_byte_array_append (input, original->data, original->len);
      for (guint i = 0; i < n_mutations && input->len > 0 && other->len > 0; i++)
        mutate (input, other, chance);
      LLVMFuzzerTestOneInput (input->data, input->len);
    }
  return 0;
}
