#include "config.h"

#include "tog-application.h"

#include <glib/gi18n.h>

int
main (int argc, char *argv[])
{
  g_autoptr (TogApplication) application = NULL;

  bindtextdomain (GETTEXT_PACKAGE, TOG_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = tog_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
