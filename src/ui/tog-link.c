#include "config.h"

#include "tog-link.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
has_scheme (const char *address, const char *scheme)
{
  g_autofree char *found = g_uri_parse_scheme (address);

  return found != NULL && g_ascii_strcasecmp (found, scheme) == 0;
}

/**
 * tog_link_is_web:
 *
 * Whether an address is http or https: the only ones that came from elsewhere
 * and are opened. Others may start programs on this computer.
 */
gboolean
tog_link_is_web (const char *address)
{
  g_autoptr (GUri) uri = NULL;

  if (!has_scheme (address, "http") && !has_scheme (address, "https"))
    return FALSE;

  uri = g_uri_parse (address, G_URI_FLAGS_PARSE_RELAXED, NULL);

  return uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0';
}

/**
 * tog_link_dup_host:
 *
 * Whose computer an address leads to, to be read before it is opened.
 *
 * Returns: (nullable)
 */
char *
tog_link_dup_host (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_PARSE_RELAXED, NULL);

  return uri != NULL ? g_strdup (g_uri_get_host (uri)) : NULL;
}

/**
 * tog_link_new_draft:
 * @body: lines parted by \n
 *
 * The address of a mail to be written (RFC 6068). Everything that means
 * something there is percent-encoded, so that no name adds a header.
 */
char *
tog_link_new_draft (const char *email, const char *subject, const char *body)
{
  g_autofree char *escaped_email = g_uri_escape_string (email, "@", FALSE);
  g_autofree char *escaped_subject = g_uri_escape_string (subject, NULL, FALSE);
  g_auto (GStrv) lines = g_strsplit (body, "\n", -1);
  g_autofree char *crlf_body = g_strjoinv ("\r\n", lines);
  g_autofree char *escaped_body = g_uri_escape_string (crlf_body, NULL, FALSE);

  return g_strdup_printf (
      "mailto:%s?subject=%s&body=%s", escaped_email, escaped_subject, escaped_body);
}

/**
 * tog_link_dup_calendar:
 * @address: http or https
 *
 * The same address as one that a calendar app opens, to follow what is there.
 */
char *
tog_link_dup_calendar (const char *address)
{
  const char *rest = strchr (address, ':');

  return g_strconcat (has_scheme (address, "https") ? "webcals" : "webcal", rest, NULL);
}

/* An address is ASCII (RFC 3986). It ends before the stop of a sentence, and before a
 * bracket that it doesn't open. */
static gsize
measure_address (const char *address)
{
  gsize length = 0;

  while (g_ascii_isgraph (address[length]) && strchr ("<>\"", address[length]) == NULL)
    length++;

  while (length > 0 && strchr (".,;:!?'", address[length - 1]) != NULL)
    length--;
  if (length > 0 && address[length - 1] == ')' && memchr (address, '(', length) == NULL)
    length--;
  return length;
}

/**
 * tog_link_dup_markup:
 * @text: what somebody wrote, UTF-8
 *
 * Makes links of the web addresses in it; all else is shown as it is.
 *
 * Returns: (transfer full): Pango markup that reads like @text
 */
char *
tog_link_dup_markup (const char *text)
{
  g_autoptr (GString) markup = g_string_new (NULL);
  g_autofree char *after = NULL;
  const char *rest = text;

  for (const char *at = text; *at != '\0';)
    {
      gboolean begins = at == text || !g_ascii_isalnum (at[-1]);
      gsize length = begins && (g_ascii_strncasecmp (at, "http://", 7) == 0 ||
                                g_ascii_strncasecmp (at, "https://", 8) == 0)
                         ? measure_address (at)
                         : 0;
      g_autofree char *address = g_strndup (at, length);
      g_autofree char *before = NULL;
      g_autofree char *link = NULL;

      if (!tog_link_is_web (address))
        {
          at++;
          continue;
        }
      before = g_markup_escape_text (rest, at - rest);
      link = g_markup_printf_escaped ("<a href=\"%s\">%s</a>", address, address);
      g_string_append (markup, before);
      g_string_append (markup, link);
      at += length;
      rest = at;
    }
  after = g_markup_escape_text (rest, -1);
  g_string_append (markup, after);
  return g_string_free (g_steal_pointer (&markup), FALSE);
}

static gboolean
activate_link_cb (GtkWidget *label, const char *address)
{
  gtk_widget_activate_action (label, "win.open-link", "s", address);
  return TRUE;
}

/**
 * tog_link_show_text:
 * @text: what somebody wrote, UTF-8
 *
 * Shows @text in @label, with the web addresses in it as links.
 */
void
tog_link_show_text (GtkLabel *label, const char *text)
{
  g_autofree char *markup = tog_link_dup_markup (text);

  gtk_label_set_markup (label, markup);
  g_signal_connect (label, "activate-link", G_CALLBACK (activate_link_cb), NULL);
}

static void
show_uri_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
    /* What GIO says names neither the link nor what to do. */
    g_task_return_new_error (task,
                             G_IO_ERROR,
                             G_IO_ERROR_NOT_SUPPORTED,
                             _ ("No app on this computer opens %s"),
                             (const char *) g_task_get_task_data (task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * tog_link_open_async:
 */
void
tog_link_open_async (GtkWindow *parent,
                     const char *address,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (parent, cancellable, callback, user_data);

  g_task_set_source_tag (task, tog_link_open_async);

  if (!tog_link_is_web (address) && !has_scheme (address, "mailto") &&
      !has_scheme (address, "webcal") && !has_scheme (address, "webcals"))
    {
      g_task_return_new_error (task,
                               G_IO_ERROR,
                               G_IO_ERROR_INVALID_ARGUMENT,
                               _ ("Only web addresses are opened, and this is none"));
      return;
    }

  g_task_set_task_data (task, g_strdup (address), g_free);
  gtk_show_uri_full (
      parent, address, GDK_CURRENT_TIME, cancellable, show_uri_cb, g_steal_pointer (&task));
}

/**
 * tog_link_open_finish:
 */
gboolean
tog_link_open_finish (GtkWindow *parent, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, parent), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
