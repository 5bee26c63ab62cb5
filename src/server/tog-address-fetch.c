#include "config.h"

#include "tog-address-fetch.h"

#include "tog-calendar.h"
#include "tog-error.h"

#include <curl/curl.h>
#include <string.h>
#include <unistd.h>

#define MAX_REDIRECTS 5
#define CONNECT_SECONDS 10L

/* What comes slower than this, over so many seconds, is not waited for to its end. */
#define MIN_BYTES_PER_SECOND 200L
#define SLOW_SECONDS 15L

/* A version that is longer is none that has to be remembered. */
#define MAX_VERSION_LENGTH 200

/* One request on the way to the calendar. */
typedef struct
{
  const TogFetchOptions *options; /* (not owned) */
  gboolean is_encrypted;
  gboolean was_denied; /* whether it led where it must not */
  GByteArray *body;    /* (owned) */
} Hop;

/* The address is what the connection goes to, whatever the name was resolved to before
 * and by whom ever (P24). */
static curl_socket_t
open_socket_cb (void *data, curlsocktype purpose, struct curl_sockaddr *address)
{
  Hop *hop = data;

  if (!tog_networks_admit (hop->options->networks, hop->is_encrypted, &address->addr))
    {
      hop->was_denied = TRUE;
      return CURL_SOCKET_BAD;
    }
  return socket (address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* What is too large is not read to its end, whatever length it claims to have. */
static size_t
write_cb (char *data, size_t size, size_t n_items, void *user_data)
{
  Hop *hop = user_data;

  if (hop->body->len + size * n_items > TOG_CALENDAR_DEFAULT_LIMITS.bytes)
    return 0;
  g_byte_array_append (hop->body, (const guint8 *) data, size * n_items);
  return size * n_items;
}

static int
progress_cb (void *data, curl_off_t n, curl_off_t got, curl_off_t to_send, curl_off_t sent)
{
  const Hop *hop = data;

  return g_atomic_int_get (hop->options->stopping);
}

static void
configure (CURL *curl, Hop *hop, const char *url, struct curl_slist *headers, long seconds)
{
  curl_easy_reset (curl);
  curl_easy_setopt (curl, CURLOPT_PROTOCOLS_STR, hop->is_encrypted ? "https" : "http");
  curl_easy_setopt (curl, CURLOPT_URL, url);
  curl_easy_setopt (curl, CURLOPT_PROXY, "");
  curl_easy_setopt (curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt (curl, CURLOPT_USERAGENT, "together-server/" TOG_VERSION);
  curl_easy_setopt (curl, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt (curl, CURLOPT_OPENSOCKETFUNCTION, open_socket_cb);
  curl_easy_setopt (curl, CURLOPT_OPENSOCKETDATA, hop);

  curl_easy_setopt (curl, CURLOPT_CONNECTTIMEOUT, MIN (CONNECT_SECONDS, seconds));
  curl_easy_setopt (curl, CURLOPT_TIMEOUT, seconds);
  curl_easy_setopt (curl, CURLOPT_LOW_SPEED_LIMIT, MIN_BYTES_PER_SECOND);
  curl_easy_setopt (curl, CURLOPT_LOW_SPEED_TIME, SLOW_SECONDS);
  curl_easy_setopt (
      curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t) TOG_CALENDAR_DEFAULT_LIMITS.bytes);

  curl_easy_setopt (curl, CURLOPT_WRITEFUNCTION, write_cb);
  curl_easy_setopt (curl, CURLOPT_WRITEDATA, hop);
  curl_easy_setopt (curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt (curl, CURLOPT_XFERINFOFUNCTION, progress_cb);
  curl_easy_setopt (curl, CURLOPT_XFERINFODATA, hop);
}

static gboolean
fail (GError **error, TogError code, const char *message)
{
  g_set_error_literal (error, TOG_ERROR, code, message);
  return FALSE;
}

/* In words for whoever gave the address. */
static gboolean
fail_transfer (const Hop *hop, CURLcode result, GError **error)
{
  if (hop->was_denied)
    return fail (error,
                 TOG_ERROR_MALFORMED,
                 "The address leads into a private network, or is not encrypted: the server "
                 "reads only what everybody can reach by https.");
  switch (result)
    {
    case CURLE_COULDNT_RESOLVE_HOST:
      return fail (
          error, TOG_ERROR_REFERENCE, "There is no server of this name: check the address.");
    case CURLE_OPERATION_TIMEDOUT:
      return fail (error, TOG_ERROR_LIMIT, "It takes too long to get the calendar.");
    case CURLE_FILESIZE_EXCEEDED:
    case CURLE_WRITE_ERROR:
      return fail (error,
                   TOG_ERROR_LIMIT,
                   "The calendar is too large: publish one that holds less of the past.");
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
      return fail (error,
                   TOG_ERROR_REFERENCE,
                   "It is not certain which server answers there: its certificate is not good.");
    case CURLE_COULDNT_CONNECT:
      return fail (error, TOG_ERROR_REFERENCE, "The server at the address can't be reached.");
    default:
      return fail (error, TOG_ERROR_REFERENCE, "The connection failed on the way.");
    }
}

static gboolean
fail_status (long status, GError **error)
{
  if (status == 401 || status == 403)
    return fail (error,
                 TOG_ERROR_REFERENCE,
                 "The calendar is not published for everybody who has the address: make a secret "
                 "address for it.");
  if (status == 404 || status == 410)
    return fail (error,
                 TOG_ERROR_REFERENCE,
                 "Nothing is published at the address any more: check it, or publish the calendar "
                 "again.");
  g_set_error (error,
               TOG_ERROR,
               TOG_ERROR_REFERENCE,
               "The server at the address answers with an error (%ld).",
               status);
  return FALSE;
}

static gboolean
looks_like_page (const GByteArray *body)
{
  for (guint i = 0; i < body->len; i++)
    if (!g_ascii_isspace (body->data[i]))
      return body->data[i] == '<';
  return FALSE;
}

/* Returns: (nullable): a header that can be sent back as it came */
static char *
dup_version (CURL *curl, const char *name)
{
  struct curl_header *header;

  if (curl_easy_header (curl, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK ||
      strlen (header->value) > MAX_VERSION_LENGTH || *header->value == '\0')
    return NULL;
  for (const char *c = header->value; *c != '\0'; c++)
    if (*c < ' ' || *c > '~')
      return NULL;
  return g_strdup (header->value);
}

static struct curl_slist *
make_headers (const TogFetched *known)
{
  struct curl_slist *headers = curl_slist_append (NULL, "Accept: text/calendar, */*;q=0.1");
  g_autofree char *condition = NULL;

  if (known->etag != NULL)
    condition = g_strconcat ("If-None-Match: ", known->etag, NULL);
  else if (known->modified != NULL)
    condition = g_strconcat ("If-Modified-Since: ", known->modified, NULL);
  return condition != NULL ? curl_slist_append (headers, condition) : headers;
}

static gboolean
take_answer (TogFetched *fetched, CURL *curl, Hop *hop, GError **error)
{
  if (looks_like_page (hop->body))
    return fail (error,
                 TOG_ERROR_MALFORMED,
                 "There is a web page at the address, not a calendar: use the address that ends "
                 "in .ics or is meant for other calendar programs.");
  g_free (fetched->etag);
  g_free (fetched->modified);
  fetched->etag = dup_version (curl, "ETag");
  fetched->modified = dup_version (curl, "Last-Modified");
  fetched->text = g_byte_array_free_to_bytes (g_steal_pointer (&hop->body));
  return TRUE;
}

/* Does one request. Returns: whether something came of it; @next is set where that is
 * that the calendar is elsewhere */
static gboolean
do_hop (TogFetched *fetched,
        CURL *curl,
        const char *url,
        const TogFetchOptions *options,
        long seconds,
        char **next,
        GError **error)
{
  Hop hop = { .options = options, .body = g_byte_array_new () };
  g_autoptr (GByteArray) body = hop.body;
  struct curl_slist *headers = make_headers (fetched);
  const char *location = NULL;
  long status = 0;
  CURLcode result;
  gboolean done;

  hop.is_encrypted = g_ascii_strncasecmp (url, "https:", strlen ("https:")) == 0;
  configure (curl, &hop, url, headers, seconds);
  result = curl_easy_perform (curl);
  curl_slist_free_all (headers);
  curl_easy_getinfo (curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo (curl, CURLINFO_REDIRECT_URL, &location);

  if (result != CURLE_OK)
    return fail_transfer (&hop, result, error);
  if (status >= 300 && status < 400 && status != 304 && location != NULL)
    {
      *next = g_strdup (location);
      return TRUE;
    }
  if (status == 304 && (fetched->etag != NULL || fetched->modified != NULL))
    return TRUE;
  if (status != 200)
    return fail_status (status, error);
  done = take_answer (fetched, curl, &hop, error);
  if (hop.body == NULL)
    g_steal_pointer (&body);
  return done;
}

/**
 * tog_fetched_clear:
 * @fetched: what was fetched
 *
 * Drops what it owns.
 */
void
tog_fetched_clear (TogFetched *fetched)
{
  g_clear_pointer (&fetched->text, g_bytes_unref);
  g_clear_pointer (&fetched->etag, g_free);
  g_clear_pointer (&fetched->modified, g_free);
}

/**
 * tog_address_fetch:
 * @fetched: (inout): with etag or modified of what is known, if it is to be fetched only
 *   where it is another now
 * @url: where a calendar is published
 * @options: how
 * @error: return location
 *
 * Fetches a published calendar. Each redirect is followed by the same rules: nothing but
 * https, no address that is not public, unless the operator named its network. Blocks for
 * the options' patience at the most.
 *
 * Returns: whether it is there; %FALSE with %TOG_ERROR, in words for whoever gave the
 *   address
 */
gboolean
tog_address_fetch (TogFetched *fetched,
                   const char *url,
                   const TogFetchOptions *options,
                   GError **error)
{
  gint64 deadline = g_get_monotonic_time () + (gint64) options->patience * G_USEC_PER_SEC;
  CURL *curl = curl_easy_init ();
  g_autofree char *here = g_strdup (url);
  gboolean done = TRUE;
  guint n_hops = 0;

  g_return_val_if_fail (curl != NULL, FALSE);
  while (done && here != NULL)
    {
      gint64 left = (deadline - g_get_monotonic_time ()) / G_USEC_PER_SEC;
      g_autoptr (GError) fault = NULL;
      g_autofree char *next = NULL;

      if (n_hops++ > MAX_REDIRECTS)
        done = fail (error, TOG_ERROR_LIMIT, "The address leads from one to another without end.");
      else if (!tog_networks_check_url (options->networks, here, &fault))
        {
          g_set_error (error, TOG_ERROR, fault->code, "The address %s.", fault->message);
          done = FALSE;
        }
      else
        done = do_hop (fetched, curl, here, options, MAX (left, 1), &next, error);
      g_free (here);
      here = g_steal_pointer (&next);
    }
  curl_easy_cleanup (curl);
  return done;
}
