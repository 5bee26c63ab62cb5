#include "config.h"

#include "tog-error.h"
#include "tog-organization-file.h"

#include "fuzz.h"

/* Monday 23 November 2026, 10:12. */
#define NOW 1795428720

/* Whatever comes in is an organization file, or an error with its line. A calendar
 * of anything can be moved. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TogOrganizationFile) file =
      tog_organization_file_parse ((const char *) data, size, NOW, &error);
  g_autoptr (GBytes) calendar = g_bytes_new (data, size);
  g_autoptr (GBytes) moved = tog_organization_file_shift_calendar (calendar, 7);

  g_assert_true ((file == NULL) == (error != NULL));
  if (error != NULL)
    {
      g_assert_true (error->domain == TOG_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_true (g_str_has_prefix (error->message, "line ") || size > 8 * 1024 * 1024);
    }
  g_assert_cmpuint (g_bytes_get_size (moved), <=, 3 * size + 2);
  return 0;
}
