#include "config.h"

#include "tog-networks.h"

#include <arpa/inet.h>

static gboolean
admits (const TogNetworks *networks, gboolean is_encrypted, const char *text)
{
  union
  {
    struct sockaddr any;
    struct sockaddr_in ip4;
    struct sockaddr_in6 ip6;
  } address = { 0 };

  if (inet_pton (AF_INET, text, &address.ip4.sin_addr) == 1)
    address.ip4.sin_family = AF_INET;
  else if (inet_pton (AF_INET6, text, &address.ip6.sin6_addr) == 1)
    address.ip6.sin6_family = AF_INET6;
  else
    g_assert_not_reached ();
  return tog_networks_admit (networks, is_encrypted, &address.any);
}

/* P24: which addresses are for everybody. */
static void
test_networks (void)
{
  static const char *const public[] = {
    "8.8.8.8",    "1.1.1.1",         "172.15.255.255",  "172.32.0.1",
    "100.63.0.1", "100.128.0.1",     "192.167.255.255", "223.255.255.255",
    "2a00::1",    "2606:4700::1111", "::ffff:8.8.8.8",  "64:ff9b::808:808",
  };
  static const char *const private[] = {
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "fe80::1",
    "febf::1",
    "fec0::1",
    "fc00::1",
    "fdff::1",
    "ff02::1",
    "ff0e::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::1",
    "100::1",
    "3fff::1",
  };
  static const char *const named[] = { "10.1.0.0/16", "fd00:1::/32", NULL };
  static const char *const bad[] = { "10.1.0.0/33", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (TogNetworks) networks = tog_networks_new (named, &error);
  g_autoptr (TogNetworks) none = tog_networks_new (bad, NULL);

  g_assert_no_error (error);
  g_assert_null (none);
  for (guint i = 0; i < G_N_ELEMENTS (public); i++)
    if (!admits (NULL, TRUE, public[i]) || !admits (networks, TRUE, public[i]) ||
        admits (networks, FALSE, public[i]))
      g_error ("%s", public[i]);
  for (guint i = 0; i < G_N_ELEMENTS (private); i++)
    if (admits (NULL, TRUE, private[i]) || admits (NULL, FALSE, private[i]))
      g_error ("%s", private[i]);
  g_assert_true (admits (networks, FALSE, "10.1.255.255"));
  g_assert_true (admits (networks, TRUE, "::ffff:10.1.0.1"));
  g_assert_true (admits (networks, FALSE, "fd00:1::5"));
  g_assert_false (admits (networks, TRUE, "10.2.0.0"));
  g_assert_false (admits (networks, TRUE, "127.0.0.1"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/networks/P24/admitted", test_networks);

  return g_test_run ();
}
