#include "config.h"

#include "tog-log.h"

#include "tog-time.h"

#include <stdio.h>

/* Set once, before any thread is. */
static gboolean leaves_out_requests;

static const char *
get_level_name (GLogLevelFlags level)
{
  switch (level & G_LOG_LEVEL_MASK)
    {
    case G_LOG_LEVEL_ERROR:
    case G_LOG_LEVEL_CRITICAL:
      return "error";
    case G_LOG_LEVEL_WARNING:
      return "warning";
    case G_LOG_LEVEL_INFO:
      return "info";
    case G_LOG_LEVEL_DEBUG:
      return "debug";
    case G_LOG_LEVEL_MESSAGE:
    default:
      return "notice";
    }
}

static const char *
find_message (const GLogField *fields, gsize n_fields)
{
  for (gsize i = 0; i < n_fields; i++)
    {
      if (g_str_equal (fields[i].key, "MESSAGE"))
        return fields[i].value;
    }
  return "";
}

/* The journal knows the time and the level by itself. Requests are logged as
 * info, which GLib's own writer drops. */
static GLogWriterOutput
write_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  g_autofree char *line = NULL;

  if (level & G_LOG_LEVEL_DEBUG || (level & G_LOG_LEVEL_INFO && leaves_out_requests))
    return G_LOG_WRITER_HANDLED;
  if (g_log_writer_is_journald (fileno (stderr)) &&
      g_log_writer_journald (level, fields, n_fields, NULL) == G_LOG_WRITER_HANDLED)
    return G_LOG_WRITER_HANDLED;

  line =
      tog_log_format (level, find_message (fields, n_fields), g_get_real_time () / G_USEC_PER_SEC);
  fputs (line, stderr);
  fflush (stderr);
  return G_LOG_WRITER_HANDLED;
}

/**
 * tog_log_format:
 * @level: of the message
 * @message: what to say
 * @time: seconds since 1970
 *
 * Returns: (transfer full): the line to log, with time and level and the line's end
 */
char *
tog_log_format (GLogLevelFlags level, const char *message, gint64 time)
{
  char instant[TOG_INSTANT_LENGTH + 1];
  g_autofree char *one_line = g_strdelimit (g_strdup (message), "\n\r", ' ');

  tog_instant_write (time, instant);
  return g_strdup_printf ("%s %s %s\n", instant, get_level_name (level), one_line);
}

/**
 * tog_log_install:
 * @quiet: whether to leave out requests
 *
 * Has messages written to standard error from now on, a line each; to the
 * journal where that is what reads it.
 */
void
tog_log_install (gboolean quiet)
{
  leaves_out_requests = quiet;
  g_log_set_writer_func (write_cb, NULL, NULL);
}

/**
 * tog_log_tells_requests:
 *
 * Returns: whether requests are logged at all: to put one into words takes longer than
 *   to leave it out
 */
gboolean
tog_log_tells_requests (void)
{
  return !leaves_out_requests;
}
