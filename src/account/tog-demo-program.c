#include "config.h"

#include "tog-demo-program.h"

#include "tog-account.h"

#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#define LONGEST_WORDS 500

static char *
get_own_folder (void)
{
  g_autofree char *own = g_file_read_link ("/proc/self/exe", NULL);

  return own != NULL ? g_path_get_dirname (own) : g_strdup (".");
}

/**
 * tog_demo_program_find:
 *
 * Beside this program first, so that a build or a bundle runs what belongs to it.
 *
 * Returns: (nullable): where the server's program is
 */
char *
tog_demo_program_find (void)
{
  const char *said = g_getenv ("TOG_SERVER");
  g_autofree char *folder = get_own_folder ();
  g_autofree char *beside = g_build_filename (folder, TOG_DEMO_PROGRAM, NULL);
  g_autofree char *installed = g_build_filename (TOG_BINDIR, TOG_DEMO_PROGRAM, NULL);

  if (said != NULL && *said != '\0')
    return g_strdup (said);
  if (g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&beside);
  if (g_file_test (installed, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&installed);
  return g_find_program_in_path (TOG_DEMO_PROGRAM);
}

/**
 * tog_demo_program_find_organization:
 *
 * Returns: where the organization file of the demo is, or should be
 */
char *
tog_demo_program_find_organization (void)
{
  const char *said = g_getenv ("TOG_DEMO_FILE");
  g_autofree char *folder = get_own_folder ();
  char *installed = g_build_filename (TOG_PKGDATADIR, "demo-organization", "demo.json", NULL);

  if (said != NULL && *said != '\0')
    {
      g_free (installed);
      return g_strdup (said);
    }
  if (g_file_test (installed, G_FILE_TEST_EXISTS))
    return installed;
  g_free (installed);
  return g_build_filename (
      folder, "..", "share", "together-scheduler", "demo-organization", "demo.json", NULL);
}

static void
end_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

/**
 * tog_demo_program_spawn:
 * @program: see tog_demo_program_find()
 * @arguments: (array zero-terminated=1): what it is to do
 * @error: return location for a %TOG_ACCOUNT_ERROR
 *
 * Runs the server's program with pipes for what it says. It ends when this
 * program does.
 *
 * Returns: (transfer full) (nullable): the process
 */
GSubprocess *
tog_demo_program_spawn (const char *program, const char *const *arguments, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) said = NULL;
  GSubprocess *process;

  g_strv_builder_add (builder, program);
  g_strv_builder_addv (builder, (const char **) arguments);
  argv = g_strv_builder_end (builder);
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &said);
  if (process == NULL)
    g_set_error (error,
                 TOG_ACCOUNT_ERROR,
                 TOG_ACCOUNT_ERROR_SERVER,
                 _ ("The demo’s server “%s” can’t be started: %s"),
                 program,
                 said->message);
  return process;
}

/* What a program said last, to be put after a colon. */
static char *
get_last_line (const char *text)
{
  g_autofree char *stripped = g_strchomp (g_utf8_make_valid (text != NULL ? text : "", -1));
  const char *newline = strrchr (stripped, '\n');
  const char *last = newline != NULL ? newline + 1 : stripped;

  if (*last == '\0')
    return g_strdup (_ ("it did not say why"));
  return g_utf8_substring (last, 0, MIN (g_utf8_strlen (last, -1), LONGEST_WORDS));
}

/**
 * tog_demo_program_make_error:
 * @said: (nullable): what the program wrote to standard error
 *
 * Returns: (transfer full): the error to show
 */
GError *
tog_demo_program_make_error (const char *said)
{
  g_autofree char *words = get_last_line (said);

  return g_error_new (
      TOG_ACCOUNT_ERROR, TOG_ACCOUNT_ERROR_SERVER, _ ("The demo’s server failed: %s"), words);
}
