#include "config.h"

#include "tog-application.h"

#include <glib/gi18n.h>
#include <locale.h>

int
main (int argc, char *argv[])
{
  g_autoptr (TogApplication) application = NULL;

  /* GTK would only when it opens the display: there are threads and texts before. */
  setlocale (LC_ALL, "");
  gtk_disable_setlocale ();
  bindtextdomain (GETTEXT_PACKAGE, TOG_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = tog_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
