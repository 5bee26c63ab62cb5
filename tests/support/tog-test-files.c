#include "tog-test-files.h"

#include <glib/gstdio.h>

/* Removes a folder with all that is in it; what a link leads to stays. */
void
tog_test_remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (!g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        tog_test_remove_tree (child);
      else
        g_unlink (child);
    }
  g_remove (path);
}
