/* Starts a program on an X server and says when its first window was mapped, and
 * what it holds resident after it has come to rest:
 *
 *   time-to-map PROGRAM [ARGUMENT...]   prints "MILLISECONDS KIBIBYTES" */
#include <X11/Xlib.h>
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* GTK maps small windows of its own, for example to talk to other programs. */
#define MIN_WIDTH 200
#define REST_USEC (2 * G_USEC_PER_SEC)
#define GIVE_UP_SECONDS 60

static long
read_resident_kib (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/statm", (int) pid);
  g_autofree char *text = NULL;
  long size, resident;

  if (!g_file_get_contents (path, &text, NULL, NULL) ||
      sscanf (text, "%ld %ld", &size, &resident) != 2)
    return -1;
  return resident * (sysconf (_SC_PAGESIZE) / 1024);
}

static void
wait_for_window (Display *display)
{
  for (;;)
    {
      XEvent event;
      XWindowAttributes attributes;

      XNextEvent (display, &event);
      if (event.type == MapNotify && !event.xmap.override_redirect &&
          XGetWindowAttributes (display, event.xmap.window, &attributes) &&
          attributes.width >= MIN_WIDTH)
        return;
    }
}

int
main (int argc, char **argv)
{
  Display *display = XOpenDisplay (NULL);
  gint64 started, mapped;
  long resident;
  pid_t pid;

  if (display == NULL || argc < 2)
    {
      fprintf (stderr, "Usage: time-to-map PROGRAM [ARGUMENT...], with a display\n");
      return 2;
    }
  XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);
  XSync (display, False);

  started = g_get_monotonic_time ();
  pid = fork ();
  if (pid == 0)
    {
      execvp (argv[1], argv + 1);
      _exit (127);
    }
  /* Ends us, with the signal, where no window comes. */
  alarm (GIVE_UP_SECONDS);
  wait_for_window (display);
  mapped = g_get_monotonic_time ();
  alarm (0);

  g_usleep (REST_USEC);
  resident = read_resident_kib (pid);
  kill (pid, SIGTERM);
  waitpid (pid, NULL, 0);
  XCloseDisplay (display);

  printf ("%.1f %ld\n", (mapped - started) / 1000.0, resident);
  return resident > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
