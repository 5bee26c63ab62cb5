#pragma once

#include <gio/gio.h>
#include <sys/socket.h>

G_BEGIN_DECLS

/**
 * TogNetworks:
 *
 * Where the server may read calendars that members name: at public addresses, and in
 * networks that the operator names. %NULL is without any of the latter.
 */
typedef struct _TogNetworks TogNetworks;

TogNetworks *tog_networks_new       (const char *const *texts, GError **error);
void         tog_networks_free      (TogNetworks *self);
gboolean     tog_networks_admit     (const TogNetworks     *self,
                                     gboolean               is_encrypted,
                                     const struct sockaddr *address);
gboolean     tog_networks_check_url (const TogNetworks *self, const char *url, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TogNetworks, tog_networks_free)

G_END_DECLS
