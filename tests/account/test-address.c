#include "config.h"

#include "tog-account.h"
#include "tog-address.h"

static const struct
{
  const char *text;
  const char *address; /* NULL: refused */
} CASES[] = {
  { "together.example", "https://together.example" },
  { "  together.example \n", "https://together.example" },
  { "Together.Example", "https://together.example" },
  { "https://together.example", "https://together.example" },
  { "https://together.example/", "https://together.example" },
  { "HTTPS://together.example/a/b?c=d#e", "https://together.example" },
  { "together.example/app/", "https://together.example" },
  { "together.example:8443", "https://together.example:8443" },
  { "https://together.example:8443/", "https://together.example:8443" },
  { "192.0.2.7", "https://192.0.2.7" },
  { "[2001:db8::1]:8443", "https://[2001:db8::1]:8443" },
  { "http://localhost:8080", "http://localhost:8080" },
  { "http://127.0.0.1:8080/", "http://127.0.0.1:8080" },
  { "http://[::1]:8080", "http://[::1]:8080" },
  { "localhost", "https://localhost" },
  { "", NULL },
  { "   ", NULL },
  { "two words", NULL },
  { "http://together.example", NULL },
  { "http://127.0.0.1.evil.example", NULL },
  { "http://localhost.evil.example", NULL },
  { "ftp://together.example", NULL },
  { "javascript:alert(1)", NULL },
  { "mailto:ines@together.example", NULL },
  { "file:///etc/passwd", NULL },
  { "data:text/html,x", NULL },
  { "ines@together.example", NULL },
  { "https://ines:secret@together.example", NULL },
  { "https://", NULL },
  { "https:///path", NULL },
  { "://together.example", NULL },
  { "https://together.example:0", NULL },
  { "https://together.example:99999", NULL },
  { "https://together.example:port", NULL },
  { "https://to|gether.example", NULL },
  { "https://together..example", NULL },
  { "https://.example", NULL },
  { "https://[::1", NULL },
  { "https://together.example\\@evil.example", NULL },
  { "\xff\xfe", NULL },
};

static void
test_table (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *address = tog_address_normalize (CASES[i].text, &error);

      g_test_message ("case %u", i);
      g_assert_cmpstr (address, ==, CASES[i].address);
      if (CASES[i].address == NULL)
        {
          g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_ADDRESS);
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
        }
      else
        {
          g_autofree char *again = tog_address_normalize (address, &error);

          g_assert_no_error (error);
          g_assert_cmpstr (again, ==, address);
        }
    }
}

static void
test_encrypted (void)
{
  g_assert_true (tog_address_is_encrypted (" Together.Example\n"));
  g_assert_true (tog_address_is_encrypted ("HTTPS://together.example"));
  g_assert_false (tog_address_is_encrypted ("http://localhost:8080"));
  g_assert_false (tog_address_is_encrypted ("http://together.example"));
  g_assert_false (tog_address_is_encrypted ("two words"));
  g_assert_false (tog_address_is_encrypted (""));
}

static void
test_long (void)
{
  g_autofree char *text = g_strnfill (100000, 'a');
  g_autoptr (GError) error = NULL;

  g_assert_null (tog_address_normalize (text, &error));
  g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_ADDRESS);
}

/* Any bytes at all: an address of https or of this computer, or an error. */
static void
test_random (void)
{
  const char alphabet[] = "https://ab.:@[]%\\ #?0129_-\t\n\xc3\xa9";

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) text = g_string_new (g_test_rand_bit () ? "http" : "");
      g_autoptr (GError) error = NULL;
      g_autofree char *address = NULL;
      int length = g_test_rand_int_range (0, 24);

      while (length-- > 0)
        g_string_append_c (text, alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)]);
      address = tog_address_normalize (text->str, &error);
      if (address == NULL)
        g_assert_error (error, TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_ADDRESS);
      else
        g_assert_true (g_str_has_prefix (address, "https://") ||
                       g_str_has_prefix (address, "http://"));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/address/table", test_table);
  g_test_add_func ("/address/encrypted", test_encrypted);
  g_test_add_func ("/address/long", test_long);
  g_test_add_func ("/address/random", test_random);

  return g_test_run ();
}
