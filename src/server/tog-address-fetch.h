#pragma once

#include "tog-networks.h"

G_BEGIN_DECLS

/**
 * TogFetchOptions:
 * @networks: (nullable): where calendars may be besides public addresses
 * @patience: seconds that it may take in all
 * @stopping: (atomic): set when it has to be given up
 *
 * How to fetch.
 */
typedef struct
{
  const TogNetworks *networks;
  guint patience;
  const int *stopping;
} TogFetchOptions;

/**
 * TogFetched:
 * @text: (owned) (nullable): what is published; %NULL where it is what it was
 * @etag: (owned) (nullable): by which to ask whether it still is, as it says itself
 * @modified: (owned) (nullable): the same, in place of @etag
 *
 * What was fetched.
 */
typedef struct
{
  GBytes *text;
  char *etag;
  char *modified;
} TogFetched;

gboolean tog_address_fetch (TogFetched            *fetched,
                            const char            *url,
                            const TogFetchOptions *options,
                            GError               **error);
void     tog_fetched_clear (TogFetched *fetched);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TogFetched, tog_fetched_clear)

G_END_DECLS
