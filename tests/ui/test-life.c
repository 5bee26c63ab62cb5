#include "config.h"

#include "page-fixture.h"

int
main (int argc, char *argv[])
{
  page_test_init (&argc, &argv);

  return g_test_run ();
}
