#include "config.h"

#include "tog-networks.h"

#include "tog-error.h"
#include "tog-text.h"

#include <netinet/in.h>
#include <string.h>

struct _TogNetworks
{
  GPtrArray *masks; /* (owned) (element-type GInetAddressMask) */
};

/* What is not for everybody to reach, by the registries of RFC 6890: this host, private
 * and shared networks, loopback, link-local, documentation, tests, relays, multicast
 * and what is reserved. */
static const char *const SPECIAL_IP4[] = {
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  NULL,
};

/* Of IPv6 only 2000::/3 is given out; in it these are special, tunnels (Teredo, 6to4)
 * among them, which may end anywhere. */
static const char *const SPECIAL_IP6[] = {
  "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20", NULL,
};

/* The translation of RFC 6052, by which a network without IPv4 reaches it. */
#define NAT64 "64:ff9b::/96"
#define GIVEN_OUT_IP6 "2000::/3"

#define IP4_BYTES 4
#define IP6_BYTES 16

static gboolean
is_in (GInetAddress *address, const char *network)
{
  g_autoptr (GInetAddressMask) mask = g_inet_address_mask_new_from_string (network, NULL);

  return g_inet_address_mask_matches (mask, address);
}

static gboolean
is_in_any (GInetAddress *address, const char *const *networks)
{
  for (; *networks != NULL; networks++)
    if (is_in (address, *networks))
      return TRUE;
  return FALSE;
}

/* Returns: the IPv4 address that an IPv6 one stands for, or the address itself */
static GInetAddress *
unwrap (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 &&
      (is_in (address, "::ffff:0:0/96") || is_in (address, NAT64)))
    return g_inet_address_new_from_bytes (bytes + IP6_BYTES - IP4_BYTES, G_SOCKET_FAMILY_IPV4);
  return g_object_ref (address);
}

static gboolean
is_public (GInetAddress *address)
{
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return !is_in_any (address, SPECIAL_IP4);
  return is_in (address, GIVEN_OUT_IP6) && !is_in_any (address, SPECIAL_IP6);
}

static gboolean
is_named (const TogNetworks *self, GInetAddress *address)
{
  for (guint i = 0; self != NULL && i < self->masks->len; i++)
    if (g_inet_address_mask_matches (g_ptr_array_index (self->masks, i), address))
      return TRUE;
  return FALSE;
}

static gboolean
admit (const TogNetworks *self, gboolean is_encrypted, GInetAddress *address)
{
  g_autoptr (GInetAddress) real = unwrap (address);

  return is_named (self, real) || (is_encrypted && is_public (real));
}

/**
 * tog_networks_new:
 * @texts: (nullable) (array zero-terminated=1): networks, such as 10.1.0.0/16 or fd00::/8
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the networks; %NULL with %TOG_ERROR where one of
 *   them is none
 */
TogNetworks *
tog_networks_new (const char *const *texts, GError **error)
{
  g_autoptr (TogNetworks) self = g_new0 (TogNetworks, 1);

  self->masks = g_ptr_array_new_with_free_func (g_object_unref);
  for (; texts != NULL && *texts != NULL; texts++)
    {
      GInetAddressMask *mask = g_inet_address_mask_new_from_string (*texts, NULL);

      if (mask == NULL)
        {
          g_set_error (error,
                       TOG_ERROR,
                       TOG_ERROR_MALFORMED,
                       "“%s” is not a network such as 10.1.0.0/16 or fd00::/8",
                       *texts);
          return NULL;
        }
      g_ptr_array_add (self->masks, mask);
    }
  return g_steal_pointer (&self);
}

/**
 * tog_networks_free:
 * @self: (transfer full) (nullable): networks
 */
void
tog_networks_free (TogNetworks *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->masks);
  g_free (self);
}

/**
 * tog_networks_admit:
 * @self: (nullable): networks
 * @is_encrypted: whether the connection is to be encrypted
 * @address: where it is about to go
 *
 * Looks at where a connection really goes, so that no name, whatever it resolves to now,
 * leads where nobody outside gets (P24). Public addresses are for https alone.
 *
 * Returns: whether it may
 */
gboolean
tog_networks_admit (const TogNetworks *self, gboolean is_encrypted, const struct sockaddr *address)
{
  g_autoptr (GInetAddress) inet = NULL;

  if (address->sa_family == AF_INET)
    inet = g_inet_address_new_from_bytes (
        (const guint8 *) &((const struct sockaddr_in *) (gconstpointer) address)->sin_addr,
        G_SOCKET_FAMILY_IPV4);
  else if (address->sa_family == AF_INET6)
    inet = g_inet_address_new_from_bytes (
        (const guint8 *) &((const struct sockaddr_in6 *) (gconstpointer) address)->sin6_addr,
        G_SOCKET_FAMILY_IPV6);
  return inet != NULL && admit (self, is_encrypted, inet);
}

/**
 * tog_networks_check_url:
 * @self: (nullable): networks
 * @url: of a calendar
 * @error: return location
 *
 * Checks what can be told from a URL alone: its form, that it is https, and, where it
 * holds an address in the place of a name, that this is one to read from. Where a name
 * leads is not looked at here.
 *
 * Returns: whether it may be read; %FALSE with %TOG_ERROR
 */
gboolean
tog_networks_check_url (const TogNetworks *self, const char *url, GError **error)
{
  gboolean has_networks = self != NULL && self->masks->len > 0;
  gboolean is_encrypted = g_ascii_strncasecmp (url, "https:", strlen ("https:")) == 0;
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GInetAddress) address = NULL;

  if (!tog_text_check_url (url, has_networks ? "http" : "https", error))
    return FALSE;
  uri = g_uri_parse (url, G_URI_FLAGS_PARSE_RELAXED, error);
  if (uri == NULL)
    return FALSE;
  address = g_inet_address_new_from_string (g_uri_get_host (uri));
  if ((address != NULL && !admit (self, is_encrypted, address)) ||
      g_ascii_strcasecmp (g_uri_get_host (uri), "localhost") == 0)
    {
      g_set_error_literal (error,
                           TOG_ERROR,
                           TOG_ERROR_MALFORMED,
                           "must be one that everybody can reach, not one of a private network");
      return FALSE;
    }
  return TRUE;
}
