#include "config.h"

#include "tog-address.h"

#include "tog-account.h"

#include <glib/gi18n.h>
#include <string.h>

#define LONGEST_ADDRESS 2000

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

/* Whether it begins as RFC 3986 section 3.1 says, and not just with a host and a port. */
static gboolean
has_scheme (const char *text)
{
  return strstr (text, "://") != NULL || g_str_has_prefix (text, "javascript:") ||
         g_str_has_prefix (text, "mailto:") || g_str_has_prefix (text, "data:") ||
         g_str_has_prefix (text, "file:");
}

/* Letters, digits, dots and hyphens, as in names; anything that is not ASCII is
 * for the resolver to judge. */
static gboolean
is_host (const char *host)
{
  if (g_hostname_is_ip_address (host))
    return TRUE;
  for (const char *c = host; *c != '\0'; c++)
    {
      if (!g_ascii_isalnum (*c) && *c != '.' && *c != '-' && *c != '_' && (*c & 0x80) == 0)
        return FALSE;
    }
  return host[0] != '.' && host[0] != '-' && strstr (host, "..") == NULL;
}

/**
 * tog_address_normalize:
 * @text: what somebody typed or pasted
 * @error: return location for %TOG_ACCOUNT_ERROR_ADDRESS
 *
 * Makes an organization's address of what may have been copied from a browser:
 * https unless said otherwise, host and port, nothing behind them. Plain http is
 * accepted for this computer itself only, where nobody can listen in.
 *
 * Returns: (transfer full) (nullable): such as https://together.example
 */
char *
tog_address_normalize (const char *text, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *whole = NULL;
  g_autoptr (GUri) uri = NULL;
  const char *scheme;
  g_autofree char *host = NULL;
  int port;

  if (*stripped == '\0')
    {
      g_set_error_literal (error,
                           TOG_ACCOUNT_ERROR,
                           TOG_ACCOUNT_ERROR_ADDRESS,
                           _ ("Enter your organization’s address. It looks like "
                              "together.example."));
      return NULL;
    }

  whole = has_scheme (stripped) ? g_strdup (stripped) : g_strconcat ("https://", stripped, NULL);
  if (strlen (whole) <= LONGEST_ADDRESS && g_utf8_validate (whole, -1, NULL) &&
      strpbrk (whole, " \t\r\n\\") == NULL)
    uri = g_uri_parse (whole, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  if (uri == NULL)
    {
      g_set_error_literal (error,
                           TOG_ACCOUNT_ERROR,
                           TOG_ACCOUNT_ERROR_ADDRESS,
                           _ ("This is not an address. It looks like together.example, without "
                              "spaces."));
      return NULL;
    }

  scheme = g_uri_get_scheme (uri);
  if (!g_str_equal (scheme, "https") && !g_str_equal (scheme, "http"))
    {
      g_set_error (error,
                   TOG_ACCOUNT_ERROR,
                   TOG_ACCOUNT_ERROR_ADDRESS,
                   _ ("An organization’s address begins with https://, not with %s:."),
                   scheme);
      return NULL;
    }
  if (g_uri_get_userinfo (uri) != NULL)
    {
      g_set_error_literal (error,
                           TOG_ACCOUNT_ERROR,
                           TOG_ACCOUNT_ERROR_ADDRESS,
                           _ ("Leave out the name and password before the “@”; the access token "
                              "is asked for next."));
      return NULL;
    }
  if (g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      !is_host (g_uri_get_host (uri)) || g_uri_get_port (uri) == 0)
    {
      g_set_error_literal (
          error,
          TOG_ACCOUNT_ERROR,
          TOG_ACCOUNT_ERROR_ADDRESS,
          _ ("This is not an address: it names no server. It looks like together.example."));
      return NULL;
    }

  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  if (g_str_equal (scheme, "http") && !is_loopback (host))
    {
      g_set_error (error,
                   TOG_ACCOUNT_ERROR,
                   TOG_ACCOUNT_ERROR_ADDRESS,
                   _ ("Over http:// anybody on the way could read along. Enter https://%s; if "
                      "nothing answers there, ask whoever runs your program."),
                   host);
      return NULL;
    }

  port = g_uri_get_port (uri);
  if (port == (g_str_equal (scheme, "https") ? 443 : 80))
    port = -1;
  return g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, host, port, "", NULL, NULL);
}

/**
 * tog_address_get_host:
 * @address: as tog_address_normalize() gives it
 *
 * Returns: (transfer full): its host, for people to read
 */
char *
tog_address_get_host (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);

  return g_strdup (uri != NULL ? g_uri_get_host (uri) : address);
}

/**
 * tog_address_is_encrypted:
 * @text: what somebody typed or pasted
 *
 * Returns: whether it is an address, and what goes there is encrypted
 */
gboolean
tog_address_is_encrypted (const char *text)
{
  g_autofree char *address = tog_address_normalize (text, NULL);

  return address != NULL && g_str_has_prefix (address, "https:");
}
