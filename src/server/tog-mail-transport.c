#include "config.h"

#include "tog-mail-transport.h"

#include "tog-error.h"
#include "tog-mail-text.h"

#include <curl/curl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define CONNECT_SECONDS 30L
#define STALL_SECONDS 60
#define WHOLE_SECONDS 300L
#define MAX_REPLY_LENGTH 300

struct _TogMailTransport
{
  const TogMailOptions *options; /* (not owned) */
  const gint *stopping;          /* (not owned): set when sending has to be given up */
  CURL *curl;                    /* (owned) (nullable) */

  /* Of the mail that is being sent. */
  const char *unsent;
  gsize n_unsent;
  gboolean envelope_taken;          /* whether the relay accepted the sender's address */
  char reply[MAX_REPLY_LENGTH + 1]; /* the refusal that came last, or empty */
};

/* Nobody listens in on a connection that does not leave the machine. */
static gboolean
is_loopback (const char *relay)
{
  g_autoptr (GUri) uri = g_uri_parse (relay, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autoptr (GInetAddress) address = NULL;

  if (host == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

static gboolean
check_relay (const TogMailOptions *options, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (options->relay, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";

  if ((g_str_equal (scheme, "smtp") || g_str_equal (scheme, "smtps")) &&
      g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0' &&
      g_uri_get_userinfo (uri) == NULL && g_uri_get_query (uri) == NULL &&
      (*g_uri_get_path (uri) == '\0' || g_str_equal (g_uri_get_path (uri), "/")))
    return TRUE;
  g_set_error (error,
               TOG_ERROR,
               TOG_ERROR_MALFORMED,
               "The mail relay must be given as smtp://HOST:PORT or smtps://HOST:PORT, not “%s”",
               options->relay);
  return FALSE;
}

/**
 * tog_mail_options_check:
 * @options: what the operator asked for
 * @error: return location
 *
 * Returns: whether mail can be sent that way
 */
gboolean
tog_mail_options_check (const TogMailOptions *options, GError **error)
{
  if (options->from_address == NULL || !tog_mail_check_address (options->from_address, NULL))
    {
      g_set_error (
          error,
          TOG_ERROR,
          TOG_ERROR_MALFORMED,
          "The sender of mails must be an email address, such as sessions@meridian.example");
      return FALSE;
    }
  if (options->relay != NULL)
    return check_relay (options, error);
  if (options->folder != NULL)
    return TRUE;
  g_set_error (
      error, TOG_ERROR, TOG_ERROR_MISSING, "Mail needs either a relay or a folder to write it to");
  return FALSE;
}

/**
 * tog_mail_options_describe:
 * @options: good options
 *
 * Returns: (transfer full): one line that tells the operator where mail goes,
 *   without the password
 */
char *
tog_mail_options_describe (const TogMailOptions *options)
{
  if (options->relay == NULL)
    return g_strdup_printf (
        "No mail relay is set: mails are not sent but written to %s as .eml files",
        options->folder);
  return g_strdup_printf ("Mail goes out through %s, from %s%s",
                          options->relay,
                          options->from_address,
                          options->insecure && g_str_has_prefix (options->relay, "smtp://")
                              ? ", unencrypted if the relay can't do better"
                              : "");
}

/**
 * tog_mail_transport_new:
 * @options: good options; they have to outlive this
 * @stopping: is read atomically while a mail is being sent, which is given up
 *   once it is not 0
 *
 * Returns: (transfer full): the transport
 */
TogMailTransport *
tog_mail_transport_new (const TogMailOptions *options, const gint *stopping)
{
  TogMailTransport *self = g_new0 (TogMailTransport, 1);

  self->options = options;
  self->stopping = stopping;
  if (options->relay != NULL)
    {
      curl_global_init (CURL_GLOBAL_DEFAULT);
      self->curl = curl_easy_init ();
    }
  return self;
}

/**
 * tog_mail_transport_free:
 * @self: (transfer full) (nullable): a transport
 */
void
tog_mail_transport_free (TogMailTransport *self)
{
  if (self == NULL)
    return;
  if (self->options->relay != NULL)
    {
      curl_easy_cleanup (self->curl);
      curl_global_cleanup ();
    }
  g_free (self);
}

static gsize
read_cb (char *buffer, gsize size, gsize n_items, gpointer data)
{
  TogMailTransport *self = data;
  gsize n_read = MIN (size * n_items, self->n_unsent);

  memcpy (buffer, self->unsent, n_read);
  self->unsent += n_read;
  self->n_unsent -= n_read;
  return n_read;
}

static int
progress_cb (gpointer data,
             curl_off_t d_total,
             curl_off_t d_now,
             curl_off_t u_total,
             curl_off_t u_now)
{
  TogMailTransport *self = data;

  return g_atomic_int_get (self->stopping);
}

static gboolean
is_command (const char *text, gsize size, const char *command)
{
  return size >= strlen (command) && memcmp (text, command, strlen (command)) == 0;
}

/* Keeps the relay's last refusal, which says more than libcurl does, and sees how
 * far the dialogue got. Nothing of what is sent is kept. */
static int
debug_cb (CURL *curl, curl_infotype type, char *text, gsize size, gpointer data)
{
  TogMailTransport *self = data;

  if (type == CURLINFO_HEADER_IN && size > 0 && (*text == '4' || *text == '5'))
    {
      gsize length = MIN (size, MAX_REPLY_LENGTH);

      memcpy (self->reply, text, length);
      self->reply[length] = '\0';
    }
  else if (type == CURLINFO_HEADER_OUT && !is_command (text, size, "QUIT"))
    {
      self->reply[0] = '\0';
      self->envelope_taken |= is_command (text, size, "RCPT");
    }
  return 0;
}

static long
choose_encryption (const TogMailOptions *options)
{
  if (is_loopback (options->relay) && options->ca_file == NULL)
    return CURLUSESSL_NONE;
  return options->insecure ? CURLUSESSL_TRY : CURLUSESSL_ALL;
}

static void
configure (TogMailTransport *self, struct curl_slist *recipients, const char *sender)
{
  const TogMailOptions *options = self->options;
  CURL *curl = self->curl;

  curl_easy_reset (curl);
  curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt (curl, CURLOPT_URL, options->relay);
  curl_easy_setopt (curl, CURLOPT_PROXY, "");
  curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (curl, CURLOPT_USE_SSL, choose_encryption (options));
  if (options->ca_file != NULL)
    curl_easy_setopt (curl, CURLOPT_CAINFO, options->ca_file);
  if (options->user != NULL)
    {
      curl_easy_setopt (curl, CURLOPT_USERNAME, options->user);
      curl_easy_setopt (curl, CURLOPT_PASSWORD, options->password);
    }

  /* A relay that accepts the connection and then says nothing is given up too. */
  curl_easy_setopt (curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
  curl_easy_setopt (curl,
                    CURLOPT_SERVER_RESPONSE_TIMEOUT,
                    (long) (options->stall_seconds > 0 ? options->stall_seconds : STALL_SECONDS));
  curl_easy_setopt (curl, CURLOPT_TIMEOUT, WHOLE_SECONDS);

  curl_easy_setopt (curl, CURLOPT_MAIL_FROM, sender);
  curl_easy_setopt (curl, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt (curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt (curl, CURLOPT_READFUNCTION, read_cb);
  curl_easy_setopt (curl, CURLOPT_READDATA, self);
  curl_easy_setopt (curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt (curl, CURLOPT_XFERINFOFUNCTION, progress_cb);
  curl_easy_setopt (curl, CURLOPT_XFERINFODATA, self);
  curl_easy_setopt (curl, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt (curl, CURLOPT_DEBUGFUNCTION, debug_cb);
  curl_easy_setopt (curl, CURLOPT_DEBUGDATA, self);
}

/* What a relay says of the recipient or of the mail concerns this mail alone.
 * Whatever else goes wrong, the sender's address or the login being refused
 * included, is for the operator to mend and would meet every mail. */
static TogMailOutcome
judge (TogMailTransport *self, CURLcode result)
{
  if (result == CURLE_OK)
    return TOG_MAIL_SENT;
  if (!self->envelope_taken || g_str_has_prefix (self->reply, "421"))
    return TOG_MAIL_RELAY_FAILED;
  switch (*self->reply)
    {
    case '5':
      return TOG_MAIL_REFUSED;
    case '4':
      return TOG_MAIL_LATER;
    default:
      return TOG_MAIL_RELAY_FAILED;
    }
}

static char *
describe (TogMailTransport *self, CURLcode result)
{
  g_autofree char *reply = g_utf8_make_valid (self->reply, -1);
  g_autofree char *line = tog_mail_dup_line (g_strstrip (reply));

  if (*line != '\0')
    return g_strdup_printf ("The relay says: %s", line);
  return g_strdup (curl_easy_strerror (result));
}

static TogMailOutcome
send_to_relay (TogMailTransport *self, const char *recipient, GBytes *message, char **reason)
{
  g_autofree char *sender = g_strdup_printf ("<%s>", self->options->from_address);
  g_autofree char *bracketed = g_strdup_printf ("<%s>", recipient);
  struct curl_slist *recipients = curl_slist_append (NULL, bracketed);
  TogMailOutcome outcome;
  CURLcode result;

  self->unsent = g_bytes_get_data (message, &self->n_unsent);
  self->envelope_taken = FALSE;
  self->reply[0] = '\0';
  configure (self, recipients, sender);
  result = curl_easy_perform (self->curl);
  outcome = judge (self, result);
  if (outcome != TOG_MAIL_SENT)
    *reason = describe (self, result);
  curl_slist_free_all (recipients);
  return outcome;
}

/* The name is the mail's, so that writing it twice after a crash leaves one file.
 * Whoever looks for it need not know where the server was started. */
static TogMailOutcome
write_to_folder (TogMailTransport *self, const char *file_name, GBytes *message, char **detail)
{
  g_autofree char *folder = g_canonicalize_filename (self->options->folder, NULL);
  g_autofree char *path = g_build_filename (folder, file_name, NULL);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (message, &length);

  g_mkdir_with_parents (folder, 0700);
  if (g_file_set_contents_full (path,
                                data,
                                length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                0600,
                                &error))
    {
      *detail = g_steal_pointer (&path);
      return TOG_MAIL_WRITTEN;
    }
  *detail = g_strdup (error->message);
  return TOG_MAIL_RELAY_FAILED;
}

/**
 * tog_mail_transport_send:
 * @self: a transport
 * @recipient: a plain address, see tog_mail_check_address()
 * @file_name: what the file is called where there is no relay
 * @message: the mail (RFC 5322), lines ended by CRLF
 * @detail: (out) (nullable): the file it was written to; or why it was not sent,
 *   in words for the operator
 *
 * Sends a mail, or tries to, for some minutes at the most.
 *
 * Returns: what came of it
 */
TogMailOutcome
tog_mail_transport_send (TogMailTransport *self,
                         const char *recipient,
                         const char *file_name,
                         GBytes *message,
                         char **detail)
{
  *detail = NULL;
  if (self->options->relay == NULL)
    return write_to_folder (self, file_name, message, detail);
  return send_to_relay (self, recipient, message, detail);
}
