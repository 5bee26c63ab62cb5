#include "config.h"

#include "tog-calendar-worker.h"
#include "tog-cli.h"

#include <locale.h>

static const struct
{
  const char *name;
  const char *arguments;
  const char *summary;
  int (*run) (int argc, char *argv[]);
} COMMANDS[] = {
  { "serve", "", "Serve organizations over HTTP", tog_cli_serve },
  { "import", "FILE", "Bring in an organization, or bring it up to date", tog_cli_import },
  { "token", "EMAIL", "Make an access token for a member", tog_cli_token },
  { "tokens", "", "List access tokens", tog_cli_tokens },
  { "revoke", "NAME", "Make an access token useless", tog_cli_revoke },
  { "outbox", "", "Show mail that waits or failed", tog_cli_outbox },
  { "receive", "< MAIL", "Take a calendar program's answer to an invite", tog_cli_receive },
};

static void
print_help (void)
{
  g_print ("Usage:\n  together-server COMMAND [OPTION…]\n\nCommands:\n");
  for (guint i = 0; i < G_N_ELEMENTS (COMMANDS); i++)
    g_print ("  %-8s%-8s%s\n", COMMANDS[i].name, COMMANDS[i].arguments, COMMANDS[i].summary);
  g_print (
      "\n“together-server COMMAND --help” says more; “together-server --version” which it is.\n");
}

int
main (int argc, char *argv[])
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  setlocale (LC_ALL, "");
  tog_calendar_worker_set_program (program != NULL ? program : argv[0]);

  if (argc < 2)
    {
      print_help ();
      return 2;
    }
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    {
      print_help ();
      return 0;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      g_print ("together-server %s\n", TOG_VERSION);
      return 0;
    }

  /* Not for people: a server runs it to read a calendar within limits. */
  if (g_str_equal (argv[1], TOG_CALENDAR_WORKER_COMMAND))
    return tog_calendar_worker_main ();

  for (guint i = 0; i < G_N_ELEMENTS (COMMANDS); i++)
    {
      if (g_str_equal (argv[1], COMMANDS[i].name))
        return COMMANDS[i].run (argc - 1, argv + 1);
    }
  g_printerr ("together-server: there is no command “%s”; see “together-server --help”\n", argv[1]);
  return 2;
}
